using System.Text.Json;
using System.Text.Json.Serialization;

namespace AdPlatform.Profiles;

/// <summary>The cached form: a byte for the format, then sections as <see cref="CompactWriter"/> writes them, so that it can grow within the format. Before it: UTF-8 JSON <c>{"format": 1, "profile": {...}}</c>.</summary>
public static class ProfileCodec
{
    /// <summary>Raise when an older reader would misread the new form.</summary>
    public const int Format = 2;

    /// <summary>Writers and readers are upgraded one after the other: the form before is read as well.</summary>
    public const int OldestFormat = Format - 1;

    public static byte[] Encode(CachedProfile profile)
    {
        var w = new CompactWriter();
        w.Section(1, profile, static (w, p) => { w.Text(p.PublisherId); w.Text(p.Hash); w.Long(p.Version); w.Long(p.InterestHalfLife.Ticks); });
        w.Section(2, profile.Genres, Write);
        w.Section(3, profile.Categories, Write);
        w.Section(4, profile.Segments, static (w, segments) => w.List(segments, static (w, s) => { w.Id(s.SegmentId); w.Number(s.Version); w.Time(s.EnteredAt); }));
        w.Section(5, profile, static (w, p) => { w.Maybe(p.Device); w.Maybe(p.Country); w.Maybe(p.Language); });
        w.Section(6, profile.Exposure, static (w, e) => { w.Number(e.Impressions); w.Number(e.Clicks); w.Number(e.Completions); w.Maybe(e.LastImpressionAt); w.Maybe(e.LastClickAt); });
        w.Section(7, profile.Consent, static (w, c) =>
        {
            w.Number(c.Applies ? 1 : 0);
            w.List(c.Purposes, static (w, purpose) => { w.Number(purpose.Key); w.Number(purpose.Value ? 1 : 0); });
            w.Maybe(c.Source);
            w.Maybe(c.At);
        });
        return w.Finish(Format);
    }

    /// <summary>Null for a format that this reader does not know, or bytes that are no profile: the viewer is then unknown.</summary>
    public static CachedProfile? Decode(ReadOnlySpan<byte> value)
    {
        try
        {
            if (value is [Format, ..]) return Read(value[1..]);
            return value is [(byte)'{', ..] && JsonSerializer.Deserialize(value, ProfileJson.Default.Envelope) is { Format: OldestFormat } envelope ? envelope.Profile : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidDataException or IndexOutOfRangeException or ArgumentException)
        {
            return null;
        }
    }

    private static CachedProfile? Read(ReadOnlySpan<byte> value)
    {
        var r = new CompactReader(value);
        CachedProfile? profile = null;
        while (r.Section(out var tag, out var end))
        {
            if (tag == 1) profile = new() { PublisherId = r.Text(), Hash = r.Text(), Version = r.Long(), InterestHalfLife = new(r.Long()) };
            else if (profile is null) return null;
            else if (tag == 2) profile = profile with { Genres = ReadScores(ref r) };
            else if (tag == 3) profile = profile with { Categories = ReadScores(ref r) };
            else if (tag == 4) profile = profile with { Segments = ReadSegments(ref r) };
            else if (tag == 5) profile = profile with { Device = r.MaybeText(), Country = r.MaybeText(), Language = r.MaybeText() };
            else if (tag == 6) profile = profile with { Exposure = new() { Impressions = r.Number(), Clicks = r.Number(), Completions = r.Number(), LastImpressionAt = r.MaybeTime(), LastClickAt = r.MaybeTime() } };
            else if (tag == 7) profile = profile with { Consent = ReadConsent(ref r) };
            r.GoTo(end);
        }

        return profile;
    }

    private static void Write(CompactWriter w, IReadOnlyDictionary<string, DecayedScore> scores) =>
        w.List(scores, static (w, score) => { w.Text(score.Key); w.Real(score.Value.Value); w.Time(score.Value.At); });

    private static Dictionary<string, DecayedScore> ReadScores(ref CompactReader r)
    {
        var n = r.Count();
        var scores = new Dictionary<string, DecayedScore>(n);
        for (; n > 0; n--) scores[r.Text()] = new(r.Real(), r.Time());
        return scores;
    }

    private static SegmentMembership[] ReadSegments(ref CompactReader r)
    {
        var segments = new SegmentMembership[r.Count()];
        for (var i = 0; i < segments.Length; i++) segments[i] = new(r.Id(), r.Number(), r.Time());
        return segments;
    }

    private static ConsentSummary ReadConsent(ref CompactReader r)
    {
        var (applies, n) = (r.Number() == 1, r.Count());
        var purposes = new Dictionary<int, bool>(n);
        for (; n > 0; n--) purposes[r.Number()] = r.Number() == 1;
        return new() { Applies = applies, Purposes = purposes, Source = r.MaybeText(), At = r.MaybeTime() };
    }

    internal sealed record Envelope(int Format, CachedProfile? Profile);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProfileCodec.Envelope))]
internal sealed partial class ProfileJson : JsonSerializerContext;
