using System.ComponentModel.DataAnnotations;

namespace AdPlatform.CreativeGeneration.Library;

/// <summary><c>AdPlatform:CreativeLibrary</c>: what an account may keep. Every file is read whole once, so the bounds are bounds of memory too.</summary>
internal sealed class LibraryOptions
{
    /// <summary>Of a request's body, whatever it is: the largest that the options below may allow.</summary>
    public const int MaxBody = 64 * 1024 * 1024;

    /// <summary>PNG, JPEG, WebP, GIF. Default 10 MB.</summary>
    [Range(1000, MaxBody)]
    public int MaxImageBytes { get; set; } = 10_000_000;

    /// <summary>Default 500 kB: a logo is smaller, a traced photograph is no drawing.</summary>
    [Range(1000, 5_000_000)]
    public int MaxSvgBytes { get; set; } = 500_000;

    /// <summary>Default 50 MB.</summary>
    [Range(1000, MaxBody)]
    public int MaxFilmBytes { get; set; } = 50_000_000;

    /// <summary>Default 5 MB: Japanese fonts are as large.</summary>
    [Range(1000, MaxBody)]
    public int MaxFontBytes { get; set; } = 5_000_000;

    /// <summary>Width x height as the header says it, before anything is decoded: four bytes each when it is. Default 50 million.</summary>
    [Range(10_000, 200_000_000)]
    public int MaxPixels { get; set; } = 50_000_000;

    /// <summary>Width or height, pixels. Default 16,384.</summary>
    [Range(100, 65_535)]
    public int MaxEdge { get; set; } = 16_384;

    /// <summary>All files of an account. Default 1 GB.</summary>
    [Range(1000, 1_000_000_000_000)]
    public long BytesPerAccount { get; set; } = 1_000_000_000;

    /// <summary>A fetch by URL, redirects included. Default 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan FetchTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Hosts (<c>host:port</c>) that are fetched from although they are not public, and over http too: a media store inside an operator's own network, and tests. Default: none.
    /// </summary>
    public string[] TrustedFetchHosts { get; set; } = [];
}
