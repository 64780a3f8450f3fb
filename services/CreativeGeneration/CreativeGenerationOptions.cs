using System.ComponentModel.DataAnnotations;

namespace AdPlatform.CreativeGeneration;

/// <summary><c>AdPlatform:CreativeGeneration</c>.</summary>
internal sealed class CreativeGenerationOptions
{
    /// <summary>Creatives per segment, format and locale, each with another angle where the facts carry as many. Default 3.</summary>
    [Range(3, 10)]
    public int CreativesPerCell { get; set; } = 3;

    /// <summary>Creatives a campaign version; the smallest segments are left out beyond it, so that the result fits one message (1 MiB). Default 4,000.</summary>
    [Range(12, 5000)]
    public int MaxCreatives { get; set; } = 4000;
}
