using System.Text.Json;
using AdPlatform.Hosting.Http;

namespace AdPlatform.AudienceProfiling.DefiningSegment;

/// <summary>Reads the members of one leaf of a rule; unknown ones are faults, so that a typo never widens a segment.</summary>
internal sealed class MemberReading(JsonElement leaf, string path, FieldErrors errors)
{
    private const int MaxTextLength = 255;
    private const int MaxValues = 100;
    private const int LastPurpose = 11;

    public bool IsFaulty { get; set; }

    public Condition? Trait()
    {
        if (!Only("name", "equals", "notEquals", "in", "contains", "atLeast", "atMost", "exists")) return null;
        var name = Text("name", required: true);
        return Comparison("name") is { } comparison && name is not null ? new TraitCondition(name, comparison.Operator, comparison.Values) : null;
    }

    public Condition? Interest()
    {
        if (!Only("genre", "category", "measure", "atLeast", "atMost")) return null;
        var (genre, category) = (Text("genre"), Text("category"));
        if (!IsFaulty && genre is null == category is null) Fault(path, "needs either genre or category");
        var measure = Text("measure") ?? "score";
        if (measure is not ("score" or "share")) Fault($"{path}.measure", "must be score or share");
        var (atLeast, atMost) = (Number("atLeast"), Number("atMost"));
        if (!IsFaulty && atLeast is null && atMost is null) Fault(path, "needs atLeast or atMost");
        if (atLeast > atMost) Fault($"{path}.atLeast", "must not be more than atMost");
        return IsFaulty ? null : new InterestCondition((genre ?? category)!.ToLowerInvariant(), category is not null, measure == "share", atLeast, atMost);
    }

    public Condition? Consent()
    {
        if (!Only("purpose", "state")) return null;
        var purpose = Whole("purpose", 1, LastPurpose);
        if (!IsFaulty && purpose is null) Fault($"{path}.purpose", "is needed");
        var state = Text("state", required: true);
        if (state is not (null or "allowed" or "refused" or "unstated")) Fault($"{path}.state", "must be allowed, refused or unstated");
        return IsFaulty ? null : new ConsentCondition(purpose!.Value, Enum.Parse<ConsentState>(state!, ignoreCase: true));
    }

    /// <summary>The one comparison that the leaf has beside the member <paramref name="of"/>; null when there is a fault.</summary>
    public (TraitOperator Operator, IReadOnlyList<TraitValue> Values)? Comparison(string of)
    {
        var operators = leaf.EnumerateObject().Where(member => member.Name != of).ToArray();
        if (operators.Length != 1)
        {
            Fault(path, "needs exactly one of equals, notEquals, in, contains, atLeast, atMost, exists");
            return null;
        }

        var (given, value) = (operators[0].Name, operators[0].Value);
        var kind = Enum.Parse<TraitOperator>(given, ignoreCase: true);
        IReadOnlyList<TraitValue> values = kind == TraitOperator.In && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(Value)]
            : [Value(value)];
        var fits = values.Count is > 0 and <= MaxValues && values.All(v => v.Text is null or { Length: <= MaxTextLength } && v.Text?.Contains('\0') != true && kind switch
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
        return IsFaulty ? null : (kind, values);
    }

    public bool Only(params string[] names)
    {
        if (leaf.ValueKind != JsonValueKind.Object)
        {
            Fault(path, "must be an object");
            return false;
        }

        foreach (var member in leaf.EnumerateObject())
            if (!names.Contains(member.Name)) Fault($"{path}.{member.Name}", $"is not known: use {string.Join(", ", names)}");
        return !IsFaulty;
    }

    public string? Text(string name, bool required = false)
    {
        if (!leaf.TryGetProperty(name, out var value))
        {
            if (required) Fault($"{path}.{name}", "is needed");
            return null;
        }
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= MaxTextLength } text && !text.Contains('\0')) return text;
        Fault($"{path}.{name}", $"must be a text of 1 to {MaxTextLength} characters");
        return null;
    }

    public int? Whole(string name, int least, int most)
    {
        if (!leaf.TryGetProperty(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most) return number;
        Fault($"{path}.{name}", $"must be a whole number from {least} to {most}");
        return null;
    }

    public Condition? Fault(string at, string reason)
    {
        IsFaulty = true;
        errors.Add(at, reason);
        return null;
    }

    private double? Number(string name)
    {
        if (!leaf.TryGetProperty(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number is >= 0 and < 1e9) return number;
        Fault($"{path}.{name}", "must be a number of at least 0");
        return null;
    }

    private static TraitValue Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => new(value.GetString(), null, null),
        JsonValueKind.Number when value.TryGetDouble(out var number) && double.IsFinite(number) => new(null, number, null),
        JsonValueKind.True or JsonValueKind.False => new(null, null, value.GetBoolean()),
        _ => default,
    };
}
