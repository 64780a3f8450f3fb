using System.ComponentModel.DataAnnotations;

namespace AdPlatform.CreativeGeneration.RenderingMotion;

/// <summary><c>AdPlatform:CreativeMotion</c>: a film of a creative's own texts, where a brief asks for video, the library has no film, and ffmpeg and rsvg-convert are installed.</summary>
internal sealed class MotionOptions
{
    /// <summary>The command: a name on the PATH, or a path. Empty: no film is rendered. Default "ffmpeg".</summary>
    public string Ffmpeg { get; set; } = "ffmpeg";

    /// <summary>Length of a film. Default 8.</summary>
    [Range(6, 15)]
    public int Seconds { get; set; } = 8;

    /// <summary>Frames a second. Default 25.</summary>
    [Range(10, 30)]
    public int FramesPerSecond { get; set; } = 25;

    /// <summary>Pixels; the width is that of 16:9. Default 1080.</summary>
    [Range(360, 1080)]
    public int Height { get; set; } = 1080;

    /// <summary>Films of a campaign version: each is seconds of a processor's time. Each language has one at least. Default 6.</summary>
    [Range(1, 60)]
    public int FilmsPerCampaign { get; set; } = 6;

    /// <summary>Films at a time in one process; the others wait. Default 1.</summary>
    [Range(1, 8)]
    public int AtOnce { get; set; } = 1;

    /// <summary>Of one film. Default 10 MB.</summary>
    [Range(100_000, 50_000_000)]
    public int MaxBytes { get; set; } = 10_000_000;

    /// <summary>For one film; then ffmpeg is killed. Default 3 min.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(3);
}
