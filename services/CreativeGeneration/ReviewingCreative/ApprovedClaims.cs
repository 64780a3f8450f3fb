using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AdPlatform.CreativeGeneration.Facts;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.CreativeGeneration.Localising;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Storage;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.CreativeGeneration.ReviewingCreative;

/// <summary>A claim that a person of the account has approved in a creative: the next one that makes it is no news.</summary>
internal sealed class ApprovedClaim
{
    public required string AccountId { get; init; }

    /// <summary><see cref="StatedClaim.Key"/>.</summary>
    public required string Claim { get; init; }
}

/// <summary>What a fact says in one language: another wording or source is another claim.</summary>
/// <param name="Key">SHA-256 of language, text and source.</param>
internal sealed record StatedClaim(string Key, string Fact, string Text);

internal static class ApprovedClaims
{
    /// <summary>Every claim of a brief in one language, by the id of its fact; the offer is one.</summary>
    public static IReadOnlyDictionary<string, StatedClaim> In(FactBook book, string locale)
    {
        var facts = Tongue.Of(book, locale).Facts;
        var claims = facts.Claims.ToDictionary(c => c.Id, c => new StatedClaim(Key($"{facts.Language}\n{c.Text}\n{c.Source}"), c.Id, c.Source is null ? c.Text : $"{c.Text} ({c.Source})"));
        if (facts.Offer is { } offer) claims[offer.Id] = new(Key($"{facts.Language}\n{JsonSerializer.Serialize(offer, PlatformJson.Bus)}"), offer.Id, "the offer");
        return claims;
    }

    /// <summary>Of those, the ones that a person has approved.</summary>
    public static async Task<HashSet<string>> KnownAsync(CreativesDb db, string account, IEnumerable<string> keys, CancellationToken cancellation)
    {
        var asked = keys.Distinct().ToList();
        return await db.ApprovedClaims.AsNoTracking().Where(c => c.AccountId == account && asked.Contains(c.Claim)).Select(c => c.Claim).ToHashSetAsync(cancellation);
    }

    /// <summary>Remembers what a person has just approved; in the transaction that the caller's edge commits.</summary>
    public static async Task RememberAsync(CreativesDb db, Generation generation, IReadOnlyList<Creative> approved, CancellationToken cancellation)
    {
        if (approved.Count == 0 || generation.Book() is not { } book) return;
        var keys = approved.GroupBy(c => c.Locale).SelectMany(locale =>
        {
            var claims = In(book, locale.Key);
            return locale.SelectMany(c => c.Origin().Phrases.Values).SelectMany(w => w.Parts).Select(p => p.Fact).OfType<string>().Distinct().Where(claims.ContainsKey).Select(f => claims[f].Key);
        }).ToHashSet();
        await db.BeginWriteAsync(cancellation);
        foreach (var key in keys)
            await db.ExecuteAsync("INSERT INTO approved_claims (account_id, claim) VALUES (@p0, @p1) ON CONFLICT (account_id, claim) DO NOTHING", cancellation, generation.AccountId, key);
    }

    private static string Key(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
