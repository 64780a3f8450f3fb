using System.Text;
using System.Text.RegularExpressions;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace AdPlatform.CreativeGeneration.ServingAssets;

/// <summary>A rendered file, named by the SHA-256 of its content.</summary>
internal sealed class StoredAsset
{
    public required string AccountId { get; init; }
    public required string Sha256 { get; init; }

    /// <summary>Of the file that this is another shape of, and is approved with; null for a main file.</summary>
    public string? MainSha256 { get; init; }

    public required string Content { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A picture that rendered files show, or a font that they are drawn in, once for all of them; or a film that was rendered.</summary>
internal sealed class StoredPicture
{
    public required string AccountId { get; init; }
    public required string Sha256 { get; init; }
    public required string Mime { get; init; }
    public required byte[] Content { get; init; }
}

internal static partial class WholeAsset
{
    [GeneratedRegex("(?:href=|url\\()\"(?:picture|font):([0-9a-f]{64})\"")]
    private static partial Regex Placeholder();

    /// <summary>The file with its pictures and fonts inside: the bytes that its name is the hash of.</summary>
    public static async Task<string> WholeAsync(this StoredAsset asset, CreativesDb db, CancellationToken cancellation)
    {
        var hashes = Placeholder().Matches(asset.Content).Select(m => m.Groups[1].Value).ToHashSet();
        if (hashes.Count == 0) return asset.Content;
        var pictures = await db.Pictures.AsNoTracking().Where(p => p.AccountId == asset.AccountId && hashes.Contains(p.Sha256)).ToDictionaryAsync(p => p.Sha256, cancellation);
        return Placeholder().Replace(asset.Content, match => pictures[match.Groups[1].Value] is var p ? $"{match.Value[..(match.Value.IndexOf('"') + 1)]}data:{p.Mime};base64,{Convert.ToBase64String(p.Content)}\"" : "");
    }
}

/// <summary>What is approved is public, for ad servers and players; everything else only for its owner's key. Anything else is absent.</summary>
internal static class ReadAsset
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/assets/{file}", HandleAsync).AllowAnonymous();

    private static async Task<Results<FileContentHttpResult, FileStreamHttpResult, ProblemHttpResult>> HandleAsync(string file, HttpContext http, CreativesDb db, CancellationToken cancellation)
    {
        if (file.EndsWith(".mp4", StringComparison.Ordinal)) return await FilmAsync(file[..^4], http, db, cancellation);
        if (file.Length != 68 || !file.EndsWith(".svg", StringComparison.Ordinal) || !file.AsSpan(0, 64).ToString().All(char.IsAsciiHexDigitLower)) return Problems.NotFound("asset");
        var sha = file[..64];
        var shape = await db.Assets.Where(a => a.Sha256 == sha && a.MainSha256 != null).Select(a => new { a.AccountId, a.MainSha256 }).FirstOrDefaultAsync(cancellation);
        var main = shape?.MainSha256 ?? sha;
        var approved = await db.Creatives.AnyAsync(c => c.AssetSha256 == main && c.Status == Creative.Approved, cancellation)
            // Creatives may share a shape whose main files differ; it names one of these.
            || (shape is not null && await db.Creatives.AnyAsync(c => c.AccountId == shape.AccountId && c.Status == Creative.Approved && c.Shapes!.Contains(sha), cancellation));
        var owner = Caller.From(http.User) is { } caller && caller.May(Scopes.Creatives) ? caller.AccountId : null;
        var asset = await db.Assets.AsNoTracking().FirstOrDefaultAsync(a => a.Sha256 == sha && (approved || a.AccountId == owner), cancellation);
        if (asset is null) return Problems.NotFound("asset");
        var headers = http.Response.Headers;
        // The file is ours and has no script; should it ever have one, it may do nothing.
        headers.ContentSecurityPolicy = "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; sandbox";
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        // The content never changes, but an approval may be taken back.
        headers.CacheControl = approved ? "public, max-age=3600" : "private, no-store";
        return TypedResults.File(Encoding.UTF8.GetBytes(await asset.WholeAsync(db, cancellation)), "image/svg+xml", entityTag: new EntityTagHeaderValue($"\"{sha}\""));
    }

    /// <summary>In ranges, as players ask: a film is public while a creative that shows it is approved.</summary>
    private static async Task<Results<FileContentHttpResult, FileStreamHttpResult, ProblemHttpResult>> FilmAsync(string sha, HttpContext http, CreativesDb db, CancellationToken cancellation)
    {
        if (sha.Length != 64 || !sha.All(char.IsAsciiHexDigitLower)) return Problems.NotFound("asset");
        var showing = await db.Creatives.AsNoTracking().Where(c => c.FilmSha256 == sha && c.Status == Creative.Approved).Select(c => c.AccountId).FirstOrDefaultAsync(cancellation);
        var owner = showing ?? (Caller.From(http.User) is { } caller && caller.May(Scopes.Creatives) ? caller.AccountId : null);
        if (owner is null || await FilmStream.OpenAsync(db, owner, sha, cancellation) is not { } film) return Problems.NotFound("asset");
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; media-src 'self'; sandbox";
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        headers.CacheControl = showing is null ? "private, no-store" : "public, max-age=3600";
        return TypedResults.File(film, "video/mp4", enableRangeProcessing: true, entityTag: new EntityTagHeaderValue($"\"{sha}\""));
    }
}
