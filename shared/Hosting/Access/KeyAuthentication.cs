using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AdPlatform.Hosting.Access;

public static class KeyAccess
{
    internal static void AddKeys(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<KeyRing>();
        builder.Services.AddAuthentication(KeyAuthentication.Scheme)
            .AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.Scheme, null);
        builder.Services.AddAuthorizationBuilder();
    }

    /// <summary>401 without a living key, 403 when it lacks <paramref name="scope"/> (admin has all).</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder builder, string scope)
        where TBuilder : IEndpointConventionBuilder => builder
            .RequireAuthorization(policy => policy.RequireAssertion(context => Caller.From(context.User)?.May(scope) == true))
            .WithMetadata(new NeedsScope(scope));

    /// <summary>403 unless the key's account is of this kind.</summary>
    public static TBuilder RequireAccount<TBuilder>(this TBuilder builder, AccountKind kind)
        where TBuilder : IEndpointConventionBuilder => builder
            .RequireAuthorization(policy => policy.RequireAssertion(context => Caller.From(context.User)?.Kind == kind))
            .WithMetadata(new NeedsAccount(kind));

    /// <summary>
    /// Takes <c>?key=</c> where no header is sent: players and page scripts cannot send one. Whoever sees the address has the key, so only keys that may
    /// ask for decisions and nothing else are taken.
    /// </summary>
    public static TBuilder AcceptKeyInQuery<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new TakesKeyInQuery());

    internal sealed record TakesKeyInQuery;

    internal sealed record NeedsScope(string Scope);

    internal sealed record NeedsAccount(AccountKind Kind);
}

/// <summary>A key as <c>Authorization: Bearer adp_...</c>, or as the user name of Basic (what Segment clients send).</summary>
internal sealed class KeyAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, KeyRing keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public new const string Scheme = "ApiKey";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var inQuery = Context.GetEndpoint()?.Metadata.GetMetadata<KeyAccess.TakesKeyInQuery>() is not null && Request.Headers.Authorization.Count == 0 ? Request.Query["key"].ToString() : "";
        if (!AuthenticationHeaderValue.TryParse(Request.Headers.Authorization, out var header) && inQuery.Length is 0 or >= 512) return Task.FromResult(AuthenticateResult.NoResult());
        var secret = header is null ? inQuery : SecretOf(header);
        if (secret is null || !secret.StartsWith(ApiKey.Prefix, StringComparison.Ordinal) || keys.FindLiving(secret) is not { } living)
            return Task.FromResult(AuthenticateResult.Fail("The key is not known, expired or revoked."));
        if (header is null && living.Key.Scopes is not [Scopes.Decisions]) return Task.FromResult(AuthenticateResult.Fail("Only a key for decisions alone may stand in an address."));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(living.Principal, Scheme)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer realm=\"adplatform\"";
        return Problems.Problem(401, "unauthenticated", "A living API key is needed", "Send it as 'Authorization: Bearer adp_...'.").ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var caller = Caller.From(Context.User);
        var metadata = Context.GetEndpoint()?.Metadata;
        var detail = metadata?.GetMetadata<KeyAccess.NeedsScope>() is { } scope && caller?.May(scope.Scope) != true
            ? $"The key lacks the scope '{scope.Scope}'."
            : $"This needs a key of {Article(metadata?.GetMetadata<KeyAccess.NeedsAccount>()?.Kind)}; the key belongs to {Article(caller?.Kind)}.";
        return Problems.Problem(403, "forbidden", "The key may not do this", detail).ExecuteAsync(Context);
    }

    private static string Article(AccountKind? kind) => kind switch
    {
        AccountKind.Publisher => "a publisher",
        null => "another account",
        _ => $"an {kind.ToString()!.ToLowerInvariant()}",
    };

    private static string? SecretOf(AuthenticationHeaderValue header)
    {
        if (header.Parameter is not { Length: > 0 and < 512 } value) return null;
        if (header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)) return value;
        if (!header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)) return null;
        var bytes = new byte[value.Length];
        if (!Convert.TryFromBase64String(value, bytes, out var length)) return null;
        return Encoding.UTF8.GetString(bytes, 0, length).Split(':')[0];
    }
}
