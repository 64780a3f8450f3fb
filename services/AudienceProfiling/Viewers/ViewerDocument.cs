using System.Text.Json;
using System.Text.Json.Serialization;
using AdPlatform.Profiles;

namespace AdPlatform.AudienceProfiling.Viewers;

/// <summary>
/// The stored form of a profile: a byte for the form, each text once, then sections of <c>tag, length, content</c>. Sections that a reader does not know
/// are skipped and missing ones keep their defaults, so that it can grow. The form before, UTF-8 JSON, is read as well.
/// </summary>
/// <remarks>A fifth of the JSON, and of the time for it: a profile is mostly small counts a day.</remarks>
internal static class ViewerDocument
{
    private const byte Form = 2;

    public static byte[] Write(ViewerProfile profile)
    {
        var w = new CompactWriter();
        w.Section(1, profile.Ids, static (w, ids) => w.List(ids, static (w, id) => { w.Text(id.Kind); w.Text(id.Id); }));
        w.Section(2, profile, static (w, p) => { w.Time(p.FirstSeen); w.Time(p.LastSeen); });
        w.Section(3, profile.Traits, static (w, traits) => w.List(traits, static (w, t) => { w.Text(t.Key); Write(w, t.Value); }));
        w.Section(4, profile.Genres, Write);
        w.Section(5, profile.Categories, Write);
        w.Section(6, profile.Events, static (w, events) => w.List(events, static (w, e) => { w.Text(e.Key); Write(w, e.Value); }));
        w.Section(7, profile.Devices, Write);
        w.Section(8, profile.Dayparts, static (w, parts) => w.List(parts, static (w, events) => w.Number(events)));
        w.Section(9, profile, static (w, p) => { Write(w, p.Device); Write(w, p.Country); Write(w, p.Language); });
        w.Section(10, profile.Exposure, static (w, e) =>
        {
            w.Number(e.Impressions); w.Number(e.Clicks); w.Number(e.Completions);
            w.Maybe(e.LastImpressionAt); w.Maybe(e.LastClickAt);
        });
        w.Section(11, profile.Consent, static (w, consent) => w.List(consent, static (w, c) => { w.Number(c.Key); Write(w, c.Value); }));
        if (profile.HistoryConsent is { } history) w.Section(12, history, Write);
        w.Section(13, profile.Segments, static (w, segments) => w.List(segments, static (w, s) => { w.Id(s.SegmentId); w.Number(s.Version); w.Time(s.EnteredAt); }));
        return w.Finish(Form);
    }

    public static ViewerProfile Read(ReadOnlySpan<byte> document)
    {
        if (document is [(byte)'{', ..]) return JsonSerializer.Deserialize(document, ViewerJson.Default.ViewerProfile) ?? throw new JsonException("A stored profile is null.");
        if (document is not [Form, ..]) throw new InvalidDataException($"A stored profile has a form that this version does not know: {(document.IsEmpty ? "none" : document[0])}.");
        var r = new CompactReader(document[1..]);
        var profile = new ViewerProfile();
        while (r.Section(out var tag, out var end))
        {
            switch (tag)
            {
                case 1: for (var n = r.Count(); n > 0; n--) profile.Ids.Add(new(r.Text(), r.Text())); break;
                case 2: (profile.FirstSeen, profile.LastSeen) = (r.Time(), r.Time()); break;
                case 3: for (var n = r.Count(); n > 0; n--) profile.Traits[r.Text()] = ReadTrait(ref r); break;
                case 4: ReadScores(ref r, profile.Genres); break;
                case 5: ReadScores(ref r, profile.Categories); break;
                case 6: for (var n = r.Count(); n > 0; n--) profile.Events[r.Text()] = ReadHistory(ref r); break;
                case 7: profile.Devices = ReadCounts(ref r) ?? []; break;
                case 8: for (int n = r.Count(), i = 0; i < n; i++) profile.Dayparts[i] = r.Number(); break;
                case 9: (profile.Device, profile.Country, profile.Language) = (ReadLatest(ref r), ReadLatest(ref r), ReadLatest(ref r)); break;
                case 10: profile.Exposure = new() { Impressions = r.Number(), Clicks = r.Number(), Completions = r.Number(), LastImpressionAt = r.MaybeTime(), LastClickAt = r.MaybeTime() }; break;
                case 11: for (var n = r.Count(); n > 0; n--) profile.Consent[r.Number()] = ReadConsent(ref r); break;
                case 12: profile.HistoryConsent = ReadConsent(ref r); break;
                case 13: for (var n = r.Count(); n > 0; n--) profile.Segments.Add(new(r.Id(), r.Number(), r.Time())); break;
            }

            r.GoTo(end);
        }

        return profile;
    }

    private static void Write(CompactWriter w, Trait trait)
    {
        w.Time(trait.At);
        w.Number(trait.Text is not null ? 1 : trait.Number is not null ? 2 : trait.Flag is { } flag ? (flag ? 4 : 3) : 0);
        if (trait.Text is { } text) w.Text(text);
        else if (trait.Number is { } number) w.Real(number);
    }

    private static Trait ReadTrait(ref CompactReader r)
    {
        var at = r.Time();
        return r.Number() switch
        {
            1 => new(at, Text: r.Text()),
            2 => new(at, Number: r.Real()),
            3 => new(at, Flag: false),
            4 => new(at, Flag: true),
            _ => new(at),
        };
    }

    private static void Write(CompactWriter w, Dictionary<string, DecayedScore> scores) =>
        w.List(scores, static (w, score) => { w.Text(score.Key); w.Real(score.Value.Value); w.Time(score.Value.At); });

    private static void ReadScores(ref CompactReader r, Dictionary<string, DecayedScore> into)
    {
        for (var n = r.Count(); n > 0; n--) into[r.Text()] = new(r.Real(), r.Time());
    }

    private static void Write(CompactWriter w, EventHistory history)
    {
        w.Time(history.First);
        w.Time(history.Last);
        Write(w, history.Older);
        w.List(history.Days, static (w, day) => { w.Number(day.Key); Write(w, day.Value); });
    }

    private static EventHistory ReadHistory(ref CompactReader r)
    {
        var history = new EventHistory { First = r.Time(), Last = r.Time(), Older = ReadOccurrences(ref r) };
        var n = r.Count();
        history.Days.EnsureCapacity(n);
        for (; n > 0; n--) history.Days[r.Number()] = ReadOccurrences(ref r);
        return history;
    }

    private static void Write(CompactWriter w, Occurrences occurrences)
    {
        w.Number(occurrences.Count);
        Write(w, occurrences.Genres);
        Write(w, occurrences.Properties);
    }

    private static Occurrences ReadOccurrences(ref CompactReader r) => new() { Count = r.Number(), Genres = ReadCounts(ref r), Properties = ReadCounts(ref r) };

    private static void Write(CompactWriter w, Dictionary<string, int>? counts)
    {
        if (counts is null) w.Number(0);
        else w.List(counts, static (w, count) => { w.Text(count.Key); w.Number(count.Value); });
    }

    private static Dictionary<string, int>? ReadCounts(ref CompactReader r)
    {
        var n = r.Count();
        if (n == 0) return null;
        var counts = new Dictionary<string, int>(n);
        for (; n > 0; n--) counts[r.Text()] = r.Number();
        return counts;
    }

    private static void Write(CompactWriter w, Latest? latest)
    {
        w.Number(latest is null ? 0 : 1);
        if (latest is not { } told) return;
        w.Text(told.Value);
        w.Time(told.At);
    }

    private static Latest? ReadLatest(ref CompactReader r) => r.Number() == 0 ? null : new Latest(r.Text(), r.Time());

    private static void Write(CompactWriter w, PurposeConsent consent)
    {
        w.Number(consent.Allowed ? 1 : 0);
        w.Time(consent.At);
        w.Text(consent.Source);
    }

    private static PurposeConsent ReadConsent(ref CompactReader r) => new(r.Number() == 1, r.Time(), r.Text());
}

/// <summary>The form that was written before, read only.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ViewerProfile))]
internal sealed partial class ViewerJson : JsonSerializerContext;
