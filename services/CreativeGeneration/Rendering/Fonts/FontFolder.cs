using System.Security;
using System.Text;

namespace AdPlatform.CreativeGeneration.Rendering.Fonts;

/// <summary>
/// Brands' fonts where fontconfig finds them, for a rasteriser that reads no font out of a drawing: a folder of its own with a configuration of its own, each font under the name that drawings call it. It goes with
/// its owner, and no other process sees it.
/// </summary>
internal sealed class FontFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("adplatform-fonts-");

    /// <summary>What <c>FONTCONFIG_FILE</c> names.</summary>
    public string Configuration => Path.Combine(_folder.FullName, "fonts.conf");

    /// <param name="fonts">SHA-256 and content of each file.</param>
    public static async Task<FontFolder?> OpenAsync(IReadOnlyCollection<KeyValuePair<string, byte[]>> fonts, CancellationToken cancellation)
    {
        if (fonts.Count == 0) return null;
        var folder = new FontFolder();
        try
        {
            var names = new StringBuilder();
            foreach (var (sha, content) in fonts)
            {
                var file = Path.Combine(folder._folder.FullName, $"{sha}.otf");
                await File.WriteAllBytesAsync(file, content, cancellation);
                names.Append($"<match target=\"scan\"><test name=\"file\"><string>{SecurityElement.Escape(file)}</string></test><edit name=\"family\" mode=\"assign\"><string>{BrandFace.AliasOf(sha)}</string></edit></match>\n");
            }
            var path = SecurityElement.Escape(folder._folder.FullName);
            // Its own cache first: that is the one that is written to; the system's is only read.
            await File.WriteAllTextAsync(folder.Configuration, $"""
                <?xml version="1.0"?>
                <!DOCTYPE fontconfig SYSTEM "fonts.dtd">
                <fontconfig>
                <cachedir>{path}/cache</cachedir>
                <dir>{path}</dir>
                <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
                {names}</fontconfig>
                """, cancellation);
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
