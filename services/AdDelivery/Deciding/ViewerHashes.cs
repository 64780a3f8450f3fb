using AdPlatform.Hosting;
using AdPlatform.Profiles;

namespace AdPlatform.AdDelivery.Deciding;

/// <summary>Names viewers as AudienceProfiling does: same key, same form.</summary>
internal sealed class ViewerHashes(PlatformSecrets secrets)
{
    private readonly ViewerHashKey _key = ViewerHashKey.Current(secrets.Get(ViewerHashKey.SecretName));

    public string Of(string publisherId, ViewerId id) => ViewerHash.Of(_key, publisherId, id.Kind, id.Id);
}
