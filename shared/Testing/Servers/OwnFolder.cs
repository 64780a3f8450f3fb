namespace AdPlatform.Testing.Servers;

/// <summary>A temporary folder with the processes that work in it: both are gone at the end, and also when this process is killed.</summary>
public sealed class OwnFolder : IAsyncDisposable
{
    public OwnFolder(string purpose)
    {
        Location = Directory.CreateTempSubdirectory($"adplatform-{purpose}-").FullName;
        Reaper.Mind(Location);
    }

    public string Location { get; }

    public string File(string name) => Path.Combine(Location, name);

    public async ValueTask DisposeAsync()
    {
        await ProcessesIn.KillAsync(Location);
        if (Directory.Exists(Location)) Directory.Delete(Location, recursive: true);
    }
}
