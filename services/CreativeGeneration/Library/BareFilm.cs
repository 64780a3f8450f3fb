using System.Buffers.Binary;

namespace AdPlatform.CreativeGeneration.Library;

/// <param name="Width">Pixels of the largest picture track; 0 where it does not say.</param>
internal sealed record Film(byte[] Content, int Width, int Height);

/// <summary>
/// A film without its metadata: where it was filmed, by whom, with what. What is taken out is overwritten in place by padding of the same length, so that no index into the file moves
/// (ISO/IEC 14496-12: <c>free</c>; Matroska, RFC 9559: <c>Void</c>).
/// </summary>
internal static class BareFilm
{
    private static readonly HashSet<string> Parents = ["moov", "trak", "moof", "traf", "mdia"];
    private static readonly HashSet<string> Told = ["udta", "meta", "uuid"];
    private const uint Segment = 0x18538067, Tracks = 0x1654AE6B, TrackEntry = 0xAE, Video = 0xE0, PixelWidth = 0xB0, PixelHeight = 0xBA, Tags = 0x1254C367, Attachments = 0x1941A469;

    /// <returns>Null when the file is broken.</returns>
    public static Film? Of(FileType type, byte[] file)
    {
        var film = new Film([.. file], 0, 0);
        return type == FileType.Mp4 ? Boxes(film, 0, file.Length, 0) is { } mp4 && file.AsSpan().IndexOf("moov"u8) > 0 ? mp4 : null : Elements(film, 0, file.Length, 0);
    }

    private static Film? Boxes(Film film, int at, int end, int depth)
    {
        while (at + 8 <= end)
        {
            long size = BinaryPrimitives.ReadUInt32BigEndian(film.Content.AsSpan(at));
            var head = 8;
            if (size == 1)
            {
                if (at + 16 > end) return null;
                size = BinaryPrimitives.ReadInt64BigEndian(film.Content.AsSpan(at + 8));
                head = 16;
            }
            if (size == 0) size = end - at;
            if (size < head || size > end - at) return null;
            var name = System.Text.Encoding.Latin1.GetString(film.Content, at + 4, 4);
            var (from, to) = (at + head, at + (int)size);
            if (Told.Contains(name))
            {
                "free"u8.CopyTo(film.Content.AsSpan(at + 4));
                film.Content.AsSpan(from, to - from).Clear();
            }
            else if (Parents.Contains(name) && depth < 6)
            {
                if (Boxes(film, from, to, depth + 1) is not { } inside) return null;
                film = inside;
            }
            else if (name == "tkhd" && to - from >= 84)
            {
                // The last eight bytes, 16.16 fixed point.
                film = Larger(film, BinaryPrimitives.ReadUInt16BigEndian(film.Content.AsSpan(to - 8)), BinaryPrimitives.ReadUInt16BigEndian(film.Content.AsSpan(to - 4)));
            }
            at = to;
        }
        return film;
    }

    private static Film? Elements(Film film, int at, int end, int depth)
    {
        var (width, height) = (0, 0);
        while (at < end)
        {
            if (Number(film.Content.AsSpan(0, end), at, keepMarker: true) is not { } id || Number(film.Content.AsSpan(0, end), at + id.Length, keepMarker: false) is not { } size) return null;
            var from = at + id.Length + size.Length;
            // A size of all ones is not known: a live segment or cluster, which goes on to the end.
            var unknown = size.Value == (1L << 7 * size.Length) - 1;
            if (!unknown && size.Value > end - from) return null;
            var to = unknown ? end : from + (int)size.Value;
            switch ((uint)id.Value)
            {
                case Tags or Attachments when to - at >= 9:
                    film.Content.AsSpan(at, to - at).Clear();
                    film.Content[at] = 0xEC;
                    BinaryPrimitives.WriteInt64BigEndian(film.Content.AsSpan(at + 1), (1L << 56) | (uint)(to - at - 9));
                    break;
                case Segment or Tracks or TrackEntry or Video when depth < 5:
                    if (Elements(film, from, to, depth + 1) is not { } inside) return null;
                    film = inside;
                    break;
                case PixelWidth: width = Small(film.Content, from, to); break;
                case PixelHeight: height = Small(film.Content, from, to); break;
            }
            at = to;
        }
        return Larger(film, width, height);
    }

    private static Film Larger(Film film, int width, int height) => (long)width * height > (long)film.Width * film.Height ? film with { Width = width, Height = height } : film;

    private static int Small(byte[] file, int from, int to)
    {
        var value = 0L;
        for (var i = from; i < to && i < from + 4; i++) value = value << 8 | file[i];
        return (int)Math.Min(value, int.MaxValue);
    }

    /// <summary>EBML (RFC 8794) variable-length integer: its length is one more than the zeros before the first one.</summary>
    internal static (long Value, int Length)? Number(ReadOnlySpan<byte> file, int at, bool keepMarker)
    {
        if (at >= file.Length || file[at] == 0) return null;
        var length = System.Numerics.BitOperations.LeadingZeroCount(file[at]) - 24 + 1;
        if (at + length > file.Length || (keepMarker && length > 4)) return null;
        long value = keepMarker ? file[at] : file[at] & (0xFF >> length);
        for (var i = 1; i < length; i++) value = value << 8 | file[at + i];
        return (value, length);
    }
}
