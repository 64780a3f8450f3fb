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
        using var stream = new MemoryStream(256);
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Version);
        Write(writer, token.DecisionId);
        Write(writer, token.CampaignId);
        Write(writer, token.LineId);
        Write(writer, token.CreativeId);
        Write(writer, token.Segment ?? Guid.Empty);
        writer.Write(token.AdvertiserId);
        writer.Write(token.PublisherId);
        writer.Write(token.ViewerHash ?? "");
        writer.Write(token.Currency);
        writer.Write(token.Propensity);
        writer.Write((byte)((token.Uniform ? 1 : 0) | (token.Learn ? 2 : 0)));
        writer.Write(token.PriceMicros);
        writer.Write(token.LeaseId);
        writer.Write(token.DecidedAt.UtcTicks);
        writer.Write(token.BillableUntil.UtcTicks);
        writer.Write(token.AcceptedUntil.UtcTicks);
        writer.Flush();
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, stream.GetBuffer().AsSpan(0, (int)stream.Length), mac);
        stream.Write(mac[..MacBytes]);
        return Base64Url.EncodeToString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
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

    private static void Write(BinaryWriter writer, Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        writer.Write(bytes);
    }

    private static Guid Id(BinaryReader reader) => new(reader.ReadBytes(16), bigEndian: true);
}
