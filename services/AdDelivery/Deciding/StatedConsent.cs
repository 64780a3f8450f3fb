using AdPlatform.Profiles.Consent;

namespace AdPlatform.AdDelivery.Deciding;

/// <summary>What a request says about consent, read.</summary>
/// <param name="Gdpr">Null leaves it to the country.</param>
/// <param name="Purposes">TCF purposes with a legal basis, 1 to 11.</param>
/// <param name="Malformed">There is a string, and nothing else, and it cannot be read.</param>
internal sealed record StatedConsent(bool? Gdpr, IReadOnlyList<int> Purposes, bool Malformed)
{
    public static StatedConsent Of(ConsentRequest? consent, int? tcfVendorId)
    {
        if (consent is not { Purposes: null, TcString: { } text }) return new(consent?.Gdpr, consent?.Purposes ?? [], false);
        return TcString.TryRead(text) is { } tc
            ? new(consent.Gdpr, [.. LegalBasis.PurposesOf(tc, tcfVendorId).Where(pair => pair.Value).Select(pair => pair.Key)], false)
            : new(consent.Gdpr, [], true);
    }
}
