using System.Buffers.Binary;
using System.Text;

namespace AdPlatform.Profiles;

/// <summary>See <see cref="CompactWriter"/>. What was cut short or is no document fails with an <see cref="InvalidDataException"/> or out of range.</summary>
internal ref struct CompactReader
{
    private readonly ReadOnlySpan<byte> bytes;
    private readonly string[] texts;
    private int at;

    public CompactReader(ReadOnlySpan<byte> bytes)
    {
        this.bytes = bytes;
        texts = [];
        texts = new string[Count()];
        var lengths = new int[texts.Length];
        for (var i = 0; i < lengths.Length; i++) lengths[i] = Count();
        for (var i = 0; i < lengths.Length; i++)
        {
            texts[i] = Encoding.UTF8.GetString(bytes.Slice(at, lengths[i]));
            at += lengths[i] + 1;
        }
    }

    /// <returns>False at the end.</returns>
    public bool Section(out int tag, out int end)
    {
        (tag, end) = (0, at);
        if (at >= bytes.Length) return false;
        tag = Number();
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);
        at += 4;
        end = at + length;
        return end <= bytes.Length && length >= 0 ? true : throw new InvalidDataException("A profile is cut short.");
    }

    public void GoTo(int place) => at = place;

    public int Number()
    {
        uint value = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var one = bytes[at++];
            value |= (uint)(one & 0x7f) << shift;
            if (one < 0x80) return (int)(value >> 1) ^ -(int)(value & 1);
        }

        throw new InvalidDataException("A profile has a number without an end.");
    }

    /// <summary>Of things that take a byte at least.</summary>
    public int Count() => Number() is var count && count >= 0 && count <= bytes.Length ? count : throw new InvalidDataException("A profile has an impossible count.");

    public long Long()
    {
        at += 8;
        return BinaryPrimitives.ReadInt64LittleEndian(bytes[(at - 8)..]);
    }

    public double Real()
    {
        at += 8;
        return BinaryPrimitives.ReadDoubleLittleEndian(bytes[(at - 8)..]);
    }

    public DateTimeOffset Time()
    {
        at += 8;
        return new(BinaryPrimitives.ReadInt64LittleEndian(bytes[(at - 8)..]), TimeSpan.Zero);
    }

    public DateTimeOffset? MaybeTime() => Number() == 0 ? null : Time();

    public string? MaybeText() => Number() == 0 ? null : Text();

    public Guid Id()
    {
        at += 16;
        return new(bytes.Slice(at - 16, 16));
    }

    public string Text() => texts[Number()];
}
