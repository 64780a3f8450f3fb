using System.Buffers.Binary;
using System.Text;

namespace AdPlatform.Profiles;

/// <summary>Writes what <see cref="CompactReader"/> reads: numbers in groups of seven bits (LEB128, negative ones folded), reals and times as 8 bytes, texts by their place in a list.</summary>
internal sealed class CompactWriter
{
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly List<string> texts = [];
    private byte[] bytes = new byte[1024];
    private int length;

    public void Section<T>(int tag, T value, Action<CompactWriter, T> write)
    {
        Number(tag);
        var at = length;
        Take(4);
        write(this, value);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), length - at - 4);
    }

    public void List<T>(IReadOnlyCollection<T> items, Action<CompactWriter, T> write)
    {
        Number(items.Count);
        foreach (var item in items) write(this, item);
    }

    public void List<TKey, TValue>(IReadOnlyDictionary<TKey, TValue> items, Action<CompactWriter, KeyValuePair<TKey, TValue>> write)
        where TKey : notnull
    {
        Number(items.Count);
        foreach (var item in items) write(this, item);
    }

    public void Number(int value)
    {
        var left = (uint)((value << 1) ^ (value >> 31));
        for (; left >= 0x80; left >>= 7) Take(1)[0] = (byte)(left | 0x80);
        Take(1)[0] = (byte)left;
    }

    public void Long(long value) => BinaryPrimitives.WriteInt64LittleEndian(Take(8), value);

    public void Real(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Take(8), value);

    public void Time(DateTimeOffset at) => BinaryPrimitives.WriteInt64LittleEndian(Take(8), at.UtcTicks);

    public void Maybe(DateTimeOffset? at)
    {
        Number(at is null ? 0 : 1);
        if (at is { } told) Time(told);
    }

    public void Maybe(string? text)
    {
        Number(text is null ? 0 : 1);
        if (text is not null) Text(text);
    }

    public void Id(Guid id) => id.TryWriteBytes(Take(16));

    public void Text(string text)
    {
        if (!places.TryGetValue(text, out var place))
        {
            places[text] = place = texts.Count;
            texts.Add(text);
        }

        Number(place);
    }

    public byte[] Finish(byte form)
    {
        var head = new CompactWriter();
        head.Number(texts.Count);
        foreach (var text in texts) head.Number(Encoding.UTF8.GetByteCount(text));
        // A line each: whoever looks through the store for a text finds it whole.
        foreach (var text in texts) Encoding.UTF8.GetBytes(text + '\n', head.Take(Encoding.UTF8.GetByteCount(text) + 1));

        return [form, .. head.bytes.AsSpan(0, head.length), .. bytes.AsSpan(0, length)];
    }

    private Span<byte> Take(int count)
    {
        if (length + count > bytes.Length) Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + count));
        length += count;
        return bytes.AsSpan(length - count, count);
    }
}
