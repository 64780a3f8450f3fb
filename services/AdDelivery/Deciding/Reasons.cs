using System.Globalization;

namespace AdPlatform.AdDelivery.Deciding;

/// <summary>Rules and choices in words.</summary>
internal static class Reasons
{
    private static readonly string[] Names = [.. Enum.GetNames<Rule>().Select(name => char.ToLowerInvariant(name[0]) + name[1..])];

    public static string Name(Rule rule) => Names[(int)rule];

    public static string Of(Rule rule) => rule switch
    {
        Rule.Format => "bought for another format",
        Rule.Geography => "bought for another country, or the request names none",
        Rule.Status => "the campaign is paused",
        Rule.Flight => "outside of the campaign's flight",
        Rule.Daypart => "bought for another part of the day",
        Rule.Device => "bought for another device, or the request names none",
        Rule.Title => "bought for another title or genre",
        Rule.Segment => "bought for viewers of other segments, or the viewer may not be known",
        Rule.Blocked => "the request blocks the advertiser's category or domain",
        Rule.Terms => "below the floor, or not in a currency, deal or seat that the request allows",
        Rule.Separation => "the campaign, or a competitor in this pod, is already there",
        Rule.InvalidTraffic => "the viewer asks more often than anybody can watch",
        Rule.Consent => "TCF applies and purpose 2 is missing",
        Rule.Creative => "no approved creative of this format and size, or their offer has ended",
        Rule.Language => "no creative in the viewer's language",
        Rule.CapUnknown => "the campaign is capped and the viewer is not known or may not be remembered",
        Rule.CapUnavailable => "the campaign is capped and the counter of caps cannot be asked at this moment",
        Rule.Cap => "the viewer has reached a cap",
        Rule.Budget => "no money is left on the line or the campaign",
        Rule.Holdout => "drawn, but the viewer is held out to measure what the campaign brings",
        Rule.Pacing => "eligible, but the pacing draw fell elsewhere",
        _ => throw new ArgumentOutOfRangeException(nameof(rule)),
    };

    /// <param name="state">Of the line that the rule dropped; null when its momentary state was not looked at.</param>
    public static string Of(Rule rule, LineState? state) => rule == Rule.Cap && state?.Cap is { } cap ? $"dropped by cap: {cap.InWords}" : Of(rule);

    public static string Of(Chosen chosen)
    {
        for (var room = 512; ; room *= 2)
        {
            var text = new char[room];
            if (TryWrite(chosen, text, out var written)) return new(text, 0, written);
        }
    }

    /// <returns>False when it does not find room.</returns>
    public static bool TryWrite(Chosen chosen, Span<char> text, out int written)
    {
        var drawn = chosen.Uniform ? "creative drawn evenly (readout slice)" : "creative drawn from the learned allocation";
        var context = chosen.Context == Serving.Contexts.None ? "none" : "segment";
        return text.TryWrite(
            CultureInfo.InvariantCulture,
            $"line for {chosen.Line.Plan.Title} ({chosen.Line.Plan.Geography}) drawn with probability {chosen.Probability:0.###}; {drawn} for context {context}, propensity {chosen.Propensity:0.###}",
            out written);
    }

    /// <summary>The rule that came last among those that dropped something: that line was nearest to being served.</summary>
    public static Rule? Furthest(int[] dropped)
    {
        var index = Array.FindLastIndex(dropped, count => count > 0);
        return index < 0 ? null : (Rule)index;
    }
}
