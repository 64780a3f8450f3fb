using System.Diagnostics;
using AdPlatform.CreativeGeneration.Rendering.Fonts;

namespace AdPlatform.CreativeGeneration.Rendering;

/// <summary>SVG to PNG through librsvg's command, where it is installed; without it there is no PNG, and nothing else changes.</summary>
internal static class Rasteriser
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(20);

    public static string? Command { get; } = InstalledProgram.Find("rsvg-convert");

    /// <param name="fonts">Those that the drawing names; null where it names none.</param>
    /// <param name="width">Pixels; null for the drawing's own.</param>
    /// <returns>Null where there is no rasteriser, or it failed.</returns>
    public static async Task<byte[]?> PngAsync(string svg, FontFolder? fonts, CancellationToken cancellation, int? width = null)
    {
        if (Command is null) return null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(AtMost);
        var start = new ProcessStartInfo(Command) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, ArgumentList = { "--format", "png" } };
        if (width is { } pixels)
            foreach (var argument in new[] { "--keep-aspect-ratio", "--width", $"{pixels}" }) start.ArgumentList.Add(argument);
        if (fonts is not null) start.Environment["FONTCONFIG_FILE"] = fonts.Configuration;
        using var process = Process.Start(start)!;
        try
        {
            using var png = new MemoryStream();
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var reading = process.StandardOutput.BaseStream.CopyToAsync(png, limit.Token);
            await process.StandardInput.WriteAsync(svg.AsMemory(), limit.Token);
            process.StandardInput.Close();
            await reading;
            await process.WaitForExitAsync(limit.Token);
            await errors;
            return process.ExitCode == 0 ? png.ToArray() : null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }
}
