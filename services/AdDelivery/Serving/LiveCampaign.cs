using AdPlatform.AdDelivery.Capping;
using AdPlatform.AdDelivery.Deciding;

namespace AdPlatform.AdDelivery.Serving;

/// <summary>A campaign with everything that a decision would otherwise compute again each time.</summary>
internal sealed class LiveCampaign
{
    private readonly Dictionary<string, CreativeSet[]> _setsByFormat;

    /// <param name="advertiserCaps">That the advertiser's campaigns ask for, this one or others: see <see cref="AdvertiserCaps"/>.</param>
    public LiveCampaign(ServingCampaign document, CampaignAllocation? allocation, IReadOnlyList<CapRule>? advertiserCaps = null)
    {
        Document = document;
        Zone = TimeZoneInfo.FindSystemTimeZoneById(document.Zone);
        FlightStart = FlightTimes.StartOf(document.Flight.Start, Zone);
        FlightEnd = FlightTimes.StartOf(document.Flight.End.AddDays(1), Zone);
        OfAdvertiser = advertiserCaps ?? [];
        Caps =
        [
            .. CapRule.Of(document.Cap, CapScope.Campaign, document.CampaignId, Zone, FlightStart, FlightEnd),
            .. CapRule.Of(document.CreativeCap, CapScope.Creative, document.CampaignId, Zone, FlightStart, FlightEnd),
            .. OfAdvertiser,
        ];
        Segments = [.. document.Creatives.Select(c => c.Form.SegmentId).Distinct().Order()];
        var bookings = document.Bookings.ToDictionary(booking => booking.Line.LineId);
        Lines = [.. document.Lines.Select(line => new LiveLine(this, line, bookings.GetValueOrDefault(line.LineId)))];
        Allocation = allocation;
        _setsByFormat = document.Creatives
            .GroupBy(c => c.Form.Format, StringComparer.Ordinal)
            .ToDictionary(
                format => format.Key,
                format => format
                    .GroupBy(c => c.Form.Locale, StringComparer.OrdinalIgnoreCase)
                    .OrderBy(locale => locale.Key, StringComparer.OrdinalIgnoreCase)
                    .Select(locale => new CreativeSet(format.Key, locale.Key, [.. locale.OrderBy(c => c.CreativeId)], allocation))
                    .ToArray(),
                StringComparer.Ordinal);
    }

    public ServingCampaign Document { get; }
    public TimeZoneInfo Zone { get; }
    public DateTimeOffset FlightStart { get; }

    /// <summary>First instant after the flight.</summary>
    public DateTimeOffset FlightEnd { get; }

    /// <summary>All limits on what one viewer sees of it.</summary>
    public IReadOnlyList<CapRule> Caps { get; }

    /// <summary>Those of them that count all of the advertiser's campaigns.</summary>
    public IReadOnlyList<CapRule> OfAdvertiser { get; }

    /// <summary>Segments that its creatives were written for, in order of id.</summary>
    public IReadOnlyList<Guid> Segments { get; }

    public IReadOnlyList<LiveLine> Lines { get; }
    /// <summary>Null before the first fit.</summary>
    public CampaignAllocation? Allocation { get; }

    public IEnumerable<CreativeSet> Sets => _setsByFormat.Values.SelectMany(sets => sets);

    /// <summary>
    /// The creatives of one format in the viewer's language: the exact tag if there is one, otherwise the first locale of the same primary
    /// language; the first of all when the language is not known. Null when none fits.
    /// </summary>
    public CreativeSet? CreativesFor(string format, string? language)
    {
        if (!_setsByFormat.TryGetValue(format, out var sets)) return null;
        if (language is null) return sets[0];
        CreativeSet? kin = null;
        foreach (var set in sets)
        {
            if (string.Equals(set.Locale, language, StringComparison.OrdinalIgnoreCase)) return set;
            if (kin is null && Languages.SamePrimary(set.Locale, language)) kin = set;
        }
        return kin;
    }

    /// <summary>The first of the campaign's segments that the viewer is in; null when in none, and always for political advertising.</summary>
    public Guid? SegmentOf(IReadOnlyList<Guid> viewerSegments)
    {
        if (Document.Political) return null;
        foreach (var segment in Segments)
            if (viewerSegments.Contains(segment)) return segment;
        return null;
    }
}
