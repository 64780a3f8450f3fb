using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AdPlatform.AdDelivery.RecordingEvents;

/// <summary>Tokens as base64url of version, fields and the first 16 bytes of HMAC-SHA256 over both (RFC 2104 section 5 allows the cut).</summary>
/// <param name="key">32 bytes.</param>
internal sealed class TokenSigner(byte[] key)
{
    private const byte Version = 1;
    private const int MacBytes = 16;

    /// <summary>Longest token that is looked at, characters.</summary>
    public const int MaxLength = 1024;

    public string Sign(EventToken token)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        return Encoding.ASCII.GetString(text[..Sign(token, text)]);
    }

    /// <param name="text">At least <see cref="MaxLength"/> long; takes the token in ASCII.</param>
    /// <returns>Bytes written.</returns>
    public int Sign(EventToken token, Span<byte> text)
    {
        Span<byte> bytes = stackalloc byte[MaxLength / 4 * 3];
        var writer = new Writer(bytes[..^MacBytes]);
        writer.Write(Version);
        writer.Write(token.DecisionId);
        writer.Write(token.CampaignId);
        writer.Write(token.LineId);
        writer.Write(token.CreativeId);
        writer.Write(token.Segment ?? Guid.Empty);
        writer.Write(token.AdvertiserId);
        writer.Write(token.PublisherId);
        writer.Write(token.ViewerHash ?? "");
        writer.Write(token.Currency);
        writer.Write(BitConverter.DoubleToInt64Bits(token.Propensity));
        writer.Write((byte)((token.Uniform ? 1 : 0) | (token.Learn ? 2 : 0)));
        writer.Write(token.PriceMicros);
        writer.Write(token.LeaseId);
        writer.Write(token.DecidedAt.UtcTicks);
        writer.Write(token.BillableUntil.UtcTicks);
        writer.Write(token.AcceptedUntil.UtcTicks);
        var fields = bytes[..writer.Length];
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, fields, mac);
        mac[..MacBytes].CopyTo(bytes[fields.Length..]);
        return Base64Url.EncodeToUtf8(bytes[..(fields.Length + MacBytes)], text);
    }

    /// <summary>Null for anything that we did not sign. Says nothing about time.</summary>
    public EventToken? Read(string? text)
    {
        if (text is null || text.Length > MaxLength || !Base64Url.IsValid(text)) return null;
        var bytes = Base64Url.DecodeFromChars(text);
        if (bytes.Length <= MacBytes || bytes[0] != Version) return null;
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, bytes.AsSpan(..^MacBytes), mac);
        if (!CryptographicOperations.FixedTimeEquals(mac[..MacBytes], bytes.AsSpan(^MacBytes..))) return null;
        return Fields(bytes);
    }

    private static EventToken Fields(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        _ = reader.ReadByte();
        var (decision, campaign, line, creative, segment) = (Id(reader), Id(reader), Id(reader), Id(reader), Id(reader));
        var (advertiser, publisher, viewer, currency) = (reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString());
        var (propensity, flags) = (reader.ReadDouble(), reader.ReadByte());
        var (price, lease) = (reader.ReadInt64(), reader.ReadInt64());
        return new EventToken
        {
            DecisionId = decision,
            CampaignId = campaign,
            LineId = line,
            CreativeId = creative,
            Segment = segment == Guid.Empty ? null : segment,
            AdvertiserId = advertiser,
            PublisherId = publisher,
            ViewerHash = viewer.Length == 0 ? null : viewer,
            Currency = currency,
            Propensity = propensity,
            Uniform = (flags & 1) != 0,
            Learn = (flags & 2) != 0,
            PriceMicros = price,
            LeaseId = lease,
            DecidedAt = new(reader.ReadInt64(), TimeSpan.Zero),
            BillableUntil = new(reader.ReadInt64(), TimeSpan.Zero),
            AcceptedUntil = new(reader.ReadInt64(), TimeSpan.Zero),
        };
    }

    private static Guid Id(BinaryReader reader) => new(reader.ReadBytes(16), bigEndian: true);

    /// <summary>As BinaryWriter writes, into memory of the caller's; too many bytes are an exception.</summary>
    private ref struct Writer(Span<byte> bytes)
    {
        private readonly Span<byte> _bytes = bytes;

        public int Length { get; private set; }

        public void Write(byte value) => _bytes[Length++] = value;

        public void Write(long value)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_bytes[Length..], value);
            Length += sizeof(long);
        }

        public void Write(Guid id)
        {
            if (!id.TryWriteBytes(_bytes[Length..], bigEndian: true, out var written)) throw new ArgumentException("The token is too long.");
            Length += written;
        }

        public void Write(string value)
        {
            for (var left = (uint)Encoding.UTF8.GetByteCount(value); ; left >>= 7)
            {
                Write((byte)(left < 0x80 ? left : left | 0x80));
                if (left < 0x80) break;
            }
            Length += Encoding.UTF8.GetBytes(value, _bytes[Length..]);
        }
    }
}
