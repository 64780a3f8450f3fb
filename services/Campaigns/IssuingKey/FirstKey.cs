using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.Campaigns.IssuingKey;

/// <summary>
/// The first start of an empty database opens the operator's publisher account with an admin key: the one in <c>ADPLATFORM_BOOTSTRAP_KEY</c>,
/// or a new one that is printed this once.
/// </summary>
internal sealed class FirstKey(IServiceScopeFactory scopes, IConfiguration configuration, KeyRing keys, TimeProvider clock) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CampaignsDb>();
        // Of instances that start together one is the first.
        await db.BeginWriteAsync(cancellationToken);
        if (await db.Accounts.AnyAsync(cancellationToken)) return;

        var given = configuration["ADPLATFORM_BOOTSTRAP_KEY"];
        if (given is not null && (!given.StartsWith(ApiKey.Prefix, StringComparison.Ordinal) || given.Length < 24))
            throw new InvalidOperationException($"ADPLATFORM_BOOTSTRAP_KEY must start with {ApiKey.Prefix} and have at least 24 characters.");
        var now = clock.GetUtcNow();
        var id = Ids.Format("acc", Ids.New(now));
        var account = new Account { AccountId = id, Kind = AccountKind.Publisher, Name = "Publisher", PublisherId = id, Operator = true, CreatedAt = now };
        db.Accounts.Add(account);
        var (row, secret) = IssueKey.Issue(db, account, "first key", [Scopes.Admin], null, null, now, given ?? ApiKey.NewSecret());
        // Printed before the commit: should we die in between, the next start prints another one, and no account is left without a key.
        if (given is null) await Console.Out.WriteLineAsync($"First key, shown this once (admin of publisher {id}): {secret}".AsMemory(), cancellationToken);
        await db.CommitAsync(cancellationToken);
        keys.Add(new ApiKey(row.KeyId, ApiKey.HashOf(secret), id, AccountKind.Publisher, id, [Scopes.Admin], null));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
