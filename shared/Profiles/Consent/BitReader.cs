using System.Buffers;

namespace AdPlatform.Profiles.Consent;

/// <summary>
/// Bits of a web-safe base64 text (RFC 4648, section 5, without padding; 6 bits a character), highest first. Past the end, or with a character of another
/// alphabet anywhere, it gives zeros and <see cref="Failed"/> stays set: callers read a whole structure and ask once.
/// </summary>
internal ref struct BitReader(ReadOnlySpan<char> text)
{
    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private readonly ReadOnlySpan<char> text = text;
    private int position;

    public bool Failed { get; private set; } = text.ContainsAnyExcept(Alphabet);

    /// <summary>Bits that are left, padding included.</summary>
    public readonly int Left => (text.Length * 6) - position;

    /// <param name="bits">1 to 62.</param>
    public long Number(int bits)
    {
        long value = 0;
        for (var i = 0; i < bits; i++) value = (value << 1) | (Flag() ? 1L : 0L);
        return value;
    }

    public int Int(int bits) => (int)Number(bits);

    public bool Flag()
    {
        if (Failed || position >= text.Length * 6) return Fail();
        var bit = (Sextet(text[position / 6]) >> (5 - (position % 6))) & 1;
        position++;
        return bit == 1;
    }

    /// <summary>Two letters, A = 0 .. Z = 25, as in languages and countries.</summary>
    public string Letters()
    {
        var (first, second) = (Int(6), Int(6));
        if (first <= 25 && second <= 25) return new string([(char)('A' + first), (char)('A' + second)]);
        Fail();
        return "";
    }

    /// <summary>Fibonacci code (Zeckendorf, lowest first, ended by two ones), 1 to 65535: more is refused, no GPP id is as great.</summary>
    public int Fibonacci()
    {
        var (value, weight, next, last) = (0, 1, 2, false);
        while (!Failed)
        {
            var bit = Flag();
            if (bit && last) return value;
            if (bit) value += weight;
            last = bit;
            (weight, next) = (next, weight + next);
            if (value > ushort.MaxValue || weight > 1 << 20) Fail();
        }
        return 0;
    }

    /// <summary>What was read makes no sense.</summary>
    /// <returns>False.</returns>
    public bool Fail()
    {
        Failed = true;
        return false;
    }

    private static int Sextet(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '-' => 62,
        _ => 63,
    };
}
