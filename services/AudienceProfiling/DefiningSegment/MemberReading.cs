using System.Text.Json;
using AdPlatform.Hosting.Http;

namespace AdPlatform.AudienceProfiling.DefiningSegment;

/// <summary>Reads the members of one leaf of a rule; unknown ones are faults, so that a typo never widens a segment.</summary>
internal sealed class MemberReading(JsonElement leaf, string path, FieldErrors errors)
{
    private const int MaxTextLength = 255;
    private const int MaxValues = 100;
    private bool faulty;

    public Condition? Trait()
    {
        if (!Only("name", "equals", "notEquals", "in", "contains", "atLeast", "atMost", "exists")) return null;
        var name = Text("name", required: true);
        var operators = leaf.EnumerateObject().Where(member => member.Name != "name").ToArray();
        if (operators.Length != 1)
            return Fault(path, "needs exactly one of equals, notEquals, in, contains, atLeast, atMost, exists");
        var (given, value) = (operators[0].Name, operators[0].Value);
        var kind = Enum.Parse<TraitOperator>(given, ignoreCase: true);
        IReadOnlyList<TraitValue> values = kind == TraitOperator.In && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(Value)]
            : [Value(value)];
        var fits = values.Count is > 0 and <= MaxValues && values.All(v => v.Text is null or { Length: <= MaxTextLength } && kind switch
        {
            TraitOperator.AtLeast or TraitOperator.AtMost => v.Number is not null,
            TraitOperator.Contains => v.Text is not null,
            TraitOperator.Exists => v.Flag is not null,
            TraitOperator.In => value.ValueKind == JsonValueKind.Array && v != default,
            _ => v != default,
        });
        if (!fits)
        {
            Fault($"{path}.{given}", kind switch
            {
                TraitOperator.AtLeast or TraitOperator.AtMost => "must be a number",
                TraitOperator.Contains => $"must be a text of at most {MaxTextLength} characters",
                TraitOperator.Exists => "must be true or false",
                TraitOperator.In => $"must be a list of 1 to {MaxValues} texts, numbers or flags",
                _ => $"must be a text of at most {MaxTextLength} characters, a number or a flag",
            });
        }
        return faulty ? null : new TraitCondition(name!, kind, values);
    }

    public Condition? Interest()
    {
        if (!Only("genre", "category", "measure", "atLeast", "atMost")) return null;
        var (genre, category) = (Text("genre"), Text("category"));
        if (!faulty && genre is null == category is null) Fault(path, "needs either genre or category");
        var measure = Text("measure") ?? "score";
        if (measure is not ("score" or "share")) Fault($"{path}.measure", "must be score or share");
        var (atLeast, atMost) = (Number("atLeast"), Number("atMost"));
        if (!faulty && atLeast is null && atMost is null) Fault(path, "needs atLeast or atMost");
        if (atLeast > atMost) Fault($"{path}.atLeast", "must not be more than atMost");
        return faulty ? null : new InterestCondition((genre ?? category)!.ToLowerInvariant(), category is not null, measure == "share", atLeast, atMost);
    }

    public Condition? Event(int historyDays)
    {
        if (!Only("name", "genre", "withinDays", "atLeast", "atMost")) return null;
        var (name, genre) = (Text("name"), Text("genre"));
        var withinDays = Whole("withinDays", 1, historyDays);
        var (atLeast, atMost) = (Whole("atLeast", 0, int.MaxValue), Whole("atMost", 0, int.MaxValue));
        if (atLeast > atMost) Fault($"{path}.atLeast", "must not be more than atMost");
        if (atLeast is null && atMost is null) atLeast = 1;
        return faulty ? null : new EventCondition(name, genre?.ToLowerInvariant(), withinDays, atLeast, atMost);
    }

    private bool Only(params string[] names)
    {
        if (leaf.ValueKind != JsonValueKind.Object)
        {
            Fault(path, "must be an object");
            return false;
        }

        foreach (var member in leaf.EnumerateObject())
            if (!names.Contains(member.Name)) Fault($"{path}.{member.Name}", $"is not known: use {string.Join(", ", names)}");
        return !faulty;
    }

    private string? Text(string name, bool required = false)
    {
        if (!leaf.TryGetProperty(name, out var value))
        {
            if (required) Fault($"{path}.{name}", "is needed");
            return null;
        }
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= MaxTextLength } text) return text;
        Fault($"{path}.{name}", $"must be a text of 1 to {MaxTextLength} characters");
        return null;
    }

    private double? Number(string name)
    {
        if (!leaf.TryGetProperty(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number is >= 0 and < 1e9) return number;
        Fault($"{path}.{name}", "must be a number of at least 0");
        return null;
    }

    private int? Whole(string name, int least, int most)
    {
        if (!leaf.TryGetProperty(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most) return number;
        Fault($"{path}.{name}", most == int.MaxValue ? $"must be a whole number of at least {least}" : $"must be a whole number from {least} to {most}");
        return null;
    }

    private static TraitValue Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => new(value.GetString(), null, null),
        JsonValueKind.Number when value.TryGetDouble(out var number) => new(null, number, null),
        JsonValueKind.True or JsonValueKind.False => new(null, null, value.GetBoolean()),
        _ => default,
    };

    private Condition? Fault(string at, string reason)
    {
        faulty = true;
        errors.Add(at, reason);
        return null;
    }
}
