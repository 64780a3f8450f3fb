using System.Text.Json.Nodes;
using AdPlatform.AudienceProfiling.Viewers;

namespace AdPlatform.AudienceProfiling.Tests.DefiningSegment;

/// <summary>Trees over the words of <see cref="RandomProfiles"/>, in the JSON that publishers write; seeded.</summary>
internal sealed class RandomConditions(Random random, DateTimeOffset now, IReadOnlyList<ViewerProfile> profiles, IReadOnlyList<string> segments, IReadOnlyList<string> scores)
{
    public JsonObject Tree(int depth = 3) => random.Next(depth > 0 ? 12 : 8) switch
    {
        0 => new() { ["trait"] = Trait() },
        1 => new() { ["interest"] = Interest() },
        2 or 3 or 4 => new() { ["event"] = Event(counted: true) },
        5 => Attribute(),
        6 => new() { ["consent"] = new JsonObject { ["purpose"] = random.Next(1, 12), ["state"] = Of("allowed", "refused", "unstated") } },
        7 => Reference(depth),
        8 => new() { ["not"] = Tree(depth - 1) },
        9 => new() { ["and"] = new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Tree(depth - 1))]) },
        10 => new() { ["or"] = new JsonArray([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Tree(depth - 1))]) },
        _ => new() { ["score"] = With(Bounds(-30, 60, whole: true), ("elements", Elements(depth - 1))) },
    };

    public JsonArray Elements(int depth) => [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(2) == 0
        ? new JsonObject { ["points"] = random.Next(-20, 20), ["when"] = Tree(depth) }
        : With(new JsonObject { ["points"] = random.Next(-5, 6), ["each"] = Event(counted: false) }, ("upTo", random.Next(2) == 0 ? random.Next(1, 12) : null)))];

    private JsonObject Reference(int depth)
    {
        if (segments.Count > 0 && random.Next(2) == 0) return new() { ["segment"] = segments[random.Next(segments.Count)] };
        if (scores.Count > 0) return new() { ["score"] = With(Bounds(-30, 60, whole: true), ("name", scores[random.Next(scores.Count)])) };
        return new() { ["event"] = Event(counted: depth >= 0) };
    }

    private JsonObject Trait()
    {
        var trait = new JsonObject { ["name"] = Of(RandomProfiles.TraitNames) };
        switch (random.Next(7))
        {
            case 0: trait["equals"] = Value(); break;
            case 1: trait["notEquals"] = Value(); break;
            case 2: trait["in"] = new JsonArray([.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => (JsonNode)Value())]); break;
            case 3: trait["contains"] = Part(Of(RandomProfiles.Texts).Replace("\0", "x", StringComparison.Ordinal)); break;
            case 4: trait["atLeast"] = Of(RandomProfiles.Numbers); break;
            case 5: trait["atMost"] = Of(RandomProfiles.Numbers); break;
            default: trait["exists"] = random.Next(2) == 0; break;
        }
        return trait;
    }

    private JsonValue Value() => random.Next(3) switch
    {
        0 => JsonValue.Create(Of(RandomProfiles.Texts).Replace('\0', '\uFFFD')),
        1 => JsonValue.Create(Of(RandomProfiles.Numbers)),
        _ => JsonValue.Create(random.Next(2) == 0),
    };

    private string Part(string text)
    {
        var start = random.Next(text.Length);
        var part = text.Substring(start, random.Next(1, text.Length - start + 1));
        return random.Next(2) == 0 ? part.ToUpperInvariant() : part;
    }

    private JsonObject Interest()
    {
        var (isCategory, isShare) = (random.Next(3) == 0, random.Next(2) == 0);
        var name = isCategory ? Of(RandomProfiles.Categories) : Of(RandomProfiles.Genres);
        var interest = Bounds(0, isShare ? 1 : 6, whole: false);
        if (!isShare && random.Next(3) == 0)
        {
            // Exactly what a viewer has.
            var profile = profiles[random.Next(profiles.Count)];
            if ((isCategory ? profile.Categories : profile.Genres).TryGetValue(name, out var score))
                interest = new() { [random.Next(2) == 0 ? "atLeast" : "atMost"] = Math.Min(score.ValueAt(now, TimeSpan.FromDays(30)), 1e8) };
        }
        interest[isCategory ? "category" : "genre"] = name;
        if (isShare) interest["measure"] = "share";
        return interest;
    }

    private JsonObject Event(bool counted)
    {
        var e = counted && random.Next(4) > 0 ? Bounds(0, 6, whole: true) : [];
        if (random.Next(4) > 0) e["name"] = Of(RandomProfiles.EventNames);
        if (random.Next(3) == 0) e["genre"] = Of(RandomProfiles.Genres);
        else if (random.Next(3) == 0) e["where"] = new JsonArray([.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => (JsonNode)Filter())]);
        switch (random.Next(4))
        {
            case 0: e["withinDays"] = random.Next(1, 60); break;
            case 1:
                var from = random.Next(1, 500);
                if (random.Next(3) > 0) e["from"] = Day(from);
                if (random.Next(3) > 0) e["to"] = Day(random.Next(0, from));
                break;
        }
        return e;
    }

    private JsonObject Filter()
    {
        var filter = new JsonObject { ["property"] = Of("rating", "format", "plan") };
        switch (random.Next(6))
        {
            case 0: filter["equals"] = Of("clip", "full", "x y"); break;
            case 1: filter["notEquals"] = random.Next(1, 6); break;
            case 2: filter["in"] = new JsonArray("clip", 3, true); break;
            case 3: filter["atLeast"] = random.Next(1, 6); break;
            case 4: filter["atMost"] = random.Next(1, 6); break;
            default: filter["exists"] = random.Next(2) == 0; break;
        }
        return filter;
    }

    private JsonObject Attribute() => random.Next(3) switch
    {
        0 => new() { ["country"] = new JsonArray(Of("FR", "de", "XX"), Of("US", "BE")) },
        1 => new() { ["device"] = new JsonArray(Of("tv", "mobile", "desktop")) },
        _ => new() { ["language"] = new JsonArray(Of("fr", "en")) },
    };

    private JsonObject Bounds(int least, int most, bool whole)
    {
        var (a, b) = whole ? (random.Next(least, most), random.Next(least, most)) : (random.NextDouble() * most, random.NextDouble() * most);
        var (low, high) = (Math.Min(a, b), Math.Max(a, b));
        return random.Next(3) switch
        {
            0 => new() { ["atLeast"] = Bound(low) },
            1 => new() { ["atMost"] = Bound(low) },
            _ => new() { ["atLeast"] = Bound(low), ["atMost"] = Bound(high) },
        };

        JsonValue Bound(double value) => whole ? JsonValue.Create((int)value) : JsonValue.Create(random.Next(8) == 0 && value == low ? 0 : value);
    }

    private string Day(int ago) => now.AddDays(-ago).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private T Of<T>(params ReadOnlySpan<T> values) => values[random.Next(values.Length)];

    private static JsonObject With(JsonObject json, params ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        foreach (var (name, value) in members)
            if (value is not null) json[name] = value;
        return json;
    }
}
