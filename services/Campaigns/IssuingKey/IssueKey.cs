using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.Campaigns.IssuingKey;

/// <summary>
/// Keys of the caller's account, or, for a publisher, of an advertiser on its platform. No Idempotency-Key here: its answer would have to be
/// stored, and a secret never is. A retry makes another key, which can be revoked.
/// </summary>
internal static class IssueKey
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/keys").RequireScope(Scopes.Admin).WithTags("Keys");
        group.MapPost("", HandleAsync).WithSummary("Issue a key; the secret is shown this once");
        group.MapGet("", ListAsync).WithSummary("The keys of the account");
        group.MapDelete("/{keyId}", RevokeAsync).WithSummary("Revoke a key");
    }

    private static async Task<Results<Created<NewKeyView>, ProblemHttpResult>> HandleAsync(
        NewKey request, Caller caller, CampaignsDb db, KeyRing keys, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var errors = Validate(request, now);
        var accountId = request.AccountId ?? caller.AccountId;
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(
            row => row.AccountId == accountId && (row.AccountId == caller.AccountId || (row.PublisherId == caller.AccountId && row.Kind != AccountKind.Publisher)),
            cancellationToken);
        var opensPublisher = account is null && caller.Kind == AccountKind.Publisher
            && await db.Accounts.AnyAsync(row => row.AccountId == caller.AccountId && row.Operator, cancellationToken);
        if (opensPublisher)
            account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(row => row.AccountId == accountId && row.Kind == AccountKind.Publisher, cancellationToken);
        errors.Check(account is not null, "accountId", "no such account");
        if (errors.Any) return errors.ToProblem();

        var (row, secret) = Issue(db, account!, request.Name!, request.Scopes!, request.ExpiresAt, caller.KeyId, now, ApiKey.NewSecret());
        await db.CommitAsync(cancellationToken);
        // In this process the key lives at once; the other services learn it from the event.
        keys.Add(new ApiKey(row.KeyId, ApiKey.HashOf(secret), account!.AccountId, account.Kind, account.PublisherId, request.Scopes!, request.ExpiresAt));
        return TypedResults.Created($"/v1/keys/{Ids.Format("key", row.KeyId)}",
            new NewKeyView(Ids.Format("key", row.KeyId), secret, row.AccountId, row.Name, request.Scopes!, row.ExpiresAt));
    }

    internal static (IssuedKey Row, string Secret) Issue(
        CampaignsDb db, Account account, string name, IReadOnlyList<string> scopes, DateTimeOffset? expiresAt, Guid? issuedBy, DateTimeOffset now, string secret)
    {
        var row = new IssuedKey
        {
            KeyId = Ids.New(now),
            AccountId = account.AccountId,
            PublisherId = account.PublisherId,
            Name = name,
            Scopes = string.Join(' ', scopes),
            IssuedBy = issuedBy,
            CreatedAt = now,
            ExpiresAt = expiresAt,
        };
        db.Keys.Add(row);
        var issued = new ApiKeyIssued
        {
            AccountId = account.AccountId,
            AccountKind = account.Kind,
            PublisherId = account.PublisherId,
            KeyId = row.KeyId,
            KeyHash = ApiKey.HashOf(secret),
            Scopes = scopes,
            ExpiresAt = expiresAt,
        };
        KeySnapshot.Issued(db, issued);
        db.Publish(issued, now);
        return (row, secret);
    }

    private static FieldErrors Validate(NewKey request, DateTimeOffset now)
    {
        var errors = new FieldErrors();
        errors.Check(request.Name is { Length: >= 1 and <= 200 }, "name", "must have 1 to 200 characters");
        if (errors.Check(request.Scopes is { Count: > 0 }, "scopes", $"must name at least one of {string.Join(", ", Scopes.All)}"))
        {
            for (var i = 0; i < request.Scopes!.Count; i++)
                errors.Check(Scopes.All.Contains(request.Scopes[i]), $"scopes[{i}]", $"must be one of {string.Join(", ", Scopes.All)}");
        }

        errors.Check(request.ExpiresAt is null || request.ExpiresAt > now, "expiresAt", "must lie in the future");
        return errors;
    }

    private static async Task<Ok<List<KeyView>>> ListAsync(Caller caller, CampaignsDb db, CancellationToken cancellationToken) => TypedResults.Ok(
        (await Own(db, caller).AsNoTracking().OrderBy(row => row.KeyId).ToListAsync(cancellationToken)).ConvertAll(KeyView.Of));

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(
        string keyId, Caller caller, CampaignsDb db, KeyRing keys, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!Ids.TryParse("key", keyId, out var id) || await Own(db, caller).SingleOrDefaultAsync(row => row.KeyId == id, cancellationToken) is not { } row)
            return Problems.NotFound("key");
        if (row.RevokedAt is null)
        {
            row.RevokedAt = clock.GetUtcNow();
            await KeySnapshot.RevokedAsync(db, row.KeyId, row.RevokedAt.Value, cancellationToken);
            db.Publish(new ApiKeyRevoked { AccountId = row.AccountId, KeyId = row.KeyId, RevokedAt = row.RevokedAt.Value }, row.RevokedAt.Value);
            await db.CommitAsync(cancellationToken);
            keys.Revoke(row.KeyId);
        }

        return TypedResults.NoContent();
    }

    /// <summary>The caller's own keys and, for a publisher, those of its advertisers.</summary>
    private static IQueryable<IssuedKey> Own(CampaignsDb db, Caller caller) =>
        db.Keys.Where(row => row.AccountId == caller.AccountId || row.PublisherId == caller.AccountId);
}

internal sealed record NewKey(string? AccountId, string? Name, IReadOnlyList<string>? Scopes, DateTimeOffset? ExpiresAt);

internal sealed record NewKeyView(string Id, string Secret, string AccountId, string Name, IReadOnlyList<string> Scopes, DateTimeOffset? ExpiresAt);

internal sealed record KeyView(string Id, string AccountId, string Name, string[] Scopes, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt)
{
    public static KeyView Of(IssuedKey row) => new(Ids.Format("key", row.KeyId), row.AccountId, row.Name, row.Scopes.Split(' '), row.CreatedAt, row.ExpiresAt, row.RevokedAt);
}
