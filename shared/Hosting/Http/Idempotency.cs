using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.Hosting.Http;

/// <summary>The answer to a creating request, kept in the transaction that created; kept 7 days.</summary>
internal sealed class IdempotencyRow
{
    public required string AccountId { get; init; }
    public required string Key { get; init; }

    /// <summary>SHA-256 of method, path and body.</summary>
    public required string RequestHash { get; init; }

    public required int Status { get; init; }
    public string? ContentType { get; init; }
    public string? Location { get; init; }
    public string? Etag { get; init; }
    public required byte[] Body { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Keys whose first request still runs in this process.</summary>
internal sealed class IdempotencyInProgress
{
    private readonly ConcurrentDictionary<(string Account, string Key), bool> running = new();

    public bool TryBegin(string account, string key) => running.TryAdd((account, key), true);

    public void End(string account, string key) => running.TryRemove((account, key), out _);
}

public static class Idempotency
{
    private const string Header = "Idempotency-Key";

    /// <summary>
    /// A creating POST: 400 without the key, 409 while the first runs, 422 with another body or query, and the first answer again afterwards.
    /// The filter commits <typeparamref name="TDb"/> together with the answer when the handler succeeds (2xx); otherwise nothing is saved.
    /// </summary>
    public static RouteHandlerBuilder RequireIdempotencyKey<TDb>(this RouteHandlerBuilder route)
        where TDb : ServiceDb => route.WithMetadata(new NeedsKey()).AddEndpointFilter(RunAsync<TDb>);

    internal static void UseIdempotencyBodies(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<NeedsKey>() is not null)
        {
            context.Request.EnableBuffering();
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}\n"));
            var buffer = new byte[16 * 1024];
            int read;
            while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0) hash.AppendData(buffer, 0, read);
            context.Request.Body.Position = 0;
            context.Items[typeof(NeedsKey)] = Convert.ToHexStringLower(hash.GetHashAndReset());
        }

        await next(context);
    });

    private static async ValueTask<object?> RunAsync<TDb>(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
        where TDb : ServiceDb
    {
        var context = invocation.HttpContext;
        var cancellationToken = context.RequestAborted;
        var account = Caller.From(context.User)!.AccountId;
        var key = context.Request.Headers[Header].ToString();
        if (key.Length is 0 or > 255)
            return Problems.Problem(400, "idempotency-key", "An Idempotency-Key is needed", $"{Header}: send 1 to 255 characters of your own, the same again when you retry.");
        var hash = (string)context.Items[typeof(NeedsKey)]!;
        var db = context.RequestServices.GetRequiredService<TDb>();
        var running = context.RequestServices.GetRequiredService<IdempotencyInProgress>();
        if (!running.TryBegin(account, key))
            return Problems.Problem(409, "idempotency-running", "The first request still runs", $"A request with this {Header} is being handled. Try again in a moment.");
        try
        {
            if (await EarlierAsync(db, account, key, hash, cancellationToken) is { } earlier) return earlier;

            var result = await next(invocation);
            while (result is INestedHttpResult nested) result = nested.Result;
            if (result is not IStatusCodeHttpResult { StatusCode: >= 200 and < 300 } success) return result;

            var body = result is IValueHttpResult { Value: { } value } ? JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), PlatformJson.Http) : [];
            var answer = new IdempotencyRow
            {
                AccountId = account,
                Key = key,
                RequestHash = hash,
                Status = success.StatusCode.Value,
                ContentType = body.Length > 0 ? "application/json; charset=utf-8" : null,
                Location = LocationOf(result),
                Etag = context.Response.Headers.ETag.FirstOrDefault(),
                Body = body,
                CreatedAt = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow(),
            };
            db.IdempotencyKeys.Add(answer);
            try
            {
                await db.CommitAsync(cancellationToken);
            }
            catch (DbUpdateException)
            {
                // Another process may have been first with this key; then its answer is the answer.
                db.ChangeTracker.Clear();
                if (await EarlierAsync(db, account, key, hash, cancellationToken) is { } first) return first;
                throw;
            }

            return new Replay(answer);
        }
        finally
        {
            running.End(account, key);
        }
    }

    private static async Task<IResult?> EarlierAsync(ServiceDb db, string account, string key, string hash, CancellationToken cancellationToken)
    {
        var earlier = await db.IdempotencyKeys.AsNoTracking().SingleOrDefaultAsync(row => row.AccountId == account && row.Key == key, cancellationToken);
        return earlier is null ? null
            : earlier.RequestHash == hash ? new Replay(earlier)
            : Problems.Unprocessable("idempotency-reused", $"This {Header} was used for another request. Choose a new one.");
    }

    private static string? LocationOf(object result) => result.GetType().GetProperty("Location")?.GetValue(result) as string;

    private sealed record NeedsKey;

    private sealed class Replay(IdempotencyRow answer) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = answer.Status;
            if (answer.Location is not null) httpContext.Response.Headers.Location = answer.Location;
            if (answer.Etag is not null) httpContext.Response.Headers.ETag = answer.Etag;
            if (answer.ContentType is null) return;
            httpContext.Response.ContentType = answer.ContentType;
            await httpContext.Response.Body.WriteAsync(answer.Body, httpContext.RequestAborted);
        }
    }
}
