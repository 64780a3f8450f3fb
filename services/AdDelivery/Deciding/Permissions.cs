namespace AdPlatform.AdDelivery.Deciding;

/// <summary>What the viewer's consent allows. Where no such law applies all of it is allowed.</summary>
/// <param name="Contextual">Choose by context: purpose 2.</param>
/// <param name="Profile">Choose by profile: purposes 1, 3 and 4 (and 2).</param>
/// <param name="Cap">Remember who saw what: purposes 1 and 2.</param>
/// <param name="Measure">Keep the viewer's hash with what came of it: purposes 1 and 7.</param>
/// <param name="Learn">Learn from the response: the purposes that options name, 9 and 10 by default.</param>
internal sealed record Permissions(bool TcfApplies, bool Contextual, bool Profile, bool Cap, bool Measure, bool Learn)
{
    public static Permissions All { get; } = new(false, true, true, true, true, true);

    /// <summary>Where no such law applies, of a viewer whose consent cannot be read.</summary>
    private static readonly Permissions ContextOnly = new(false, true, false, false, false, false);

    /// <param name="country">Upper case; an unknown country counts as one where TCF applies.</param>
    public static Permissions Of(StatedConsent consent, string? country, IReadOnlyList<string> tcfCountries, IReadOnlyList<int> learningPurposes)
    {
        var applies = consent.Gdpr ?? (country is null || tcfCountries.Contains(country));
        if (!applies) return consent.Malformed ? ContextOnly : All;
        var purposes = consent.Purposes;
        var contextual = purposes.Contains(2);
        var store = purposes.Contains(1);
        return new(
            TcfApplies: true,
            Contextual: contextual,
            Profile: contextual && store && purposes.Contains(3) && purposes.Contains(4),
            Cap: contextual && store,
            Measure: store && purposes.Contains(7),
            Learn: HasAll(purposes, learningPurposes));
    }

    private static bool HasAll(IReadOnlyList<int> purposes, IReadOnlyList<int> needed)
    {
        for (var i = 0; i < needed.Count; i++)
            if (!purposes.Contains(needed[i])) return false;
        return true;
    }
}
