using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.MarketRules;
using AdPlatform.CreativeGeneration.Writing;

namespace AdPlatform.CreativeGeneration.Facts;

/// <summary>A typed fact as it is kept with the creatives: <c>Id</c> is what a phrase cites; an offer's parts share its id.</summary>
/// <param name="Type">product, kind, advertiser, benefit, feature, proof, ease, identity, price, priorPrice, discount, code, deadline, mandatoryText, landingUrl.</param>
/// <param name="Text">Per locale; "*" where it does not depend on the language.</param>
internal sealed record TypedFact(string Id, string Type, IReadOnlyDictionary<string, string> Text, string? Source = null, IReadOnlyList<string>? Appeals = null);

/// <summary>Everything that creatives of one brief may rest on. Made by <see cref="ReadingBrief"/> only, after all checks.</summary>
internal sealed record FactBook(CampaignBrief Brief, IReadOnlyList<TypedFact> Facts)
{
    // Paths into the brief: with a dot, so that no fact of an advertiser has such an id.
    public const string ProductId = "brief.product";
    public const string AdvertiserId = "brief.advertiser";
    public const string MandatoryId = "brief.mandatoryText";
    public const string LandingId = "brief.landingUrl";

    public static IReadOnlyList<string> ReservedIds { get; } = [ProductId, AdvertiserId, MandatoryId, LandingId];

    /// <summary>The facts in one language; a claim without a text in it is left out, because nobody here may translate it.</summary>
    /// <param name="print">Sets the language's spaces and quotes in the advertiser's words.</param>
    public FactSheet In(string locale, ITypography print)
    {
        Func<string, string> typeset = print.Typeset;
        var name = LocaleText.Find(Brief.Product.Name, locale) ?? Brief.Product.Name.First().Value;
        var mandatory = string.Join(" · ", new[] { PoliticalRules.Label(Brief, print), LocaleText.Find(Brief.Brand.MandatoryText, locale) }.OfType<string>());
        return new FactSheet
        {
            Locale = locale,
            Language = LocaleText.Language(locale),
            Product = Wording.OneLine(name),
            Kind = LocaleText.Find(Brief.Product.Kind, locale) is { } kind ? typeset(Wording.Clean(kind)) : null,
            Advertiser = Wording.OneLine(Brief.Advertiser.Name),
            Claims = [.. Brief.Facts
                .Select(fact => (fact, text: LocaleText.Find(fact.Text, locale)))
                .Where(f => f.text is not null)
                .Select(f => new Claim(f.fact.Id, f.fact.Kind, typeset(Wording.Clean(f.text!)), f.fact.Source is null ? null : typeset(Wording.Clean(f.fact.Source)), f.fact.Appeals))],
            Offer = Brief.Offer,
            Mandatory = mandatory.Length == 0 ? null : typeset(Wording.OneLine(mandatory)),
            LandingUrl = Brief.LandingUrl,
            Domains = Brief.Advertiser.Domains,
            Formal = Brief.Brand.FormalAddress,
            Objective = Brief.Objective,
        };
    }
}
