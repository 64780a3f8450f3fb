using StackExchange.Redis;

namespace AdPlatform.Hosting.Caching;

/// <summary>Lua on one key, so that it is legal on a cluster. Carried out as one step by the server.</summary>
public sealed class RedisScript(string text)
{
    public async Task<RedisResult> RunAsync(IDatabase database, RedisKey key, params RedisValue[] arguments)
    {
        try
        {
            return await database.ScriptEvaluateAsync(text, [key], arguments);
        }
        catch (RedisServerException unknown) when (unknown.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            // The server was restarted since the client told it the script: the client tells it again now.
            return await database.ScriptEvaluateAsync(text, [key], arguments);
        }
    }
}
