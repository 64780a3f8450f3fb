using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.CreativeGeneration.ReviewingCreative;

/// <summary>Who may read what: the scope creatives reads all of the account's, creatives:fetch only what is approved.</summary>
internal static class CreativeAccess
{
    public static RouteHandlerBuilder RequireReading(this RouteHandlerBuilder route) => route.RequireAuthorization(policy => policy.RequireAssertion(context =>
        Caller.From(context.User) is { } caller && (caller.May(Scopes.Creatives) || caller.May(Scopes.CreativesFetch))));

    public static IQueryable<Creative> VisibleTo(this IQueryable<Creative> creatives, Caller caller)
    {
        var all = caller.May(Scopes.Creatives);
        return creatives.Where(c => c.AccountId == caller.AccountId && (all || c.Status == Creative.Approved));
    }

    /// <summary>A creative of the caller's account, to be changed; null for anybody else's, and for what is no id.</summary>
    public static async Task<Creative?> OwnedAsync(this CreativesDb db, Caller caller, string id, CancellationToken cancellation) => Ids.TryParse("crv", id, out var known)
        ? await db.Creatives.SingleOrDefaultAsync(c => c.AccountId == caller.AccountId && c.CreativeId == known, cancellation)
        : null;

    /// <summary>The newest version of the campaign that was written, or null when the account has none.</summary>
    public static Task<Generation?> NewestAsync(this CreativesDb db, Caller caller, Guid campaign, CancellationToken cancellation) => db.Generations.AsNoTracking()
        .Where(g => g.AccountId == caller.AccountId && g.CampaignId == campaign)
        .OrderByDescending(g => g.CampaignVersion).FirstOrDefaultAsync(cancellation);
}
