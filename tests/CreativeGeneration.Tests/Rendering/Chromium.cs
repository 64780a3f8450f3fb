using System.Diagnostics;
using AdPlatform.Testing.Servers;

namespace AdPlatform.CreativeGeneration.Tests.Rendering;

/// <summary>A page in headless Chromium, and what its script left in the document. Skips, and says so, where there is no Chromium or no font.</summary>
internal static class Chromium
{
    public static async Task<string> DumpAsync(string html, CancellationToken cancellation)
    {
        var browser = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);
        var fonts = Directory.Exists("/usr/share/fonts/opentype/inter") && Directory.Exists("/usr/share/fonts/opentype/noto");
        if (browser is null || !fonts) Missing.Skip("no Chromium, Inter (fonts-inter) or Noto Sans CJK (fonts-noto-cjk)");
        var folder = Directory.CreateTempSubdirectory("adplatform-chromium-");
        try
        {
            var page = Path.Combine(folder.FullName, "page.html");
            await File.WriteAllTextAsync(page, html, cancellation);
            var start = new ProcessStartInfo(browser!)
            {
                RedirectStandardOutput = true, RedirectStandardError = true,
                ArgumentList =
                {
                    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                    "--hide-scrollbars", $"--user-data-dir={folder.FullName}/profile", "--virtual-time-budget=20000", "--dump-dom", new Uri(page).AbsoluteUri,
                },
            };
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            var output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            await errors;
            return output;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
