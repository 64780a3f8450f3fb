using AdPlatform.Contracts.Briefs;
using AdPlatform.Hosting.Http;

namespace AdPlatform.AdDelivery.Deciding;

internal static class DecisionValidation
{
    private const int MaxText = 256;
    private const int MaxList = 200;
    private static readonly string NoText = $"must have 1 to {MaxText} characters";

    public static FieldErrors Check(DecisionRequest request)
    {
        var errors = new FieldErrors();
        errors.Check(request.Placements.Count is >= 1 and <= 20, "placements", "must have 1 to 20 placements");
        for (var i = 0; i < Math.Min(request.Placements.Count, 20); i++) Placement(errors, request.Placements, i);
        Viewer(errors, request.Viewer?.Ids);
        if (request.Context is { } context) Context(errors, context);
        Purposes(errors, request.Consent?.Purposes);
        Texts(errors, "blocks.bcat", request.Blocks?.Bcat);
        Texts(errors, "blocks.badv", request.Blocks?.Badv);
        errors.Check(request.Tmax is null or (>= 1 and <= 60_000), "tmax", "must be 1 to 60000 milliseconds");
        return errors;
    }

    /// <summary>Paths and reasons are put into words only where something is wrong.</summary>
    private static void Placement(FieldErrors errors, IReadOnlyList<PlacementRequest?> all, int i)
    {
        if (all[i] is not { } placement)
        {
            errors.Add($"placements[{i}]", "must be a placement");
            return;
        }
        if (!IsText(placement.Id)) errors.Add($"placements[{i}].id", NoText);
        else if (IsUsed(all, i, placement.Id)) errors.Add($"placements[{i}].id", "is used by another placement");
        if (!FormatIds.Deliverable.Contains(placement.Format)) errors.Add($"placements[{i}].format", $"must be one of {string.Join(", ", FormatIds.Deliverable)}");
        if (placement.Width is <= 0) errors.Add($"placements[{i}].width", "must be more than 0");
        if (placement.Height is <= 0) errors.Add($"placements[{i}].height", "must be more than 0");
        if (placement.Count is < 1 or > 10) errors.Add($"placements[{i}].count", "must be 1 to 10");
    }

    /// <summary>By one before it.</summary>
    private static bool IsUsed(IReadOnlyList<PlacementRequest?> all, int i, string id)
    {
        for (var before = 0; before < i; before++)
            if (all[before]?.Id == id) return true;
        return false;
    }

    public static void Viewer(FieldErrors errors, IReadOnlyList<ViewerId?>? ids)
    {
        if (ids is null) return;
        errors.Check(ids.Count is >= 1 and <= 10, "viewer.ids", "must have 1 to 10 ids");
        for (var i = 0; i < ids.Count; i++)
        {
            if (!IsText(ids[i]?.Kind)) errors.Add($"viewer.ids[{i}].kind", NoText);
            else if (ids[i]!.Kind.Contains(':', StringComparison.Ordinal)) errors.Add($"viewer.ids[{i}].kind", "must not contain a colon");
            if (!IsText(ids[i]?.Id)) errors.Add($"viewer.ids[{i}].id", NoText);
        }
    }

    private static void Context(FieldErrors errors, ContextRequest context)
    {
        if (context.TitleId is { } title && !IsText(title)) errors.Add("context.titleId", NoText);
        if (context.Language is { } language && !IsText(language)) errors.Add("context.language", NoText);
        if (context.Device is { } device && !IsText(device)) errors.Add("context.device", NoText);
        Texts(errors, "context.genres", context.Genres);
        Texts(errors, "context.categories", context.Categories);
        errors.Check(
            context.Country is null || (context.Country.Length == 2 && context.Country.All(char.IsAsciiLetter)),
            "context.country", "must be an ISO 3166-1 alpha-2 code, such as FR");
    }

    public static void Purposes(FieldErrors errors, IReadOnlyList<int>? purposes)
    {
        for (var i = 0; i < purposes?.Count; i++)
            if (purposes[i] is < 1 or > 11) errors.Add($"consent.purposes[{i}]", "must be a TCF purpose, 1 to 11");
        errors.Check(purposes is null or { Count: <= 11 }, "consent.purposes", "must have at most 11 purposes");
    }

    private static void Texts(FieldErrors errors, string path, IReadOnlyList<string>? texts)
    {
        if (texts is null) return;
        if (texts.Count > MaxList) errors.Add(path, $"must have at most {MaxList} entries");
        for (var i = 0; i < Math.Min(texts.Count, MaxList); i++)
            if (!IsText(texts[i])) errors.Add($"{path}[{i}]", NoText);
    }

    /// <summary>Lists may hold nulls, whatever the type says: JSON allows them.</summary>
    private static bool IsText(string? text) => text is { Length: >= 1 and <= MaxText };
}
