using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.Campaigns.OpeningAccount;

/// <summary>A publisher opens accounts for its advertisers; the installation's operator (its first publisher) opens publishers too.</summary>
internal static class OpenAccount
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/accounts").RequireScope(Scopes.Admin).RequireAccount(AccountKind.Publisher).WithTags("Accounts");
        group.MapPost("", HandleAsync).RequireIdempotencyKey<CampaignsDb>().WithSummary("Open an account");
        group.MapGet("", ListAsync).WithSummary("The accounts on the publisher's platform");
    }

    private static async Task<Results<Created<AccountView>, ProblemHttpResult>> HandleAsync(
        NewAccount request, Caller caller, CampaignsDb db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var own = await db.Accounts.AsNoTracking().SingleAsync(row => row.AccountId == caller.AccountId, cancellationToken);
        var errors = new FieldErrors();
        errors.Check(request.Name is { Length: >= 1 and <= 200 }, "name", "must have 1 to 200 characters");
        errors.Check(request.Kind is AccountKind.Publisher or AccountKind.Advertiser, "kind", "must be publisher or advertiser");
        errors.Check(request.Kind != AccountKind.Publisher || own.Operator, "kind", "only the operator of the installation opens publishers");
        if (errors.Any) return errors.ToProblem();

        var now = clock.GetUtcNow();
        var id = Ids.Format("acc", Ids.New(now));
        var account = new Account
        {
            AccountId = id,
            Kind = request.Kind!.Value,
            Name = request.Name!,
            PublisherId = request.Kind == AccountKind.Publisher ? id : caller.AccountId,
            CreatedAt = now,
        };
        db.Accounts.Add(account);
        return TypedResults.Created($"/v1/accounts/{id}", AccountView.Of(account));
    }

    private static async Task<Ok<List<AccountView>>> ListAsync(Caller caller, CampaignsDb db, CancellationToken cancellationToken) => TypedResults.Ok(
        (await db.Accounts.AsNoTracking().Where(row => row.PublisherId == caller.AccountId).OrderBy(row => row.AccountId).ToListAsync(cancellationToken))
            .ConvertAll(AccountView.Of));
}

internal sealed record NewAccount(AccountKind? Kind, string? Name);

internal sealed record AccountView(string Id, AccountKind Kind, string Name, string PublisherId, DateTimeOffset CreatedAt)
{
    public static AccountView Of(Account row) => new(row.AccountId, row.Kind, row.Name, row.PublisherId, row.CreatedAt);
}
