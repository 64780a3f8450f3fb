using System.Diagnostics.CodeAnalysis;

namespace AdPlatform.Hosting;

/// <summary>UUIDv7 (RFC 9562 section 5.7) inside; prefixed without hyphens at the API: <c>cmp_0199...</c>.</summary>
public static class Ids
{
    public static Guid New(DateTimeOffset now) => Guid.CreateVersion7(now);

    public static string Format(string prefix, Guid id) => $"{prefix}_{id:N}";

    public static bool TryParse(string prefix, [NotNullWhen(true)] string? text, out Guid id)
    {
        id = default;
        return text is not null
            && text.Length == prefix.Length + 33
            && text.StartsWith(prefix, StringComparison.Ordinal)
            && text[prefix.Length] == '_'
            && Guid.TryParseExact(text.AsSpan(prefix.Length + 1), "N", out id);
    }
}
