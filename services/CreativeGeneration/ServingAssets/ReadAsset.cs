using System.Text;
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
    public required string Content { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What is approved is public, for ad servers and players; everything else only for its owner's key. Anything else is absent.</summary>
internal static class ReadAsset
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/assets/{file}", HandleAsync).AllowAnonymous();

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> HandleAsync(string file, HttpContext http, CreativesDb db, CancellationToken cancellation)
    {
        if (file.Length != 68 || !file.EndsWith(".svg", StringComparison.Ordinal) || !file.AsSpan(0, 64).ToString().All(char.IsAsciiHexDigitLower)) return Problems.NotFound("asset");
        var sha = file[..64];
        var approved = await db.Creatives.AnyAsync(c => c.AssetSha256 == sha && c.Status == Creative.Approved, cancellation);
        var owner = Caller.From(http.User) is { } caller && caller.May(Scopes.Creatives) ? caller.AccountId : null;
        var asset = await db.Assets.AsNoTracking().FirstOrDefaultAsync(a => a.Sha256 == sha && (approved || a.AccountId == owner), cancellation);
        if (asset is null) return Problems.NotFound("asset");
        var headers = http.Response.Headers;
        // The file is ours and has no script; should it ever have one, it may do nothing.
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        // The content never changes, but an approval may be taken back.
        headers.CacheControl = approved ? "public, max-age=3600" : "private, no-store";
        return TypedResults.File(Encoding.UTF8.GetBytes(asset.Content), "image/svg+xml", entityTag: new EntityTagHeaderValue($"\"{sha}\""));
    }
}
