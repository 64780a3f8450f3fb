using System.Text.Json;
using AdPlatform.Profiles.Consent;

namespace AdPlatform.Verify.CheckingConsent;

/// <param name="Threw">Of the vectors and their mutations together.</param>
internal sealed record VectorTally(int Total, int Agreed, int Threw, int Mutations, IReadOnlyList<VectorDisagreement> Disagreements);

/// <param name="Index">From 0.</param>
internal sealed record VectorDisagreement(int Index, string Reason);

/// <summary>Vectors, and mutations of their strings that must only not throw.</summary>
internal static class ConsentVectors
{
    private const int Shown = 5;
    private const int Seed = 4;

    public static VectorTally Run(IReadOnlyList<JsonElement> vectors, string member, Func<JsonElement, string?> disagreement, int mutations)
    {
        var (agreed, threw, found) = (0, 0, new List<VectorDisagreement>());
        for (var i = 0; i < vectors.Count; i++)
        {
            string? reason;
            try
            {
                reason = disagreement(vectors[i]);
            }
#pragma warning disable CA1031 // That nothing throws is what is checked here.
            catch (Exception thrown)
#pragma warning restore CA1031
            {
                threw++;
                reason = thrown.ToString();
            }
            if (reason is null) agreed++;
            else if (found.Count < Shown) found.Add(new(i, reason));
        }

        var texts = vectors.Select(vector => vector.GetProperty(member).GetString()!).ToArray();
        return new(vectors.Count, agreed, threw + Mutate(texts, mutations), mutations, found);
    }

    /// <returns>How many threw.</returns>
    public static int Mutate(IReadOnlyList<string> texts, int mutations)
    {
        var (random, threw) = (new Random(Seed), 0);
        for (var i = 0; i < mutations && texts.Count > 0; i++)
        {
            var text = Mutated(texts[random.Next(texts.Count)], random);
            try
            {
                if (TcString.TryRead(text) is { } tc)
                {
                    LegalBasis.PurposesOf(tc, random.Next(1, 2000));
                    LegalBasis.PurposesOf(tc, null);
                }
                _ = GppString.TryRead(text)?.IsOptedOut;
                UsPrivacy.TryRead(text);
            }
#pragma warning disable CA1031 // That nothing throws is what is checked here.
            catch (Exception)
#pragma warning restore CA1031
            {
                threw++;
            }
        }
        return threw;
    }

    /// <summary>Members that the vector has; those that only we have are not compared.</summary>
    public static string? Differing(JsonElement wanted, IReadOnlyDictionary<string, object> found) => wanted.EnumerateObject()
        .Select(member => found.TryGetValue(member.Name, out var value) ? Differing(member.Name, member.Value, value) : $"{member.Name} is missing")
        .FirstOrDefault(difference => difference is not null);

    public static string? Differing(string name, JsonElement wanted, object found)
    {
        var ours = JsonSerializer.SerializeToElement(found, found.GetType());
        return JsonElement.DeepEquals(wanted, ours) ? null : $"{name}: wanted {wanted.GetRawText()}, found {ours.GetRawText()}";
    }

    private static string Mutated(string text, Random random)
    {
        const string Characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~+/= \u00e9\ud800";
        var mutated = text.ToList();
        for (var changes = random.Next(1, 6); changes > 0; changes--)
        {
            var at = random.Next(mutated.Count + 1);
            var c = Characters[random.Next(Characters.Length)];
            switch (random.Next(5))
            {
                case 0 when at < mutated.Count: mutated[at] = c; break;
                case 1 when at < mutated.Count: mutated.RemoveAt(at); break;
                case 2: mutated.RemoveRange(at, mutated.Count - at); break;
                case 3: mutated.AddRange(mutated[at..]); break;
                default: mutated.Insert(at, c); break;
            }
        }
        return string.Concat(mutated);
    }
}
