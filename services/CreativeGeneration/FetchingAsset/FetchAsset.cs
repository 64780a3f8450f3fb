using AdPlatform.CreativeGeneration.Library;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AdPlatform.CreativeGeneration.FetchingAsset;

/// <summary>Takes a file into the library from a public https address. Needs no Idempotency-Key, as an upload needs none.</summary>
internal static class FetchAsset
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/assets/fetch", HandleAsync).RequireScope(Scopes.Creatives);

    private static async Task<Results<Created<KeptAsset>, Ok<KeptAsset>, ProblemHttpResult>> HandleAsync(
        Strict<FetchRequest> body, Caller caller, CreativesDb db, GuardedFetch fetch, IOptions<LibraryOptions> options, TimeProvider clock, CancellationToken cancellation)
    {
        var form = body.Value.Form;
        var errors = form.Errors();
        form.CheckOwner(caller, errors);
        if (fetch.Fault(body.Value.Url, out var url) is { } fault) errors.Add("url", fault);
        if (errors.Any) return errors.ToProblem();
        var fetched = await fetch.GetAsync(url, CheckedFile.Most(form.Kind!.Value, options.Value), cancellation);
        if (fetched is Fetched.Refused missed) return Unfetched("url", missed.Reason);
        var (content, type) = (Fetched.File)fetched;
        var outcome = CheckedFile.Of(content, type, form.Kind.Value, options.Value);
        if (outcome is CheckedFile.Refused refused) return Unfetched(refused.Field == "kind" ? "kind" : "url", refused.Field == "Content-Type" ? $"its Content-Type {refused.Reason}" : refused.Reason);
        var file = (CheckedFile.Accepted)outcome;
        var kept = await db.KeepAsync(caller.AccountId, file, form, body.Value.Url, options.Value, clock.GetUtcNow(), cancellation);
        if (kept is Kept.Full full) return KeepingAsset.TooFull(full);
        var (asset, isNew) = (Kept.Stored)kept;
        var view = new KeptAsset(AssetView.Of(asset, clock.GetUtcNow()), file.Removed);
        return isNew ? TypedResults.Created($"/v1/assets/library/{view.Asset.Id}", view) : TypedResults.Ok(view);
    }

    private static ProblemHttpResult Unfetched(string field, string reason) =>
        Problems.Unprocessable("not-fetched", $"{field}: {reason}", new Dictionary<string, string[]> { [field] = [reason] });
}

internal sealed record FetchRequest(string? Url, AssetKind? Kind, string? Name, Rights? Rights, Focus? FocalPoint, Area? SafeArea, string? Product, string? Title = null, IReadOnlyList<string>? Genres = null)
{
    internal AssetForm Form => new(Kind, Name?.Trim(), Rights is null ? null : Rights with { Holder = Rights.Holder?.Trim() }, FocalPoint, SafeArea, Product?.Trim(), Title?.Trim(), Genres?.Select(g => g.Trim()).ToList());
}
