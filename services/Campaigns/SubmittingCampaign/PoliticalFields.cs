using System.Net.Mail;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Hosting.Http;

namespace AdPlatform.Campaigns.SubmittingCampaign;

/// <summary>What a political advertisement tells of itself can be printed and followed. Which of it the law asks for depends on the market, and is decided creative by creative.</summary>
internal static class PoliticalFields
{
    public static void Check(CampaignBrief brief, FieldErrors errors)
    {
        if (brief.Political is not { } political) return;
        void Text(string? text, string field, int max) { if (text is not null) TextRules.Check(text, $"political.{field}", max, errors); }
        Text(political.Sponsor, "sponsor", 100);
        Text(political.ControlledBy, "controlledBy", 100);
        Text(political.Process, "process", 100);
        Text(political.SponsorAddress, "sponsorAddress", 200);
        if (political.SponsorEmail is { } email) errors.Check(email.Length <= 254 && MailAddress.TryCreate(email, out var read) && read.Address == email, "political.sponsorEmail", "must be an e-mail address");
        if (political.SponsorCountry is { } country) errors.Check(Countries.IsKnown(country), "political.sponsorCountry", "must be an ISO 3166-1 alpha-2 country in capitals, such as FR");
        errors.Check(political.VoteOn is null || political.Process is not null, "political.process", "must say what is voted on where voteOn is given");
        if (political.NoticeUrl is not { } notice) return;
        errors.Check(notice.Length <= 300 && Uri.TryCreate(notice, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps && url.IsDefaultPort && url.UserInfo.Length == 0
            && brief.Advertiser.Domains.Any(domain => url.IdnHost == domain || url.IdnHost.EndsWith("." + domain, StringComparison.Ordinal)),
            "political.noticeUrl", "must be an absolute https URL of at most 300 characters on one of advertiser.domains");
    }
}
