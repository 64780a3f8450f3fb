namespace AdPlatform.AdDelivery.Deciding;

/// <summary>BCP 47 tags (RFC 5646), as far as choosing a creative needs them.</summary>
internal static class Languages
{
    public static bool SamePrimary(string a, string b) => Primary(a).Equals(Primary(b), StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> Primary(string tag)
    {
        var end = tag.AsSpan().IndexOfAny('-', '_');
        return end < 0 ? tag : tag.AsSpan(0, end);
    }
}
