using System.Security.Cryptography;
using System.Text;

namespace AdPlatform.Cli.ImportingEvents;

/// <summary>
/// How far an import of this source to this platform has come, in a small file of the user's state folder (ADPLATFORM_STATE, XDG_STATE_HOME, or
/// .local/state), so that a broken one goes on where it was. A source that has changed since is another one. Gone when the import is done.
/// </summary>
internal sealed class ImportPlace
{
    private readonly string file;

    private ImportPlace(string file) => this.file = file;

    /// <param name="source">The file, or the folder with the files.</param>
    public static ImportPlace Of(FileSystemInfo source, string format, Uri platform)
    {
        IEnumerable<FileInfo> files = source is DirectoryInfo folder ? folder.EnumerateFiles("u.*").OrderBy(f => f.Name, StringComparer.Ordinal) : [(FileInfo)source];
        var identity = string.Join('\n', [format, platform.AbsoluteUri, source.FullName, .. files.Select(f => $"{f.Name} {f.Length} {f.LastWriteTimeUtc.Ticks}")]);
        return new(Path.Combine(StateFolder(), $"import-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..32]}"));
    }

    /// <summary>Entries of the source that were dealt with; 0 for a new import.</summary>
    public long Read() => File.Exists(file) && long.TryParse(File.ReadAllText(file), out var done) ? done : 0;

    public void Write(long done)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var next = file + ".next";
        File.WriteAllText(next, done.ToString(System.Globalization.CultureInfo.InvariantCulture));
        File.Move(next, file, overwrite: true);
    }

    public void Clear() => File.Delete(file);

    private static string StateFolder() =>
        Environment.GetEnvironmentVariable("ADPLATFORM_STATE") is { Length: > 0 } given ? given
        : Path.Combine(
            Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state ? state : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state"),
            "adplatform");
}
