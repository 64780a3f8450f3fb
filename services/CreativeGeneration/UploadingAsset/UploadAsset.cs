using AdPlatform.CreativeGeneration.Library;
using AdPlatform.Hosting.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace AdPlatform.CreativeGeneration.UploadingAsset;

/// <summary>
/// <c>POST /v1/assets/library?kind=image&amp;name=...&amp;rightsHolder=...</c> with the file as the body, or all of it as <c>multipart/form-data</c>. Needs no Idempotency-Key: the same content is the same
/// asset, and what is said about it is what was said last.
/// </summary>
internal static class UploadAsset
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/assets/library", HandleAsync)
        .RequireScope(Scopes.Creatives).WithMetadata(new RequestSizeLimitAttribute(LibraryOptions.MaxBody)).DisableAntiforgery();

    private static async Task<Results<Created<KeptAsset>, Ok<KeptAsset>, ProblemHttpResult>> HandleAsync(
        HttpRequest request, [AsParameters] Query query, Caller caller, CreativesDb db, IOptions<LibraryOptions> options, TimeProvider clock, CancellationToken cancellation)
    {
        UploadedForm? sent = null;
        if (UploadedForm.Is(request))
        {
            (sent, var broken) = await UploadedForm.ReadAsync(request, query, Enum.GetValues<AssetKind>().Max(k => CheckedFile.Most(k, options.Value)), cancellation);
            if (broken.Any) return broken.ToProblem();
        }
        var (form, errors) = AssetForm.Of(sent?.Said ?? query);
        form.CheckOwner(caller, errors);
        if (errors.Any) return errors.ToProblem();
        var most = CheckedFile.Most(form.Kind!.Value, options.Value);
        // One beside the address is only read once what is said about it holds.
        var content = sent is not null ? sent.Content is { } part && part.Length <= most ? part : null : request.ContentLength > most ? null : await BoundedBody.ReadAsync(request.Body, most, cancellation);
        if (errors.Check(content is not null, "file", $"has more than {most} bytes")) errors.Check(content!.Length > 0, "file", sent is null ? "is empty: send the file as the body" : "is empty");
        if (errors.Any) return errors.ToProblem();
        var outcome = CheckedFile.Of(content!, sent is null ? request.ContentType : sent.ContentType, form.Kind.Value, options.Value);
        if (outcome is CheckedFile.Refused refused)
        {
            errors.Add(refused.Field, refused.Reason);
            return errors.ToProblem(refused.Field == "Content-Type" ? 415 : 400);
        }
        var file = (CheckedFile.Accepted)outcome;
        var kept = await db.KeepAsync(caller.AccountId, file, form, sourceUrl: null, options.Value, clock.GetUtcNow(), cancellation);
        if (kept is Kept.Full full) return KeepingAsset.TooFull(full);
        var (asset, isNew) = (Kept.Stored)kept;
        var view = new KeptAsset(AssetView.Of(asset, clock.GetUtcNow()), file.Removed);
        return isNew ? TypedResults.Created($"/v1/assets/library/{view.Asset.Id}", view) : TypedResults.Ok(view);
    }

    /// <param name="Genres">Names with commas between.</param>
    internal sealed record Query(string? Kind, string? Name, string? RightsHolder, string? RightsUntil, string? FocalPoint, string? SafeArea, string? Product, string? Title, string? Genres);
}
