using System.Collections.Frozen;
using AdPlatform.AdDelivery.Deciding;

namespace AdPlatform.AdDelivery.Serving;

/// <summary>Everything that one publisher's ad server may be answered with, at one version. Immutable.</summary>
internal sealed class PublisherSnapshot
{
    private static readonly LiveLine[] NoLines = [];

    /// <summary>By title; groups, which meet titles by genre, under the empty one.</summary>
    private readonly Dictionary<(string Format, string Country, string TitleId), LiveLine[]> _lines;
    private readonly Dictionary<string, int> _byFormat;
    private readonly Dictionary<(string Format, string Country), int> _byCountry;
    private readonly Dictionary<Guid, LiveCampaign> _campaigns;

    public PublisherSnapshot(string publisherId, long version, IEnumerable<LiveCampaign> campaigns)
    {
        PublisherId = publisherId;
        Version = version;
        _campaigns = AdvertiserCaps.Share([.. campaigns]).ToDictionary(c => c.Document.CampaignId);
        // Ended campaigns stay readable for explanations and clicks, but no decision looks at them.
        All = [.. _campaigns.Values.OrderBy(c => c.Document.CampaignId).SelectMany(c => c.Lines)];
        Advertised = [.. Campaigns.Select(c => c.Document.AdvertiserCategory).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];
        Segments = _campaigns.Values.SelectMany(c => c.Segments).Concat(All.SelectMany(line => line.Segments)).ToFrozenSet();
        Serving = [.. All.Where(line => line.Campaign.Document.Status != CampaignStatus.Ended)];
        Currencies = [.. Serving.CountBy(line => line.Plan.Cpm.Currency).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key)];
        _byFormat = Serving.CountBy(line => line.Plan.Format).ToDictionary();
        _byCountry = Serving.CountBy(line => (line.Plan.Format, line.Plan.Geography.ToUpperInvariant())).ToDictionary();
        _lines = Serving
            .GroupBy(line => (line.Plan.Format, line.Plan.Geography.ToUpperInvariant(), LineMatch.IsGroup(line.Plan.TitleId) ? "" : line.Plan.TitleId))
            .ToDictionary(group => group.Key, group => group.ToArray());
    }

    /// <summary>Segments that any campaign has creatives for: the only ones of a viewer that a decision looks at.</summary>
    public FrozenSet<Guid> Segments { get; }

    /// <summary>Categories (Content 3.1) of all that is advertised.</summary>
    public IReadOnlyList<string> Advertised { get; }

    /// <summary>Of its lines, the most common first.</summary>
    public IReadOnlyList<string> Currencies { get; }

    public string PublisherId { get; }
    public long Version { get; }

    /// <summary>All lines in order of campaign id, then as planned.</summary>
    public IReadOnlyList<LiveLine> All { get; }

    public IReadOnlyList<LiveLine> Serving { get; }
    public IEnumerable<LiveCampaign> Campaigns => _campaigns.Values;

    public LiveCampaign? Campaign(Guid campaignId) => _campaigns.GetValueOrDefault(campaignId);

    /// <summary>Of a viewer's segments those that any campaign has creatives for; the same list when those are all.</summary>
    public IReadOnlyList<Guid> Known(IReadOnlyList<Guid> segments)
    {
        for (var i = 0; i < segments.Count; i++)
            if (!Segments.Contains(segments[i])) return [.. segments.Where(Segments.Contains)];
        return segments;
    }

    /// <summary>The lines that these three do not exclude, apart from the genres of groups. A request costs what may match, not what there is.</summary>
    /// <param name="country">Upper case; an unknown country matches no line, since every line is bought for one.</param>
    public (LiveLine[] Titled, LiveLine[] Groups) LinesFor(string format, string? country, string? titleId) => country is null ? (NoLines, NoLines) : (
        titleId is { Length: > 0 } ? _lines.GetValueOrDefault((format, country, titleId), NoLines) : NoLines,
        _lines.GetValueOrDefault((format, country, ""), NoLines));

    public int CountOf(string format) => _byFormat.GetValueOrDefault(format);

    public int CountOf(string format, string? country) => country is null ? 0 : _byCountry.GetValueOrDefault((format, country));
}
