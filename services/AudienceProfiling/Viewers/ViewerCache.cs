namespace AdPlatform.AudienceProfiling.Viewers;

/// <summary>
/// Profiles as objects, of viewers that were written lately: reading a document costs four times what writing it does, and who was active a
/// moment ago will be again. An entry is valid only for the version that its row has, and whoever takes it owns it: after a rollback it is gone.
/// </summary>
internal sealed class ViewerCache
{
    /// <summary>Profiles, some 10 KB each.</summary>
    public const int Capacity = 10_000;

    private readonly Dictionary<long, StoredViewer> viewers = [];
    private readonly Lock taking = new();

    public ViewerProfile? Take(long number, long version)
    {
        lock (taking) return viewers.Remove(number, out var viewer) && viewer.Version == version ? viewer.Profile : null;
    }

    public void Put(IReadOnlyList<StoredViewer> written)
    {
        lock (taking)
        {
            foreach (var viewer in written)
            {
                // Any one goes: it only has to be read again.
                if (viewers.Count >= Capacity) viewers.Remove(viewers.Keys.First());
                viewers[viewer.Number] = viewer;
            }
        }
    }
}
