using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.CreativeGeneration.Library;
using AdPlatform.CreativeGeneration.MarketRules;
using AdPlatform.CreativeGeneration.Rendering;
using AdPlatform.CreativeGeneration.Rendering.Fonts;
using Microsoft.Extensions.Options;

namespace AdPlatform.CreativeGeneration.RenderingMotion;

/// <param name="Content">MP4: H.264, yuv420p, a silent AAC track, its index first.</param>
internal sealed record RenderedFilm(byte[] Content, ShownFilm Shown);

/// <summary>What it is for a campaign.</summary>
/// <param name="Films">At most.</param>
/// <param name="Absent">Why none is rendered; null where some are.</param>
internal sealed record MotionOffer(int Films, string? Absent);

/// <summary>A drawing in motion, encoded by ffmpeg: bounded in time, bytes and number at once; nothing of it outlives the call but the film.</summary>
internal sealed class FilmRenderer(IOptions<MotionOptions> options, TimeProvider clock) : IDisposable
{
    /// <summary>What ffmpeg's last words may be.</summary>
    private const int LongestComplaint = 300;

    private readonly SemaphoreSlim _places = new(options.Value.AtOnce);
    private readonly string? _ffmpeg = options.Value.Ffmpeg.Length == 0 ? null : InstalledProgram.Find(options.Value.Ffmpeg);

    public MotionOffer Offer => new(options.Value.FilmsPerCampaign,
        options.Value.Ffmpeg.Length == 0 ? "rendering films is turned off" : _ffmpeg is null ? $"{options.Value.Ffmpeg} is not installed" : Rasteriser.Command is null ? "rsvg-convert is not installed" : null);

    public int FramesPerFilm => options.Value.Seconds * options.Value.FramesPerSecond;

    /// <param name="board">A drawing with layers.</param>
    /// <param name="fonts">Those that it names; null where it names none.</param>
    /// <param name="told">After each frame, how many there are.</param>
    /// <returns>The film, or why there is none.</returns>
    public async Task<(RenderedFilm? Film, string? Fault)> RenderAsync(Artwork board, string sourceType, int seed, FontFolder? fonts, Func<int, ValueTask> told, CancellationToken cancellation)
    {
        if (Offer.Absent is { } absent) return (null, absent);
        await _places.WaitAsync(cancellation);
        var folder = Directory.CreateTempSubdirectory($"adplatform-film-{Environment.ProcessId}-");
        using var late = new CancellationTokenSource(options.Value.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            using var frames = new Frames(Width, options.Value.Height);
            foreach (var layer in board.Layers)
                if (await Rasteriser.PngAsync(layer.Svg, fonts, either.Token, Width) is not { } png || !frames.Add(layer.Name, png)) return (null, $"its {layer.Name} could not be drawn");
            var file = Path.Combine(folder.FullName, "film.mp4");
            return await EncodeAsync(frames, file, seed, told, either.Token) is { } fault ? (null, fault) : await ReadAsync(file, sourceType, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (null, $"it took longer than {options.Value.Timeout.TotalSeconds:0} s");
        }
        finally
        {
            folder.Delete(recursive: true);
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    /// <summary>Even, as the colours of H.264 need it.</summary>
    private int Width => options.Value.Height * 16 / 9 / 2 * 2;

    private int Height => options.Value.Height / 2 * 2;

    private async Task<string?> EncodeAsync(Frames frames, string file, int seed, Func<int, ValueTask> told, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(_ffmpeg!) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in Arguments(file)) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        try
        {
            var complaint = process.StandardError.ReadToEndAsync(cancellation);
            var nothing = process.StandardOutput.ReadToEndAsync(cancellation);
            var buffer = new byte[4 * Width * options.Value.Height];
            try
            {
                for (var frame = 0; frame < FramesPerFilm; frame++)
                {
                    frames.At(frame / (double)options.Value.FramesPerSecond, options.Value.Seconds, seed).CopyTo(buffer);
                    await process.StandardInput.BaseStream.WriteAsync(buffer, cancellation);
                    await told(frame + 1);
                }
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It reads no more: it says why.
            }
            await process.WaitForExitAsync(cancellation);
            await nothing;
            var said = (await complaint).Trim();
            return process.ExitCode == 0 ? null : $"ffmpeg ended with {process.ExitCode}: {said[..Math.Min(said.Length, LongestComplaint)]}";
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }

    /// <summary>The same bytes for the same frames on any machine: threads in a fixed number, nothing of the time or the encoder's version in the container.</summary>
    private string[] Arguments(string file)
    {
        var (rate, size) = ($"{options.Value.FramesPerSecond}", $"{Width}x{options.Value.Height}");
        return
        [
            "-hide_banner", "-loglevel", "error", "-f", "rawvideo", "-pixel_format", "rgba", "-video_size", size, "-framerate", rate, "-i", "pipe:0",
            // Players expect a sound track. It ends a little before the picture, so that the film is as long as the picture.
            "-f", "lavfi", "-t", (options.Value.Seconds - 0.1).ToString(CultureInfo.InvariantCulture), "-i", "anullsrc=r=48000:cl=stereo", "-map", "0:v", "-map", "1:a",
            "-vf", $"crop={Width}:{Height}:0:0,scale=out_color_matrix=bt709:out_range=tv,format=yuv420p", "-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-profile:v", "high", "-threads", "2", "-g", $"{2 * options.Value.FramesPerSecond}",
            "-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-c:a", "aac", "-b:a", "96k",
            "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact", "-movflags", "+faststart", "-fs", $"{options.Value.MaxBytes + 1}", "-f", "mp4", file,
        ];
    }

    /// <summary>As a supplied film is read: what is served says what its container says.</summary>
    private async Task<(RenderedFilm? Film, string? Fault)> ReadAsync(string file, string sourceType, CancellationToken cancellation)
    {
        byte[] content = [.. await File.ReadAllBytesAsync(file, cancellation), .. Marking.Box(sourceType)];
        if (content.Length > options.Value.MaxBytes) return (null, $"it has more than {options.Value.MaxBytes} bytes");
        var facts = FilmFacts.Of(FileType.Mp4, content);
        if (facts.Duration is not { } duration || Math.Abs((duration - TimeSpan.FromSeconds(options.Value.Seconds)).TotalSeconds) > 0.1 || facts.VideoCodec?.StartsWith("avc1", StringComparison.Ordinal) != true)
            return (null, $"ffmpeg made {facts.VideoCodec ?? "no picture"} of {facts.Duration?.TotalSeconds ?? 0:0.###} s");
        var sha = Convert.ToHexStringLower(SHA256.HashData(content));
        var milliseconds = (int)duration.TotalMilliseconds;
        return (new(content, new(sha, Width, Height, milliseconds, (int)Math.Round(content.Length * 8.0 / milliseconds), facts.VideoCodec, new(ShownFilm.Motion, sha, Marked: sourceType))), null);
    }
}
