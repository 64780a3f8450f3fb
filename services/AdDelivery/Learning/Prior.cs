namespace AdPlatform.AdDelivery.Learning;

/// <summary>What is believed of a campaign before its own results: the level comes from the advertiser, whose own comes from the whole publisher.</summary>
/// <param name="ClickRate">Expected, (0, 1).</param>
/// <param name="CreativeVariance">Of a creative's own effect around its style score, log-odds squared.</param>
internal sealed record Prior(double ClickRate, double CreativeVariance)
{
    /// <summary>Campaigns of one advertiser differ by a factor of about e.</summary>
    public const double CampaignVariance = 1.0;

    public const double FormatVariance = 0.25;

    /// <summary>Angle, locale, context and their crossing: a factor of about 1.35 one standard deviation away.</summary>
    public const double EffectVariance = 0.09;

    /// <summary>Impressions by which a level above outweighs the one below.</summary>
    private const double LevelWeight = 2_000;

    public double LogOdds => Math.Log(ClickRate / (1 - ClickRate));

    /// <param name="advertiser">Of its other campaigns at this publisher.</param>
    /// <param name="everyone">Of the publisher's other campaigns.</param>
    /// <param name="priorImpressions">Impressions whose information equals the style score's: a click tells p (1 - p) about the log-odds.</param>
    public static Prior From(Response advertiser, Response everyone, double expectedClickRate, int priorImpressions)
    {
        var all = Shrunk(everyone, expectedClickRate);
        var rate = Shrunk(advertiser, all);
        return new(rate, 1 / (priorImpressions * rate * (1 - rate)));
    }

    private static double Shrunk(Response seen, double level) => (seen.Clicks + (LevelWeight * level)) / (seen.Impressions + LevelWeight);
}

/// <summary>How often shown, how often clicked.</summary>
internal readonly record struct Response(long Impressions, long Clicks)
{
    public static Response operator +(Response a, Response b) => new(a.Impressions + b.Impressions, a.Clicks + b.Clicks);
}
