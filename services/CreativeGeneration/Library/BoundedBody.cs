namespace AdPlatform.CreativeGeneration.Library;

internal static class BoundedBody
{
    /// <returns>Null when there are more than <paramref name="most"/> bytes; what is beyond them is not read.</returns>
    public static async Task<byte[]?> ReadAsync(Stream body, int most, CancellationToken cancellation)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = await body.ReadAsync(buffer, cancellation)) > 0;)
        {
            if (kept.Length + read > most) return null;
            kept.Write(buffer, 0, read);
        }
        return kept.ToArray();
    }
}
