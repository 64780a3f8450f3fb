using AdPlatform.CreativeGeneration.Facts;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.Writing;

namespace AdPlatform.CreativeGeneration.Gate;

/// <summary>Finds the facts that a text rests on: a person writes words, not citations, and a model cites what it likes. What no fact carries is found too: nothing is allowed that the gate would not allow.</summary>
internal static class Citing
{
    /// <summary>The fewest facts under which the gate has least to say; those that the text cited before stay as long as any.</summary>
    /// <param name="before">What was cited; preferred.</param>
    /// <param name="check">The gate, for the text's place.</param>
    /// <returns>The text with its citations, and everything that no fact can carry; nothing when it may run.</returns>
    public static (Phrase Phrase, IReadOnlyList<Violation> Violations) Find(string role, string text, IReadOnlyList<string> before, FactSheet facts, string rule, Func<Phrase, IReadOnlyList<Violation>> check)
    {
        if (role == Roles.Cta) return Read([]);
        List<string> cited = [.. before, .. All(facts).Except(before)];
        var best = Read(cited);
        for (var i = cited.Count - 1; i >= 0; i--)
        {
            List<string> fewer = [.. cited[..i], .. cited[(i + 1)..]];
            var without = Read(fewer);
            if (without.Violations.Count > best.Violations.Count) continue;
            (cited, best) = (fewer, without);
        }
        return best;

        // One part may rest on one fact: the text cites the first, and empty parts the others.
        (Phrase Phrase, IReadOnlyList<Violation> Violations) Read(List<string> ids)
        {
            var phrase = new Phrase(rule, [new Part(text, ids.FirstOrDefault()), .. ids.Skip(1).Select(id => new Part("", id))]);
            return (phrase, check(phrase));
        }
    }

    private static IEnumerable<string> All(FactSheet facts) =>
        [.. facts.Claims.Select(c => c.Id), .. facts.Offer is { } offer ? new[] { offer.Id } : [], FactBook.ProductId, FactBook.AdvertiserId, FactBook.LandingId];
}
