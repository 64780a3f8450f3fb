using System.Security.Claims;
using AdPlatform.Contracts.Campaigns.V1;
using Microsoft.AspNetCore.Http;

namespace AdPlatform.Hosting.Access;

/// <summary>Who calls, from the key. Bind it as a handler's parameter; every query is filtered by one of its accounts.</summary>
/// <param name="PublisherId">The publisher on whose platform the account acts; its own id for a publisher.</param>
public sealed record Caller(string AccountId, AccountKind Kind, string PublisherId, Guid KeyId, IReadOnlyList<string> Scopes)
{
    public bool May(string scope) => Scopes.Contains(scope) || Scopes.Contains(Access.Scopes.Admin);

    public static ValueTask<Caller?> BindAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ValueTask.FromResult(From(context.User));
    }

    /// <summary>Null without a key (routes that allow it).</summary>
    public static Caller? From(ClaimsPrincipal user) => (user.Identity as KeyIdentity)?.Caller;
}

internal sealed class KeyIdentity(Caller caller) : ClaimsIdentity(KeyAuthentication.Scheme)
{
    public Caller Caller { get; } = caller;
}
