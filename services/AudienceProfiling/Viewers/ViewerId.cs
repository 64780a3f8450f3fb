using AdPlatform.Profiles;

namespace AdPlatform.AudienceProfiling.Viewers;

/// <summary>A viewer as a client names them; a person usually has several.</summary>
/// <param name="Kind">See <see cref="ViewerKinds"/>.</param>
internal readonly record struct ViewerId(string Kind, string Id)
{
    public const int MaxLength = 255;

    public bool IsUser => Kind == ViewerKinds.User;

    public static ViewerId User(string id) => new(ViewerKinds.User, id);

    public static ViewerId Anonymous(string id) => new(ViewerKinds.Anonymous, id);
}
