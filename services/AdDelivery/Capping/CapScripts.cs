using System.Security.Cryptography;
using System.Text;
using AdPlatform.Hosting.Caching;

namespace AdPlatform.AdDelivery.Capping;

/// <summary>Each is one step on one viewer's key. Times come as microseconds since 1970, lifetimes in milliseconds; the server's clock is never asked.</summary>
internal static class CapScripts
{
    /// <summary>A viewer's key lives as long as its longest slot is of use.</summary>
    private const string Live = """
        local function live(ms)
          if redis.call('PTTL', KEYS[1]) < tonumber(ms) then redis.call('PEXPIRE', KEYS[1], ms) end
        end

        """;

    /// <summary>
    /// Arguments: campaign, decision, day, until, now, cap a day or empty, cap a flight or empty, lifetime. 1: taken, 0: the cap is reached, 2: the
    /// decision gave it up before this arrived. Called by its hash alone: a server that does not know it has not been rebuilt.
    /// </summary>
    public const string Reserve = Live + """
        local slots, now, mine = redis.call('HGETALL', KEYS[1]), tonumber(ARGV[5]), ARGV[1] .. ARGV[2]
        local flight, today = 0, 0
        for i = 1, #slots, 2 do
          local day, till = string.match(slots[i + 1], '^([^|]*)|(.*)$')
          if till ~= '' and tonumber(till) <= now then
            redis.call('HDEL', KEYS[1], slots[i])
          elseif day == 'x' then
            if slots[i] == mine then return 2 end
          elseif string.sub(slots[i], 1, 16) == ARGV[1] then
            flight = flight + 1
            if day == ARGV[3] then today = today + 1 end
          end
        end
        if (ARGV[7] ~= '' and flight >= tonumber(ARGV[7])) or (ARGV[6] ~= '' and today >= tonumber(ARGV[6])) then return 0 end
        redis.call('HSET', KEYS[1], mine, ARGV[3] .. '|' .. ARGV[4])
        live(ARGV[8])
        return 1
        """;

    public static readonly byte[] ReserveHash = SHA1.HashData(Encoding.UTF8.GetBytes(Reserve));

    /// <summary>Arguments: field, day, lifetime.</summary>
    public static readonly RedisScript Confirm = new(Live + """
        redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. '|')
        live(ARGV[3])
        return 1
        """);

    /// <summary>Arguments: field.</summary>
    public static readonly RedisScript Release = new("""
        local held = redis.call('HGET', KEYS[1], ARGV[1])
        if held and string.sub(held, -1) ~= '|' then redis.call('HDEL', KEYS[1], ARGV[1]) end
        return 1
        """);

    /// <summary>Release of a slot that may be on its way still, in a command that a frozen server carries out when it wakes. Arguments: field, until, lifetime.</summary>
    public static readonly RedisScript GiveUp = new(Live + """
        local held = redis.call('HGET', KEYS[1], ARGV[1])
        if held and string.sub(held, -1) == '|' then return 0 end
        redis.call('HSET', KEYS[1], ARGV[1], 'x|' .. ARGV[2])
        live(ARGV[3])
        return 1
        """);

    /// <summary>Arguments: lifetime, then field, day and until (empty: confirmed) of each slot. What is there and says more stays.</summary>
    public static readonly RedisScript Restore = new(Live + """
        for i = 2, #ARGV, 3 do
          local held = redis.call('HGET', KEYS[1], ARGV[i])
          if not held or (ARGV[i + 2] == '' and string.sub(held, -1) ~= '|') then
            redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1] .. '|' .. ARGV[i + 2])
          end
        end
        live(ARGV[1])
        return 1
        """);

    public static readonly RedisScript Forget = new("return redis.call('DEL', KEYS[1])");
}
