using System.Text.Json;

namespace AdPlatform.CreativeGeneration.Writing.Model;

/// <summary>Reads what came back. The schema was asked for; whether it was kept is checked here, because a service may ignore it.</summary>
internal static class ModelAnswer
{
    private const int MostTexts = 4;
    private const int LongestText = 300;

    /// <returns>Null for anything but the asked form.</returns>
    public static (IReadOnlyList<Phrase> Headlines, IReadOnlyList<Phrase> Bodies)? Read(string answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            return Texts(document.RootElement, "headlines") is { } headlines && Texts(document.RootElement, "bodies") is { } bodies ? (headlines, bodies) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>One text, its candidates between bars or line breaks; what ends like a sentence is a body.</summary>
    /// <returns>Null for anything but the asked form.</returns>
    public static (IReadOnlyList<Phrase> Headlines, IReadOnlyList<Phrase> Bodies)? ReadPlain(string answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("copy", out var copy) || copy.ValueKind != JsonValueKind.String) return null;
            var pieces = copy.GetString()!.Split(['|', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(p => p.Length is > 3 and <= LongestText).Distinct().Take(2 * MostTexts).ToLookup(p => p[^1] is '.' or '!' or '。');
            return ([.. pieces[false].Select(Bare)], [.. pieces[true].Select(Bare)]);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Phrase Bare(string text) => new("model", [new Part(text, null)]);

    private static List<Phrase>? Texts(JsonElement root, string name)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(name, out var items) || items.ValueKind != JsonValueKind.Array) return null;
        List<Phrase> phrases = [];
        foreach (var item in items.EnumerateArray().Take(MostTexts))
        {
            if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("text", out var text) || text.ValueKind != JsonValueKind.String
                || !item.TryGetProperty("facts", out var facts) || facts.ValueKind != JsonValueKind.Array || facts.EnumerateArray().Any(f => f.ValueKind != JsonValueKind.String)) return null;
            if (text.GetString() is not { Length: > 0 and <= LongestText } said) continue;
            // One part may rest on one fact: the text cites the first, and empty parts the others.
            var ids = facts.EnumerateArray().Select(f => f.GetString()!).Distinct().ToList();
            phrases.Add(new Phrase("model", [new Part(said, ids.FirstOrDefault()), .. ids.Skip(1).Select(id => new Part("", id))]));
        }
        return phrases;
    }
}
