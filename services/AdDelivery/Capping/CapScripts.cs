using System.Security.Cryptography;
using System.Text;
using AdPlatform.Hosting.Caching;

namespace AdPlatform.AdDelivery.Capping;

/// <summary>Each is one step on one viewer's key. Instants come as microseconds since 1970, lifetimes in milliseconds; the server's clock is never asked.</summary>
internal static class CapScripts
{
    /// <summary>A viewer's key lives as long as its longest slot is of use.</summary>
    private const string Live = """
        local function live(ms)
          if redis.call('PTTL', KEYS[1]) < tonumber(ms) then redis.call('PEXPIRE', KEYS[1], ms) end
        end
        local function open(value) return string.match(value, '^[^|]*|([^|]*)|') ~= '' end

        """;

    /// <summary>
    /// All limits of a decision in one step. Arguments: campaign, decision, value, now, creative, advertiser, lifetime; then of each limit its scope, from when it counts (milliseconds) and how
    /// many. Answers with 1: taken, -n: the n-th limit is reached, 2: the decision gave it up before this arrived; and with what was there before. Called by its hash alone: a server that does not know it has not been rebuilt.
    /// </summary>
    public const string Reserve = Live + """
        local slots, now, mine, limits, counts = redis.call('HGETALL', KEYS[1]), tonumber(ARGV[4]), ARGV[1] .. ARGV[2], (#ARGV - 7) / 3, {}
        for l = 1, limits do counts[l] = 0 end
        for i = 1, #slots, 2 do
          local at, till, useful, creative, advertiser = string.match(slots[i + 1], '^([^|]*)|([^|]*)|([^|]*)|([^|]*)|(.*)$')
          if (till ~= '' and tonumber(till) <= now) or (useful ~= '' and tonumber(useful) <= now) then
            redis.call('HDEL', KEYS[1], slots[i])
          elseif at == 'x' then
            if slots[i] == mine then return { 2, slots } end
          else
            local is = { Campaign = string.sub(slots[i], 1, 16) == ARGV[1], Creative = creative == ARGV[5], Advertiser = advertiser == ARGV[6] }
            for l = 1, limits do
              if is[ARGV[5 + 3 * l]] and tonumber(at) >= tonumber(ARGV[6 + 3 * l]) then counts[l] = counts[l] + 1 end
            end
          end
        end
        for l = 1, limits do
          if counts[l] >= tonumber(ARGV[7 + 3 * l]) then return { -l, slots } end
        end
        redis.call('HSET', KEYS[1], mine, ARGV[3])
        live(ARGV[7])
        return { 1, slots }
        """;

    public static readonly byte[] ReserveHash = SHA1.HashData(Encoding.UTF8.GetBytes(Reserve));

    /// <summary>Arguments: field, value, lifetime.</summary>
    public static readonly RedisScript Confirm = new(Live + """
        redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
        live(ARGV[3])
        return 1
        """);

    /// <summary>Arguments: field.</summary>
    public static readonly RedisScript Release = new(Live + """
        local held = redis.call('HGET', KEYS[1], ARGV[1])
        if held and open(held) then redis.call('HDEL', KEYS[1], ARGV[1]) end
        return 1
        """);

    /// <summary>Release of a slot that may be on its way still, in a command that a frozen server carries out when it wakes. Arguments: field, until, lifetime.</summary>
    public static readonly RedisScript GiveUp = new(Live + """
        local held = redis.call('HGET', KEYS[1], ARGV[1])
        if held and not open(held) then return 0 end
        redis.call('HSET', KEYS[1], ARGV[1], 'x|' .. ARGV[2] .. '|||')
        live(ARGV[3])
        return 1
        """);

    /// <summary>Arguments: lifetime, then field and value of each slot. What is there and says more stays.</summary>
    public static readonly RedisScript Restore = new(Live + """
        for i = 2, #ARGV, 2 do
          local held = redis.call('HGET', KEYS[1], ARGV[i])
          if not held or (open(held) and not open(ARGV[i + 1])) then redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
        end
        live(ARGV[1])
        return 1
        """);

    public static readonly RedisScript Forget = new("return redis.call('DEL', KEYS[1])");
}
