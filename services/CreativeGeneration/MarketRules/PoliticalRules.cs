using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Facts;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.Localising;
using AdPlatform.CreativeGeneration.Writing;

namespace AdPlatform.CreativeGeneration.MarketRules;

/// <summary>Regulation (EU) 2024/900 as far as a creative can meet it: the label and where the notice is are printed in it, whole, or it does not run. What stands in the notice is the sponsor's to publish.</summary>
internal static class PoliticalRules
{
    /// <summary>Months before a vote in which only sponsors of the Union may be served: Art. 5(2).</summary>
    private const int QuietMonths = 3;

    /// <summary>Statement, sponsor and who controls it, process, notice: the order of Art. 11(1).</summary>
    public static string? Label(CampaignBrief brief, ITypography print) => brief.Political is not { Sponsor: { } sponsor } political ? null : string.Join(" · ", new[]
    {
        print.Labels.Political,
        $"{print.Labels.Sponsored} {sponsor}" + (political.ControlledBy is { } by ? $" ({by})" : ""),
        political.Process,
        political.NoticeUrl is { } url && ReadingBrief.OnDomains(url, brief.Advertiser.Domains) ? Shown(url) : null,
    }.OfType<string>().Select(t => print.Typeset(Wording.OneLine(t))));

    public static Verdict? Labelled(RuleCase c)
    {
        if (c.Category != Categories.Politics) return null;
        if (c.Brief.Political is not { } political) return NotMet("political", "names neither the sponsor nor the notice");
        if (string.IsNullOrWhiteSpace(political.Sponsor)) return NotMet("political.sponsor", "must name who pays");
        if (c.Format.Find(Roles.Legal) is null) return NotMet("formats", $"{c.Format.Id} has no place for the label");
        if (c.Print is null) return NotMet("formats", $"{c.Format.Id} has no room for the whole label");
        string?[] needed = [Tongue.PrintOf(c.Locale)?.Labels.Political, political.Sponsor, political.ControlledBy, political.Process];
        return needed.OfType<string>().FirstOrDefault(t => !c.Prints(t)) is { } missing ? NotMet("creative", $"does not say \"{missing}\": generate the campaign again") : Met("political", $"labelled as political, of {political.Sponsor}");
    }

    public static Verdict? Noticed(RuleCase c)
    {
        if (c.Category != Categories.Politics || c.Brief.Political is not { } political) return null;
        if (political.NoticeUrl is not { } url || !ReadingBrief.OnDomains(url, c.Brief.Advertiser.Domains)) return NotMet("political.noticeUrl", "must be the https address of the transparency notice, on one of the advertiser's domains");
        foreach (var (field, value) in new[] { ("sponsorEmail", political.SponsorEmail), ("sponsorAddress", political.SponsorAddress), ("sponsorCountry", political.SponsorCountry) })
            if (string.IsNullOrWhiteSpace(value)) return NotMet($"political.{field}", "is part of the notice");
        return c.Print is not null && c.Prints(Shown(url)) ? Met("political.noticeUrl", $"says that the notice is at {Shown(url)}") : NotMet("formats", $"{c.Format.Id} does not show where the notice is");
    }

    public static Verdict? Sponsored(RuleCase c, IReadOnlySet<string> union)
    {
        if (c.Category != Categories.Politics || c.Brief.Political is not { VoteOn: { } vote } political) return null;
        if (c.Brief.Flight.Start > vote || c.Brief.Flight.End < vote.AddMonths(-QuietMonths)) return Met("flight", $"is not in the {QuietMonths} months before the vote on {vote:yyyy-MM-dd}");
        return political.SponsorCountry is { } country && union.Contains(country) ? Met("political.sponsorCountry", $"{country} is in the Union")
            : NotMet("political.sponsorCountry", $"must be in the Union in the {QuietMonths} months before the vote on {vote:yyyy-MM-dd}");
    }

    /// <summary>What the platform knows of viewers it learned from their behaviour, and none of them was asked for consent to political advertising: nothing of it may steer the campaign.</summary>
    public static Verdict? Untargeted(RuleCase c) => c.Category != Categories.Politics ? null
        : c.Brief.Targeting.Segments.Count > 0 ? NotMet("targeting.segments", Unconsented)
        : c.Brief.Targeting.Interests.Count > 0 ? NotMet("targeting.interests", Unconsented)
        : Met("targeting", "names no segment and no interest, and all viewers' creatives argue alike");

    private const string Unconsented = "needs each viewer's explicit consent, given for political advertising alone, which this platform does not ask for";

    private static string Shown(string url) => new Uri(url) is var uri && uri.Host is var host ? (host.StartsWith("www.", StringComparison.Ordinal) ? host[4..] : host) + uri.AbsolutePath.TrimEnd('/') : "";

    private static Verdict Met(string field, string reason) => new(Outcome.Met, field, reason);

    private static Verdict NotMet(string field, string reason) => new(Outcome.NotMet, field, reason);
}
