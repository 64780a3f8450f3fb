using AdPlatform.Contracts.Briefs;

namespace AdPlatform.CreativeGeneration.Facts;

/// <summary>An offer must agree with itself: price, price before, percent and last day.</summary>
internal static class OfferChecks
{
    public static BriefFault? Fault(Offer offer, CampaignBrief brief)
    {
        if (FactBook.ReservedIds.Contains(offer.Id) || string.IsNullOrWhiteSpace(offer.Id)) return new("offer.id", $"\"{offer.Id}\" is taken: it cites something else");
        if (offer.Price is null && offer.DiscountPercent is null) return new("offer", "needs a price or a discount");
        if (offer.Price is { Micros: <= 0 }) return new("offer.price", "must be more than 0");
        if (offer.DiscountPercent is < 1 or > 99) return new("offer.discountPercent", "must be a whole percent from 1 to 99");
        if (offer.EndsOn is { } end && end < brief.Flight.Start) return new("offer.endsOn", $"is over before the flight starts on {brief.Flight.Start:yyyy-MM-dd}");
        if (offer.Code is { } code && (code.Length is < 1 or > 30 || !code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')))
            return new("offer.code", "must be 1 to 30 letters, digits, - or _");
        return offer is { Price: { } price, PriorPrice: { } prior } ? Prices(price, prior, offer.DiscountPercent) : null;
    }

    private static BriefFault? Prices(Contracts.Money price, Contracts.Money prior, int? stated)
    {
        if (price.Currency != prior.Currency) return new("offer.priorPrice", $"is in {prior.Currency}, the price in {price.Currency}");
        if (prior <= price) return new("offer.priorPrice", "must be more than the price");
        var percent = 100m * (prior.Micros - price.Micros) / prior.Micros;
        // Rounded either way is honest enough for a whole percent; a full point is not.
        return stated is not { } said || Math.Abs(said - percent) < 1
            ? null
            : new("offer.discountPercent", $"{said}% does not match {price} instead of {prior}, which is {percent:0.#}%");
    }
}
