using Microsoft.Extensions.Options;

namespace AdPlatform.Hosting;

/// <summary>The folder of the embedded stores; locked while this process uses it, so that no second one writes beside it.</summary>
public sealed class DataFolder : IDisposable
{
    private readonly FileStream held;

    public DataFolder(IOptions<PlatformOptions> options)
    {
        Location = Path.GetFullPath(options.Value.Data);
        Directory.CreateDirectory(Location);
        try
        {
            held = new FileStream(Path.Combine(Location, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException cause)
        {
            throw new InvalidOperationException($"The data folder {Location} is in use by another process. Stop that one, or choose another folder with --data.", cause);
        }
    }

    public string Location { get; }

    public string File(string name) => Path.Combine(Location, name);

    public void Dispose() => held.Dispose();
}
