using AdPlatform.AdDelivery.Deciding;
using AdPlatform.Contracts.Briefs;
using Microsoft.Extensions.Options;

namespace AdPlatform.AdDelivery.ServingVast;

/// <summary>Settled decisions as ads with their companions.</summary>
internal sealed class VastAds(AnswerWriter answers, IOptions<AdDeliveryOptions> options)
{
    public VastDocument Writer(string here) => new(url => answers.AssetOf(url, here)!, options.Value.Verification, options.Value.PlainMacros);

    public IReadOnlyList<VastAd> Of(IReadOnlyList<Settled> decisions, Viewer viewer, string here) =>
        [.. decisions.Where(d => d.Decision.Chosen is not null).Select(d => Of(d, answers.Served(d, viewer, here), here))];

    public VastAd Of(Settled settled, ServedAnswer served, string here)
    {
        var chosen = settled.Decision.Chosen!;
        var companions = chosen.Line.Campaign.CreativesFor(FormatIds.Display300x250, chosen.Creative.Form.Locale)?.Creatives ?? [];
        return new(settled, served,
        [
            .. companions.Where(c => c.Form is { AssetUrl: not null, Width: not null, Height: not null }).Take(1).Select(c => new VastCompanion(
                c.CreativeId, c.Form.Width!.Value, c.Form.Height!.Value, answers.AssetOf(c.Form.AssetUrl, here)!, c.Form.Texts.GetValueOrDefault("headline", ""))),
        ]);
    }
}
