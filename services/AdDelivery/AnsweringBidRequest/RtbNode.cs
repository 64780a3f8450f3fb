using System.Text.Json;
using AdPlatform.Hosting.Http;

namespace AdPlatform.AdDelivery.AnsweringBidRequest;

/// <summary>
/// One object of a message, with its path. Members that nobody asks for are ignored, null is absent, a known member of another type is an error that names it:
/// OpenRTB 2.6 section 2.4 asks bidders to bear what they do not know.
/// </summary>
internal readonly struct RtbNode(JsonElement element, string path, FieldErrors errors)
{
    /// <summary>Longest list that is looked at.</summary>
    private const int MaxItems = 500;

    private const int MaxText = 16_384;

    public string Path => path;

    public FieldErrors Errors => errors;

    public static RtbNode Root(JsonElement element, FieldErrors errors) => new(element, "", errors);

    public bool Has(string name) => Find(name, out _);

    public RtbNode? Object(string name)
    {
        if (!Find(name, out var value)) return null;
        return errors.Check(value.ValueKind == JsonValueKind.Object, At(name), "must be an object") ? new(value, At(name), errors) : null;
    }

    /// <summary>For what vendors put anything into: no object is nothing.</summary>
    public RtbNode? Loose(string name) => Find(name, out var value) && value.ValueKind == JsonValueKind.Object ? new RtbNode(value, At(name), errors) : null;

    public IReadOnlyList<RtbNode> Objects(string name)
    {
        var (at, reason) = (At(name), errors);
        return [.. Items(name, JsonValueKind.Object, "objects").Select((item, i) => new RtbNode(item, $"{at}[{i}]", reason))];
    }

    public string? Text(string name)
    {
        if (!Find(name, out var value) || !errors.Check(value.ValueKind == JsonValueKind.String, At(name), "must be a string")) return null;
        var text = value.GetString()!;
        return errors.Check(text.Length <= MaxText, At(name), $"must have at most {MaxText} characters") ? text : null;
    }

    public IReadOnlyList<string> Texts(string name) => [.. Items(name, JsonValueKind.String, "strings").Select(item => item.GetString()!)];

    public int? Whole(string name, int atLeast = int.MinValue, int atMost = int.MaxValue)
    {
        if (Number(name) is not { } number) return null;
        if (!errors.Check(decimal.Truncate(number) == number && number is >= int.MinValue and <= int.MaxValue, At(name), "must be a whole number")) return null;
        errors.Check(number >= atLeast && number <= atMost, At(name), atMost == int.MaxValue ? $"must be at least {atLeast}" : $"must be {atLeast} to {atMost}");
        return (int)number;
    }

    public bool Flag(string name) => Whole(name) == 1;

    public IReadOnlyList<int> Wholes(string name)
    {
        var items = Items(name, JsonValueKind.Number, "whole numbers");
        return errors.Check(items.All(item => item.TryGetInt32(out _)), At(name), "must be an array of whole numbers") ? [.. items.Select(item => item.GetInt32())] : [];
    }

    public decimal? Number(string name, decimal atLeast = decimal.MinValue)
    {
        if (!Find(name, out var value)) return null;
        if (!errors.Check(value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out _), At(name), "must be a number")) return null;
        var number = value.GetDecimal();
        errors.Check(number >= atLeast, At(name), $"must be at least {atLeast}");
        return number;
    }

    public string At(string name) => path.Length == 0 ? name : $"{path}.{name}";

    private IReadOnlyList<JsonElement> Items(string name, JsonValueKind kind, string what)
    {
        if (!Find(name, out var value)) return [];
        if (!errors.Check(value.ValueKind == JsonValueKind.Array, At(name), $"must be an array of {what}")) return [];
        if (!errors.Check(value.GetArrayLength() <= MaxItems, At(name), $"must have at most {MaxItems} entries")) return [];
        var items = value.EnumerateArray().Where(item => item.ValueKind != JsonValueKind.Null).ToList();
        return errors.Check(items.TrueForAll(item => item.ValueKind == kind), At(name), $"must be an array of {what}") ? items : [];
    }

    private bool Find(string name, out JsonElement value) => element.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
}
