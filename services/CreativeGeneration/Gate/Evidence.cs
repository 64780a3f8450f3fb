using AdPlatform.CreativeGeneration.Facts;

namespace AdPlatform.CreativeGeneration.Gate;

/// <summary>What one cited fact lets a phrase say: its words, its numbers with their units, its text.</summary>
internal sealed record Evidence(string Text, IReadOnlySet<string> Words, IReadOnlySet<StatedNumber> Numbers)
{
    /// <summary><see cref="Text"/> folded, with spaces around.</summary>
    public string Padded { get; } = Tokens.Padded(Text);

    /// <summary>Every fact of a sheet by the id that a phrase cites.</summary>
    public static IReadOnlyDictionary<string, Evidence> Of(FactSheet facts, Vocabulary vocabulary)
    {
        var all = new Dictionary<string, Evidence>
        {
            [FactBook.ProductId] = Read($"{facts.Product} | {facts.Kind}", facts.Language),
            [FactBook.AdvertiserId] = Read(facts.Advertiser, facts.Language),
            [FactBook.LandingId] = Read(new Uri(facts.LandingUrl).Host, facts.Language),
        };
        if (facts.Mandatory is { } mandatory) all[FactBook.MandatoryId] = Read(mandatory, facts.Language);
        foreach (var claim in facts.Claims) all[claim.Id] = Read($"{claim.Text} | {claim.Source}", facts.Language);
        if (facts.Offer is { } offer) all[offer.Id] = OfOffer(offer, vocabulary);
        return all;
    }

    private static Evidence Read(string text, string language) => new(text, Tokens.Of(text).ToHashSet(), NumberReader.In(text, language).ToHashSet());

    private static Evidence OfOffer(Contracts.Briefs.Offer offer, Vocabulary vocabulary)
    {
        var numbers = new HashSet<StatedNumber>();
        var words = new HashSet<string>();
        foreach (var money in new[] { offer.Price, offer.PriorPrice, Saving(offer) })
            if (money is { } amount) { numbers.Add(new(amount.Units, amount.Currency)); words.Add(amount.Currency.ToLowerInvariant()); words.Add(amount.Currency[..2].ToLowerInvariant()); }
        if (offer.DiscountPercent is { } percent) numbers.Add(new(percent, "%"));
        if (offer.Code is { } code)
        {
            words.UnionWith(Tokens.Of(code));
            numbers.UnionWith(NumberReader.In(code, "en"));
        }
        if (offer.EndsOn is { } end)
        {
            numbers.Add(new(end.Day, ""));
            numbers.Add(new(end.Year, ""));
            if (vocabulary.Unspaced) numbers.Add(new(end.Month, ""));
            words.Add(vocabulary.Months[end.Month - 1]);
        }
        return new Evidence(offer.Code ?? "", words, numbers);
    }

    private static Contracts.Money? Saving(Contracts.Briefs.Offer offer) => offer is { Price: { } price, PriorPrice: { } prior } ? prior - price : null;
}
