using System.Globalization;
using System.Text.Json;
using AdPlatform.AudienceProfiling.BuildingProfile;
using AdPlatform.Profiles.Consent;

namespace AdPlatform.AudienceProfiling.Consent;

/// <summary>What one event says about consent, in <c>context.consent</c>.</summary>
/// <param name="Malformed">Something is there that cannot be read: the event is taken as without consent, and counted.</param>
/// <param name="ViewingHistory">Whether the titles that the viewer sees may be kept (<c>context.consent.viewingHistory</c>); null when it says nothing.</param>
internal sealed record ConsentStatement(IReadOnlyDictionary<int, bool> Purposes, string Source, bool Malformed, bool? ViewingHistory = null)
{
    public static ConsentStatement None { get; } = new(new Dictionary<int, bool>(), "", false);

    /// <summary>
    /// The first of these that is there: <c>purposes: {"1": true, "4": false}</c> by TCF purpose; <c>tcString</c>, <c>gppString</c> or <c>usPrivacy</c>, see
    /// <see cref="ReadingConsentString"/>; Segment's <c>categoryPreferences: {"Advertising": true}</c>, which
    /// <see cref="ProfilingOptions.ConsentCategories"/> turns into purposes. Whatever it says, <see cref="RefusalSignals"/> refuse.
    /// </summary>
    /// <param name="requestSignal">See <see cref="RefusalSignals.OfRequest"/>.</param>
    public static ConsentStatement Read(JsonElement context, ConsentCategories categories, int? tcfVendorId, string? requestSignal)
    {
        var consent = context.Member("consent");
        var stated = consent.ValueKind == JsonValueKind.Undefined ? None : Stated(consent, categories, tcfVendorId);
        if (stated.Malformed) return stated;
        if (consent.Member("viewingHistory") is { ValueKind: JsonValueKind.True or JsonValueKind.False } history) stated = stated with { ViewingHistory = history.GetBoolean() };
        if (RefusalSignals.Of(context, requestSignal) is not { } signal) return stated;
        var purposes = stated.Purposes.ToDictionary();
        foreach (var purpose in signal.Purposes) purposes[purpose] = false;
        return stated with { Purposes = purposes, Source = signal.Source };
    }

    /// <summary>Bit 1 for purpose 1, and so on.</summary>
    public int Mask(bool allowed)
    {
        var mask = 0;
        foreach (var (purpose, isAllowed) in Purposes)
            if (isAllowed == allowed) mask |= 1 << purpose;
        return mask;
    }

    private static ConsentStatement Stated(JsonElement consent, ConsentCategories categories, int? tcfVendorId)
    {
        if (consent.ValueKind == JsonValueKind.Object)
        {
            if (consent.TryGetProperty("purposes", out var purposes)) return Of(purposes, "context.consent.purposes", ByNumber);
            if (ReadingConsentString.Read(consent, tcfVendorId) is { } stated) return stated;
            if (consent.TryGetProperty("categoryPreferences", out var preferences)) return Of(preferences, "context.consent.categoryPreferences", categories.PurposesOf);
        }
        return consent.ValueKind == JsonValueKind.Null || IsOnlySignals(consent) ? None : Unreadable("context.consent");
    }

    /// <summary>Members that are read by themselves, beside the statement of purposes.</summary>
    private static bool IsOnlySignals(JsonElement consent) => consent.ValueKind == JsonValueKind.Object && consent.EnumerateObject().Any()
        && consent.EnumerateObject().All(member => member.Name is "gpc" or "dnt" or "lmt" or "coppa" or "viewingHistory");

    private static ConsentStatement Of(JsonElement stated, string source, Func<string, IReadOnlyList<int>?> purposesOf)
    {
        if (stated.ValueKind != JsonValueKind.Object) return Unreadable(source);
        var purposes = new Dictionary<int, bool>();
        foreach (var property in stated.EnumerateObject())
        {
            if (property.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) return Unreadable(source);
            // A category that nobody mapped says nothing about purposes.
            foreach (var purpose in purposesOf(property.Name) ?? [])
            {
                if (purpose is < 1 or > LegalBasis.LastPurpose) return Unreadable(source);
                purposes[purpose] = purposes.GetValueOrDefault(purpose) || property.Value.GetBoolean();
            }
        }
        return new(purposes, source, false);
    }

    private static IReadOnlyList<int>? ByNumber(string name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var purpose) ? [purpose] : [0];

    public static ConsentStatement Unreadable(string source) => new(new Dictionary<int, bool>(), source, true);
}

/// <summary>The options' categories, read once.</summary>
internal sealed class ConsentCategories(IDictionary<string, string> options)
{
    private readonly Dictionary<string, IReadOnlyList<int>> purposes = options.ToDictionary(
        pair => pair.Key,
        pair => (IReadOnlyList<int>)[.. pair.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(number => int.Parse(number, CultureInfo.InvariantCulture))],
        StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<int>? PurposesOf(string category) => purposes.GetValueOrDefault(category);
}
