using System.Buffers.Binary;
using System.Text;

namespace AdPlatform.CreativeGeneration.Library;

/// <summary>What a film's container says of it; null where it does not say.</summary>
/// <param name="VideoCodec">RFC 6381 where the container has it (<c>avc1.64001F</c>, <c>hvc1</c>, <c>av01</c>), else Matroska's id (<c>V_VP9</c>).</param>
internal sealed record FilmFacts(TimeSpan? Duration, string? VideoCodec, string? AudioCodec)
{
    private const int Deepest = 6;

    /// <summary>Longer than any advertisement; a container that says more says nonsense.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    private const uint Segment = 0x18538067, Info = 0x1549A966, TimestampScale = 0x2AD7B1, DurationId = 0x4489, Tracks = 0x1654AE6B, TrackEntry = 0xAE, CodecId = 0x86;

    /// <param name="file">A film that <see cref="BareFilm"/> has read whole: its lengths hold.</param>
    public static FilmFacts Of(FileType type, ReadOnlySpan<byte> file) => type == FileType.Mp4 ? Mp4(file) : WebM(file);

    /// <summary>ISO/IEC 14496-12: mvhd (8.2.2), or mehd (8.8.2) of a fragmented film; hdlr (8.4.3) and stsd (8.5.2) of each track.</summary>
    private static FilmFacts Mp4(ReadOnlySpan<byte> file)
    {
        var found = new FilmFacts(null, null, null);
        var moov = Inside(file, "moov");
        var header = Inside(moov, "mvhd");
        var total = Inside(moov, "mvex", "mehd");
        var (scale, units) = header.Length >= 32 && header[0] == 1 ? (U32(header, 20), BinaryPrimitives.ReadInt64BigEndian(header[24..])) : header.Length >= 20 && header[0] == 0 ? (U32(header, 12), U32(header, 16)) : (0, 0);
        // Nothing, or all ones: not known when it was written, which a fragmented film says elsewhere.
        if (units is <= 0 or 0xFFFFFFFF) units = total.Length >= 12 && total[0] == 1 ? BinaryPrimitives.ReadInt64BigEndian(total[4..]) : total.Length >= 8 ? U32(total, 4) : 0;
        if (scale > 0 && units > 0 && units / (double)scale is var seconds && seconds < Longest.TotalSeconds) found = found with { Duration = TimeSpan.FromMilliseconds(Math.Round(seconds * 1000)) };
        for (var rest = moov; Box(rest, "trak") is { } track; rest = rest[track.End..])
        {
            var handler = Inside(rest[track.Start..track.End], "mdia", "hdlr");
            if (handler.Length < 12 || Codec(Inside(rest[track.Start..track.End], "mdia", "minf", "stbl", "stsd"), handler[8..12].SequenceEqual("vide"u8)) is not { } codec) continue;
            if (handler[8..12].SequenceEqual("vide"u8)) found = found with { VideoCodec = found.VideoCodec ?? codec };
            else if (handler[8..12].SequenceEqual("soun"u8)) found = found with { AudioCodec = found.AudioCodec ?? codec };
        }
        return found;
    }

    /// <summary>The body of the box at the end of the path; empty where there is none.</summary>
    private static ReadOnlySpan<byte> Inside(ReadOnlySpan<byte> boxes, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (Box(boxes, name) is not { } at) return [];
            boxes = boxes[at.Start..at.End];
        }
        return boxes;
    }

    /// <summary>The first sample entry's name; of H.264 with profile, constraints and level, which stand in its configuration (ISO/IEC 14496-15).</summary>
    private static string? Codec(ReadOnlySpan<byte> descriptions, bool video)
    {
        if (descriptions.Length < 16) return null;
        var name = Encoding.Latin1.GetString(descriptions.Slice(12, 4));
        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.')) return null;
        // A visual sample entry has 78 bytes before its boxes.
        if (!video || name is not ("avc1" or "avc3") || descriptions.Length < 94 || Box(descriptions[94..], "avcC") is not { } at) return name;
        var set = descriptions[(94 + at.Start)..(94 + at.End)];
        return set.Length < 4 ? name : $"{name}.{set[1]:X2}{set[2]:X2}{set[3]:X2}";
    }

    /// <returns>The body of the first box of the name; null where there is none, or the boxes are broken.</returns>
    private static (int Start, int End)? Box(ReadOnlySpan<byte> boxes, string name)
    {
        for (var at = 0; at + 8 <= boxes.Length;)
        {
            long size = U32(boxes, at);
            var head = 8;
            if (size == 1 && at + 16 <= boxes.Length) (size, head) = (BinaryPrimitives.ReadInt64BigEndian(boxes[(at + 8)..]), 16);
            if (size == 0) size = boxes.Length - at;
            if (size < head || size > boxes.Length - at) return null;
            if (Encoding.Latin1.GetString(boxes.Slice(at + 4, 4)) == name) return (at + head, at + (int)size);
            at += (int)size;
        }
        return null;
    }

    private static long U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);

    /// <summary>RFC 9559: Duration in units of TimestampScale nanoseconds; CodecID of each track.</summary>
    private static FilmFacts WebM(ReadOnlySpan<byte> file)
    {
        var (scale, length, video, audio) = (1_000_000.0, 0.0, (string?)null, (string?)null);
        Read(file, 0, ref scale, ref length, ref video, ref audio);
        var seconds = length * scale / 1e9;
        return new(seconds > 0 && seconds < Longest.TotalSeconds ? TimeSpan.FromMilliseconds(Math.Round(seconds * 1000)) : null, video, audio);
    }

    private static void Read(ReadOnlySpan<byte> elements, int depth, ref double scale, ref double length, ref string? video, ref string? audio)
    {
        for (var at = 0; at < elements.Length;)
        {
            if (BareFilm.Number(elements, at, keepMarker: true) is not { } id || BareFilm.Number(elements, at + id.Length, keepMarker: false) is not { } size) return;
            var from = at + id.Length + size.Length;
            var unknown = size.Value == (1L << 7 * size.Length) - 1;
            if (!unknown && size.Value > elements.Length - from) return;
            var body = elements[from..(unknown ? elements.Length : from + (int)size.Value)];
            switch ((uint)id.Value)
            {
                case Segment or Info or Tracks or TrackEntry when depth < Deepest: Read(body, depth + 1, ref scale, ref length, ref video, ref audio); break;
                case TimestampScale when body.Length is > 0 and <= 8:
                    scale = 0;
                    foreach (var b in body) scale = scale * 256 + b;
                    break;
                case DurationId when body.Length == 4: length = BinaryPrimitives.ReadSingleBigEndian(body); break;
                case DurationId when body.Length == 8: length = BinaryPrimitives.ReadDoubleBigEndian(body); break;
                case CodecId when body.Length is > 2 and <= 40 && Encoding.Latin1.GetString(body) is var codec && codec.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '/' or '.'):
                    if (codec[0] == 'V') video ??= codec;
                    if (codec[0] == 'A') audio ??= codec;
                    break;
            }
            at = from + body.Length;
        }
    }
}
