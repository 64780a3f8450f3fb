using System.IO.Compression;

namespace AdPlatform.AudienceProfiling.RecordingEvents;

/// <summary>What came in: the bytes of the JSON text, or why there are none.</summary>
internal abstract record EventBody
{
    internal sealed record Text(ReadOnlyMemory<byte> Utf8) : EventBody;

    internal sealed record TooLarge : EventBody;

    internal sealed record NotGzip : EventBody;

    /// <summary>
    /// Any content type: RudderStack labels gzip JSON as a form. Gzip is known by its header or its first two bytes (RFC 1952, 2.3.1), and the
    /// limit is of the unpacked text, so that a small body cannot unpack into a large one.
    /// </summary>
    public static async Task<EventBody> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (await ReadAsync(request.Body, limit, cancellationToken) is not { } raw) return new TooLarge();
        if (!request.Headers.ContentEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase)
            && raw is not { Length: > 2, Span: [0x1f, 0x8b, ..] }) return new Text(raw);
        try
        {
            await using var gzip = new GZipStream(new MemoryStream(raw.ToArray()), CompressionMode.Decompress);
            return await ReadAsync(gzip, limit, cancellationToken) is { } unpacked ? new Text(unpacked) : new TooLarge();
        }
        catch (InvalidDataException)
        {
            return new NotGzip();
        }
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(Stream stream, int limit, CancellationToken cancellationToken)
    {
        var buffer = new byte[Math.Min(limit + 1, 64 * 1024)];
        var length = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (read == 0) return buffer.AsMemory(0, length);
            length += read;
            if (length > limit) return null;
            if (length == buffer.Length) Array.Resize(ref buffer, Math.Min(limit + 1, buffer.Length * 2));
        }
    }
}
