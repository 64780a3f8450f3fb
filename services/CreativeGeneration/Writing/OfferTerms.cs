using AdPlatform.Contracts.Briefs;

namespace AdPlatform.CreativeGeneration.Writing;

/// <summary>The parts of an offer as they are printed, each citing the offer.</summary>
internal sealed class OfferTerms(ITypography grammar, Offer offer)
{
    public Term? Discount => offer.DiscountPercent is { } percent ? Cite(grammar.Percent(percent)) : null;
    public Term? Price => offer.Price is { } price ? Cite(grammar.Money(price)) : null;
    public Term? Prior => offer is { Price: not null, PriorPrice: { } prior } ? Cite(grammar.Money(prior)) : null;
    public Term? Saving => offer is { Price: { } price, PriorPrice: { } prior } ? Cite(grammar.Money(prior - price)) : null;
    public Term? Code => offer.Code is { } code ? Cite(code) with { IsName = true } : null;
    public Term? Until => offer.EndsOn is { } end ? Cite(grammar.Date(end)) : null;

    private Term Cite(string text) => new(text, offer.Id);
}
