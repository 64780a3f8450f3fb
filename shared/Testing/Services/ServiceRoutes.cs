namespace AdPlatform.Testing.Services;

/// <summary>Which service answers which path, as an ingress in front of them must know it. A test holds it against every mapped route.</summary>
public static class ServiceRoutes
{
    public const string Campaigns = "Campaigns";
    public const string AudienceProfiling = "AudienceProfiling";
    public const string CreativeGeneration = "CreativeGeneration";
    public const string MediaPlanning = "MediaPlanning";
    public const string AdDelivery = "AdDelivery";

    private static readonly Dictionary<string, string> ByFirstPart = new(StringComparer.OrdinalIgnoreCase)
    {
        ["accounts"] = Campaigns,
        ["keys"] = Campaigns,
        ["campaigns"] = Campaigns,
        ["identify"] = AudienceProfiling,
        ["track"] = AudienceProfiling,
        ["page"] = AudienceProfiling,
        ["screen"] = AudienceProfiling,
        ["group"] = AudienceProfiling,
        ["alias"] = AudienceProfiling,
        ["batch"] = AudienceProfiling,
        ["profiles"] = AudienceProfiling,
        ["segments"] = AudienceProfiling,
        ["erasures"] = AudienceProfiling,
        ["scores"] = AudienceProfiling,
        ["creatives"] = CreativeGeneration,
        ["assets"] = CreativeGeneration,
        ["plans"] = MediaPlanning,
        ["inventory"] = MediaPlanning,
        ["decisions"] = AdDelivery,
        ["events"] = AdDelivery,
        ["conversions"] = AdDelivery,
        ["delivery"] = AdDelivery,
        ["vast"] = AdDelivery,
        ["vmap"] = AdDelivery,
        ["experiments"] = AdDelivery,
    };

    public static IReadOnlyList<string> Services { get; } = [Campaigns, AudienceProfiling, CreativeGeneration, MediaPlanning, AdDelivery];

    /// <summary>What every service has (health, problem types) is answered by Campaigns.</summary>
    /// <returns>Null of a path below <c>/v1</c> that belongs to nobody.</returns>
    public static string? ServiceOf(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts is ["openrtb2", ..]) return AdDelivery;
        if (parts is not ["v1", ..]) return Campaigns;
        return parts.Length > 1 ? ByFirstPart.GetValueOrDefault(parts[1]) : null;
    }
}
