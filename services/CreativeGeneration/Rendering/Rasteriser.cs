using System.Diagnostics;

namespace AdPlatform.CreativeGeneration.Rendering;

/// <summary>SVG to PNG through librsvg's command, where it is installed; without it there is no PNG, and nothing else changes.</summary>
internal static class Rasteriser
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(20);

    public static string? Command { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "rsvg-convert")).FirstOrDefault(File.Exists);

    /// <returns>Null where there is no rasteriser, or it failed.</returns>
    public static async Task<byte[]?> PngAsync(string svg, CancellationToken cancellation)
    {
        if (Command is null) return null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(AtMost);
        using var process = Process.Start(new ProcessStartInfo(Command) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, ArgumentList = { "--format", "png" } })!;
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
            process.Kill();
            return null;
        }
    }
}
