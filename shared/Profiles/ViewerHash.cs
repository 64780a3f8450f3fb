using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AdPlatform.Profiles;

/// <summary>How a viewer is named outside AudienceProfiling: a keyed hash, so that nobody without the key can go back to an id.</summary>
public static class ViewerHash
{
    /// <summary>HMAC-SHA256 of <c>{publisher}:{kind}:{id}</c> as <c>{key id}.{43 characters base64url}</c>.</summary>
    /// <param name="publisherId">Account id of the publisher; without a colon.</param>
    /// <param name="kind">One of <see cref="ViewerKinds"/> or another kind without a colon.</param>
    /// <param name="id">As the client sent it, any text.</param>
    public static string Of(ViewerHashKey key, string publisherId, string kind, string id)
    {
        if (publisherId.Contains(':', StringComparison.Ordinal) || kind.Contains(':', StringComparison.Ordinal))
            throw new ArgumentException("A publisher id or kind with a colon could name another publisher's viewer.");
        var room = Encoding.UTF8.GetMaxByteCount(publisherId.Length + kind.Length + id.Length + 2);
        Span<byte> message = room <= 1024 ? stackalloc byte[room] : new byte[room];
        var length = Encoding.UTF8.GetBytes(publisherId, message);
        message[length++] = (byte)':';
        length += Encoding.UTF8.GetBytes(kind, message[length..]);
        message[length++] = (byte)':';
        length += Encoding.UTF8.GetBytes(id, message[length..]);
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key.Bytes.Span, message[..length], mac);
        Span<char> text = stackalloc char[Base64Url.GetEncodedLength(HMACSHA256.HashSizeInBytes)];
        Base64Url.EncodeToChars(mac, text);
        return string.Concat(key.Id, ".", text);
    }
}

/// <param name="Id">Names the key inside each hash, so that keys can rotate; letters and digits.</param>
/// <param name="Bytes">The secret, 32 bytes.</param>
public sealed record ViewerHashKey(string Id, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Name of the platform secret that holds the bytes.</summary>
    public const string SecretName = "viewer-hash";

    /// <summary>Every service that hashes viewer ids must use the same key, or a profile is never found.</summary>
    public static ViewerHashKey Current(ReadOnlyMemory<byte> secret) => new("k1", secret);
}

/// <summary>Kinds of viewer ids that clients and ad requests carry.</summary>
public static class ViewerKinds
{
    /// <summary>Segment's userId: a signed-in viewer.</summary>
    public const string User = "user";

    /// <summary>Segment's anonymousId: a browser or app installation.</summary>
    public const string Anonymous = "anonymous";
}
