using System.Buffers.Binary;

namespace AdPlatform.Testing.Traces;

/// <summary>Reads the protocol buffers wire format (protobuf.dev, "Encoding"), field by field; what nobody asks for is passed over.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    /// <summary>Number of the field that was read last.</summary>
    public int Field { get; private set; }

    /// <summary>Value of a varint, fixed32 or fixed64 field, as its bits.</summary>
    public ulong Number { get; private set; }

    /// <summary>Content of a length-delimited field: text, bytes or a message.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <exception cref="FormatException">The bytes are not this format.</exception>
    public bool Next()
    {
        if (rest.IsEmpty) return false;
        var tag = Varint();
        Field = (int)(tag >> 3);
        Content = default;
        switch (tag & 7)
        {
            case 0: Number = Varint(); break;
            case 1: Number = BinaryPrimitives.ReadUInt64LittleEndian(Take(8)); break;
            case 2: Content = Take(Varint()); break;
            case 5: Number = BinaryPrimitives.ReadUInt32LittleEndian(Take(4)); break;
            default: throw new FormatException($"Field {Field} has wire type {tag & 7}.");
        }

        return true;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }

        throw new FormatException("A varint has more than ten bytes.");
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)rest.Length) throw new FormatException($"{count} bytes are announced and {rest.Length} are there.");
        var taken = rest[..(int)count];
        rest = rest[(int)count..];
        return taken;
    }
}
