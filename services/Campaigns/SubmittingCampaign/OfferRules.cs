using AdPlatform.Contracts.Briefs;
using AdPlatform.Hosting.Http;

namespace AdPlatform.Campaigns.SubmittingCampaign;

/// <summary>An offer that contradicts itself is refused: the discount must be what the two prices say, to the whole percent.</summary>
internal static class OfferRules
{
    public static void Check(CampaignBrief brief, DateTimeOffset now, FieldErrors errors)
    {
        if (brief.Offer is not { } offer) return;
        errors.Check(offer.Price is not null || offer.DiscountPercent is not null, "offer", "must have a price or a discountPercent");
        errors.Check(brief.Facts.All(fact => fact.Id != offer.Id), "offer.id", "is the id of a fact");
        errors.Check(offer.DiscountPercent is null or >= 1 and <= 99, "offer.discountPercent", "must be 1 to 99");
        if (offer.Price is { } price) BriefRules.Money(price, "offer.price", errors);
        if (offer.PriorPrice is { } prior)
        {
            BriefRules.Money(prior, "offer.priorPrice", errors);
            errors.Check(offer.Price is not null, "offer.price", "is required with a priorPrice");
        }

        if (offer is { Price: { } current, PriorPrice: { } before } && errors.Check(current.Currency == before.Currency, "offer.priorPrice.currency", "must be the currency of the price"))
        {
            if (errors.Check(current.Micros < before.Micros, "offer.priorPrice.amount", "must be more than the price") && offer.DiscountPercent is { } percent)
            {
                var really = 100m * (before.Micros - current.Micros) / before.Micros;
                errors.Check(Math.Abs(really - percent) < 1m, "offer.discountPercent", $"contradicts the prices, which make {really:0.#} percent");
            }
        }

        if (offer.Code is not null) TextRules.Check(offer.Code, "offer.code", 30, errors);
        if (offer.EndsOn is { } end)
        {
            errors.Check(end >= brief.Flight.Start, "offer.endsOn", "lies before the flight");
            errors.Check(end.ToDateTime(TimeOnly.MaxValue) >= now.UtcDateTime.AddDays(-1), "offer.endsOn", "lies in the past");
        }
    }
}
