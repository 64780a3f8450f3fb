using System.Collections.Concurrent;
using System.Security.Claims;
using AdPlatform.Contracts.Campaigns.V1;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.Hosting.Access;

/// <summary>
/// The usual case of authentication and authorization without their machinery: a living key as a bearer, on a route that asks for nothing but scope and kind of account, and has both.
/// Whatever is not that goes through ASP.NET Core's own middleware, which alone refuses.
/// </summary>
internal static class KeyGate
{
    // By these names ASP.NET Core knows that the middleware is there: the host would add it once more, and routing would refuse routes that need it.
    private const string AuthenticationIsSet = "__AuthenticationMiddlewareSet";
    private const string AuthorizationIsSet = "__AuthorizationMiddlewareSet";
    private const string AuthorizationWasAsked = "__AuthorizationMiddlewareWithEndpointInvoked";

    private const string Bearer = "Bearer ";
    private static readonly object Asked = new();

    public static void UseKeys(this WebApplication app)
    {
        ((IApplicationBuilder)app).Properties[AuthenticationIsSet] = true;
        ((IApplicationBuilder)app).Properties[AuthorizationIsSet] = true;
        var keys = app.Services.GetRequiredService<KeyRing>();
        var needs = new ConcurrentDictionary<Endpoint, Needs>();
        app.Use(next =>
        {
            var branch = ((IApplicationBuilder)app).New();
            branch.UseAuthentication();
            branch.UseAuthorization();
            branch.Run(next);
            var checking = branch.Build();
            return context =>
            {
                if (context.GetEndpoint() is not { } endpoint) return checking(context);
                var asked = needs.GetOrAdd(endpoint, Needs.Of);
                if (asked.Nothing && context.Request.Headers.Authorization.Count == 0) return next(context);
                if (!asked.OnlyKeys || Find(keys, context) is not { } living || !asked.AreMetBy(living.Caller)) return checking(context);
                context.User = living.Principal;
                context.Items[AuthorizationWasAsked] = Asked;
                return next(context);
            };
        });
    }

    private static LivingKey? Find(KeyRing keys, HttpContext context)
    {
        if (context.Request.Headers.Authorization is not [{ Length: < 512 } header] || !header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return null;
        var secret = header.AsSpan(Bearer.Length);
        return secret.StartsWith(ApiKey.Prefix, StringComparison.Ordinal) ? keys.FindLiving(secret) : null;
    }

    /// <param name="Nothing">Anybody may come.</param>
    /// <param name="OnlyKeys">The scopes and kinds are all that the route asks for.</param>
    private sealed record Needs(bool Nothing, bool OnlyKeys, string[] Scopes, AccountKind[] Kinds)
    {
        public static Needs Of(Endpoint endpoint)
        {
            var metadata = endpoint.Metadata;
            var (scopes, kinds) = (metadata.GetOrderedMetadata<KeyAccess.NeedsScope>(), metadata.GetOrderedMetadata<KeyAccess.NeedsAccount>());
            var (policies, data) = (metadata.GetOrderedMetadata<AuthorizationPolicy>(), metadata.GetOrderedMetadata<IAuthorizeData>());
            var anonymous = metadata.GetMetadata<IAllowAnonymous>() is not null;
            // One policy each, and the attribute that goes with the first of them.
            var only = !anonymous && scopes.Count > 0 && policies.Count == scopes.Count + kinds.Count && metadata.GetOrderedMetadata<IAuthorizationRequirementData>().Count == 0
                && data.All(asked => asked is AuthorizeAttribute { Policy: null, Roles: null, AuthenticationSchemes: null });
            return new(
                anonymous && policies.Count == 0 && data.Count == 0 && metadata.GetMetadata<KeyAccess.TakesKeyInQuery>() is null, only,
                [.. scopes.Select(scope => scope.Scope)], [.. kinds.Select(kind => kind.Kind)]);
        }

        public bool AreMetBy(Caller caller)
        {
            foreach (var scope in Scopes)
                if (!caller.May(scope)) return false;
            foreach (var kind in Kinds)
                if (caller.Kind != kind) return false;
            return true;
        }
    }
}

/// <summary>A key with what requests need of it, made once.</summary>
internal sealed record LivingKey(ApiKey Key)
{
    public Caller Caller { get; } = new(Key.AccountId, Key.AccountKind, Key.PublisherId, Key.KeyId, Key.Scopes);

    public ClaimsPrincipal Principal => field ??= new ClaimsPrincipal(new KeyIdentity(Caller));
}
