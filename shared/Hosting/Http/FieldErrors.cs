using Microsoft.AspNetCore.Http.HttpResults;

namespace AdPlatform.Hosting.Http;

/// <summary>What is wrong with a request, by field path as the client wrote it: <c>facts[2].text.fr</c>.</summary>
public sealed class FieldErrors
{
    /// <summary>Null as long as nothing is wrong: most requests are right.</summary>
    private SortedDictionary<string, List<string>>? reasons;

    public bool Any => reasons is not null;

    public void Add(string field, string reason)
    {
        reasons ??= new(StringComparer.Ordinal);
        if (!reasons.TryGetValue(field, out var list)) reasons[field] = list = [];
        list.Add(reason);
    }

    /// <summary>Adds <paramref name="reason"/> unless <paramref name="holds"/>; returns what holds.</summary>
    public bool Check(bool holds, string field, string reason)
    {
        if (!holds) Add(field, reason);
        return holds;
    }

    public IReadOnlyDictionary<string, string[]> ToDictionary() => (reasons ?? []).ToDictionary(pair => pair.Key, pair => pair.Value.ToArray());

    public ProblemHttpResult ToProblem(int status = 400)
    {
        if (reasons is null) throw new InvalidOperationException("Nothing is wrong.");
        var (field, list) = reasons.First();
        var more = reasons.Count > 1 ? $" (and {reasons.Count - 1} more fields)" : "";
        return Problems.Problem(status, "invalid-request", "The request is not valid", $"{field}: {list[0]}{more}", ToDictionary());
    }
}
