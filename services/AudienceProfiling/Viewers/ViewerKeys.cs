using AdPlatform.Hosting;
using AdPlatform.Profiles;

namespace AdPlatform.AudienceProfiling.Viewers;

/// <summary>The two keyed hashes of a viewer id; different keys, so that a mark of an erasure cannot be matched with delivery logs.</summary>
internal sealed class ViewerKeys(PlatformSecrets secrets)
{
    private readonly ViewerHashKey names = ViewerHashKey.Current(secrets.Get(ViewerHashKey.SecretName));
    private readonly ViewerHashKey erasures = new("e1", secrets.Get("viewer-erasure"));

    /// <summary>As other services know the viewer.</summary>
    public string HashOf(string publisherId, ViewerId id) => ViewerHash.Of(names, publisherId, id.Kind, id.Id);

    /// <summary>Of all ids of the viewer.</summary>
    public string[] HashesOf(string publisherId, ViewerProfile profile) => [.. profile.Ids.Select(id => HashOf(publisherId, id))];

    /// <summary>As this service remembers that the viewer was erased.</summary>
    public string ErasureHashOf(string publisherId, ViewerId id) => ViewerHash.Of(erasures, publisherId, id.Kind, id.Id);

    /// <summary>The id that stands for the viewer: the first user id, or else the first id, in ordinal order.</summary>
    public static ViewerId Canonical(ViewerProfile profile) =>
        profile.Ids.OrderBy(id => id.IsUser ? 0 : 1).ThenBy(id => id.Id, StringComparer.Ordinal).First();
}
