namespace AdPlatform.AdDelivery.ServingVast;

/// <summary>Open Measurement script that every VAST ad names. Section <c>AdPlatform:AdDelivery:Verification</c>; default none.</summary>
internal sealed class VerificationOptions
{
    /// <summary>E.g. <c>company.com-omid</c>.</summary>
    public string Vendor { get; set; } = "";

    /// <summary>Absolute URL; empty for no verification.</summary>
    public string Script { get; set; } = "";

    public string Parameters { get; set; } = "";
}
