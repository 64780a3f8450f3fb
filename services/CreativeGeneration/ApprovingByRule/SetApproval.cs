using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.CreativeGeneration.ApprovingByRule;

/// <summary>
/// An account says who approves its creatives: people (unless told), or a rule that approves what has no reason to be looked at. The account is
/// the advertiser's: it answers for what it says. Only what is generated after a change goes by it.
/// </summary>
internal static class SetApproval
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/creatives/approval", ReadAsync).RequireScope(Scopes.Creatives);
        routes.MapPut("/v1/creatives/approval", ChangeAsync).RequireScope(Scopes.Creatives);
    }

    /// <summary>Null while nobody has set anything.</summary>
    public static Task<ApprovalSetting?> ApprovalAsync(this CreativesDb db, string account, CancellationToken cancellation) => db.ApprovalSettings.AsNoTracking()
        .Where(s => s.AccountId == account).OrderByDescending(s => s.Version).FirstOrDefaultAsync(cancellation);

    private static async Task<Ok<ApprovalView>> ReadAsync(Caller caller, CreativesDb db, CancellationToken cancellation) =>
        TypedResults.Ok(await ViewAsync(caller, db, cancellation));

    private static async Task<Results<Ok<ApprovalView>, ProblemHttpResult>> ChangeAsync(Strict<ApprovalRequest> body, Caller caller, CreativesDb db, TimeProvider clock, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        errors.Check(body.Value.Mode is not null, "mode", "must be human or rule");
        errors.Check(body.Value.ChangedBy?.Trim().Length is >= 1 and <= 200, "changedBy", "must name who changes it, 1 to 200 characters");
        if (errors.Any) return errors.ToProblem();
        // One at a time: of two changes at once the later one has the higher version.
        await db.BeginWriteAsync(cancellation);
        var now = await db.ApprovalAsync(caller.AccountId, cancellation);
        var refresh = body.Value.Refresh ?? now?.Refresh ?? ApprovalMode.Human;
        if (now?.Mode != body.Value.Mode || now?.Refresh != refresh)
            db.ApprovalSettings.Add(new() { AccountId = caller.AccountId, Version = (now?.Version ?? 0) + 1, Mode = body.Value.Mode!.Value, Refresh = refresh, ChangedBy = body.Value.ChangedBy!.Trim(), ChangedAt = clock.GetUtcNow() });
        await db.CommitAsync(cancellation);
        return TypedResults.Ok(await ViewAsync(caller, db, cancellation));
    }

    private static async Task<ApprovalView> ViewAsync(Caller caller, CreativesDb db, CancellationToken cancellation)
    {
        var all = await db.ApprovalSettings.AsNoTracking().Where(s => s.AccountId == caller.AccountId).OrderByDescending(s => s.Version).ToListAsync(cancellation);
        return new(all.FirstOrDefault()?.Mode ?? ApprovalMode.Human, all.FirstOrDefault()?.Refresh ?? ApprovalMode.Human, all.FirstOrDefault()?.Version ?? 0, [.. all.Select(s => new ApprovalChange(s.Version, s.Mode, s.Refresh, s.ChangedBy, s.ChangedAt))]);
    }
}

/// <param name="Refresh">Whether a rule also turns what delivery suggests into a new generation; stays as it is unless told.</param>
internal sealed record ApprovalRequest(ApprovalMode? Mode, string? ChangedBy, ApprovalMode? Refresh);

/// <param name="Version">0 while nobody has set anything.</param>
/// <param name="History">Newest first.</param>
internal sealed record ApprovalView(ApprovalMode Mode, ApprovalMode Refresh, int Version, IReadOnlyList<ApprovalChange> History);

internal sealed record ApprovalChange(int Version, ApprovalMode Mode, ApprovalMode Refresh, string ChangedBy, DateTimeOffset ChangedAt);
