using AdPlatform.Contracts.Briefs;
using AdPlatform.Hosting.Http;

namespace AdPlatform.AdDelivery.Deciding;

internal static class DecisionValidation
{
    private const int MaxText = 256;
    private const int MaxList = 200;

    public static FieldErrors Check(DecisionRequest request)
    {
        var errors = new FieldErrors();
        errors.Check(request.Placements.Count is >= 1 and <= 20, "placements", "must have 1 to 20 placements");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < request.Placements.Count; i++) Placement(errors, $"placements[{i}]", request.Placements[i], seen);
        Viewer(errors, request.Viewer?.Ids);
        if (request.Context is { } context) Context(errors, context);
        Purposes(errors, request.Consent?.Purposes);
        Texts(errors, "blocks.bcat", request.Blocks?.Bcat);
        Texts(errors, "blocks.badv", request.Blocks?.Badv);
        errors.Check(request.Tmax is null or (>= 1 and <= 60_000), "tmax", "must be 1 to 60000 milliseconds");
        return errors;
    }

    private static void Placement(FieldErrors errors, string path, PlacementRequest? placement, HashSet<string> seen)
    {
        if (placement is null)
        {
            errors.Add(path, "must be a placement");
            return;
        }
        if (Text(errors, $"{path}.id", placement.Id)) errors.Check(seen.Add(placement.Id), $"{path}.id", "is used by another placement");
        errors.Check(
            FormatIds.Deliverable.Contains(placement.Format), $"{path}.format", $"must be one of {string.Join(", ", FormatIds.Deliverable)}");
        errors.Check(placement.Width is null or > 0, $"{path}.width", "must be more than 0");
        errors.Check(placement.Height is null or > 0, $"{path}.height", "must be more than 0");
        errors.Check(placement.Count is >= 1 and <= 10, $"{path}.count", "must be 1 to 10");
    }

    public static void Viewer(FieldErrors errors, IReadOnlyList<ViewerId?>? ids)
    {
        if (ids is null) return;
        errors.Check(ids.Count is >= 1 and <= 10, "viewer.ids", "must have 1 to 10 ids");
        for (var i = 0; i < ids.Count; i++)
        {
            if (Text(errors, $"viewer.ids[{i}].kind", ids[i]?.Kind))
                errors.Check(!ids[i]!.Kind.Contains(':', StringComparison.Ordinal), $"viewer.ids[{i}].kind", "must not contain a colon");
            Text(errors, $"viewer.ids[{i}].id", ids[i]?.Id);
        }
    }

    private static void Context(FieldErrors errors, ContextRequest context)
    {
        if (context.TitleId is { } title) Text(errors, "context.titleId", title);
        if (context.Language is { } language) Text(errors, "context.language", language);
        if (context.Device is { } device) Text(errors, "context.device", device);
        Texts(errors, "context.genres", context.Genres);
        Texts(errors, "context.categories", context.Categories);
        errors.Check(
            context.Country is null || (context.Country.Length == 2 && context.Country.All(char.IsAsciiLetter)),
            "context.country", "must be an ISO 3166-1 alpha-2 code, such as FR");
    }

    public static void Purposes(FieldErrors errors, IReadOnlyList<int>? purposes)
    {
        for (var i = 0; i < purposes?.Count; i++)
            errors.Check(purposes[i] is >= 1 and <= 11, $"consent.purposes[{i}]", "must be a TCF purpose, 1 to 11");
        errors.Check(purposes is null or { Count: <= 11 }, "consent.purposes", "must have at most 11 purposes");
    }

    private static void Texts(FieldErrors errors, string path, IReadOnlyList<string>? texts)
    {
        errors.Check(texts is null or { Count: <= MaxList }, path, $"must have at most {MaxList} entries");
        for (var i = 0; i < Math.Min(texts?.Count ?? 0, MaxList); i++) Text(errors, $"{path}[{i}]", texts![i]);
    }

    /// <summary>Lists may hold nulls, whatever the type says: JSON allows them.</summary>
    private static bool Text(FieldErrors errors, string path, string? text) =>
        errors.Check(text is { Length: >= 1 and <= MaxText }, path, $"must have 1 to {MaxText} characters");
}
