using System.Text.Json;
using AdPlatform.AudienceProfiling.Viewers;

namespace AdPlatform.AudienceProfiling.BuildingProfile;

/// <summary>Traits of identify and group: texts, numbers and flags; members of objects by dotted name (address.city), lists are not kept.</summary>
internal static class ReadingTraits
{
    private const int MaxTraits = 100;
    private const int MaxDepth = 3;
    private const int MaxNameLength = 100;
    private const int MaxTextLength = 512;

    public static void Into(Dictionary<string, Trait> traits, JsonElement? stated, string prefix, DateTimeOffset at)
    {
        if (stated is { ValueKind: JsonValueKind.Object } members) Into(traits, members, prefix, at, 1);
    }

    private static void Into(Dictionary<string, Trait> traits, JsonElement members, string prefix, DateTimeOffset at, int depth)
    {
        foreach (var member in members.EnumerateObject())
        {
            var name = prefix + member.Name;
            if (member.Value.ValueKind == JsonValueKind.Object && depth < MaxDepth) Into(traits, member.Value, name + ".", at, depth + 1);
            else if (Read(member.Value, at) is { } trait && name.Length <= MaxNameLength) Put(traits, name, trait);
        }
    }

    public static void Put(Dictionary<string, Trait> traits, string name, Trait trait)
    {
        if (traits.TryGetValue(name, out var earlier)) traits[name] = Trait.Of(earlier, trait);
        else if (traits.Count < MaxTraits) traits[name] = trait;
    }

    private static Trait? Read(JsonElement value, DateTimeOffset at) => value.ValueKind switch
    {
        JsonValueKind.String when value.GetString() is { Length: <= MaxTextLength } text => new Trait(at, Text: text),
        JsonValueKind.Number when value.TryGetDouble(out var number) && double.IsFinite(number) => new Trait(at, Number: number),
        JsonValueKind.True => new Trait(at, Flag: true),
        JsonValueKind.False => new Trait(at, Flag: false),
        JsonValueKind.Null => new Trait(at),
        _ => null,
    };
}
