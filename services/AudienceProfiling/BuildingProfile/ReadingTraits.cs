using System.Text.Json;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Contracts.AudienceProfiling.V1;

namespace AdPlatform.AudienceProfiling.BuildingProfile;

/// <summary>Traits of identify and group: texts, numbers and flags; members of objects by dotted name (address.city), lists are not kept.</summary>
internal static class ReadingTraits
{
    private const int MaxTraits = 100;

    /// <summary>Of one event; more are not read.</summary>
    private const int MaxStated = 1000;
    private const int MaxDepth = 3;
    private const int MaxNameLength = 100;
    private const int MaxTextLength = 512;

    /// <returns>Null when there are none.</returns>
    public static IReadOnlyList<StatedTrait>? Of(JsonElement stated)
    {
        if (stated.ValueKind != JsonValueKind.Object) return null;
        var traits = new List<StatedTrait>();
        Read(traits, stated, "", 1);
        return traits.Count > 0 ? traits : null;
    }

    public static void Into(Dictionary<string, Trait> traits, IReadOnlyList<StatedTrait>? stated, string prefix, DateTimeOffset at)
    {
        foreach (var (name, text, number, flag) in stated ?? [])
            if (prefix.Length + name.Length <= MaxNameLength) Put(traits, prefix + name, new Trait(at, text, number, flag));
    }

    private static void Read(List<StatedTrait> traits, JsonElement members, string prefix, int depth)
    {
        foreach (var member in members.EnumerateObject())
        {
            var name = prefix + member.Name;
            if (member.Value.ValueKind == JsonValueKind.Object && depth < MaxDepth) Read(traits, member.Value, name + ".", depth + 1);
            else if (Read(name, member.Value) is { } trait && name.Length <= MaxNameLength && traits.Count < MaxStated) traits.Add(trait);
        }
    }

    public static void Put(Dictionary<string, Trait> traits, string name, Trait trait)
    {
        if (traits.TryGetValue(name, out var earlier)) traits[name] = Trait.Of(earlier, trait);
        else if (traits.Count < MaxTraits) traits[name] = trait;
    }

    private static StatedTrait? Read(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when value.GetString() is { Length: <= MaxTextLength } text => new(name, Text: text),
        JsonValueKind.Number when value.TryGetDouble(out var number) && double.IsFinite(number) => new(name, Number: number),
        JsonValueKind.True => new(name, Flag: true),
        JsonValueKind.False => new(name, Flag: false),
        JsonValueKind.Null => new(name),
        _ => null,
    };
}
