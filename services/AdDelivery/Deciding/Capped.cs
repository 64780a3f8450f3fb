using AdPlatform.AdDelivery.Capping;
using AdPlatform.AdDelivery.Serving;

namespace AdPlatform.AdDelivery.Deciding;

/// <summary>Pure: what a viewer's slots mean for a line.</summary>
internal static class Capped
{
    /// <summary>Does any limit bind the line at this moment? An advertiser's limit binds while the flight of the campaign that asks for it runs.</summary>
    public static bool IsCapped(LiveLine line, DateTimeOffset now)
    {
        foreach (var rule in line.Caps)
            if (rule.Binds(line.Campaign.Document.CampaignId, now)) return true;
        return false;
    }

    public static List<CapRule> RulesOf(LiveLine line, DateTimeOffset now) => [.. line.Caps.Where(rule => rule.Binds(line.Campaign.Document.CampaignId, now))];

    /// <summary>A creative whose limit is reached stands out; the line is dropped when that leaves none, or when a limit of campaign or advertiser is reached.</summary>
    /// <param name="held">The viewer's slots, under each of the ids; null when they could not be had.</param>
    public static LineState Judge(LineState state, LiveLine line, IReadOnlyList<CapSlots>? held, DecisionInputs inputs)
    {
        if (held is null) return state with { CapReached = false, CapUnavailable = true };
        var campaign = line.Campaign.Document;
        List<(Guid Creative, CapRule Rule)> creatives = [];
        foreach (var rule in RulesOf(line, inputs.At))
        {
            var limit = rule.At(inputs.At);
            if (rule.Scope == CapScope.Creative)
                creatives.AddRange(Fitting(line, inputs).Where(creative => Reached(limit, creative.CreativeId)).Select(creative => (creative.CreativeId, rule)));
            else if (Reached(limit, Guid.Empty)) return state with { CapReached = true, Cap = rule.Told };
        }
        return creatives.Aggregate(state with { CapReached = false }, (known, reached) => WithCreative(known, line, reached.Creative, reached.Rule, inputs));

        bool Reached(CapLimit limit, Guid creative)
        {
            foreach (var slots in held)
                if (slots.IsReached(limit, campaign.CampaignId, creative, campaign.AdvertiserId, inputs.At)) return true;
            return false;
        }
    }

    /// <summary>The state when it turns out that this creative has reached its limit.</summary>
    public static LineState WithCreative(LineState state, LiveLine line, Guid creative, CapRule rule, DecisionInputs inputs)
    {
        List<Guid> reached = [.. (state.CappedCreatives ?? []).Append(creative).Distinct()];
        return state with
        {
            CappedCreatives = reached,
            CapReached = Fitting(line, inputs).All(fitting => reached.Contains(fitting.CreativeId)),
            Cap = rule.Told,
        };
    }

    private static IEnumerable<ServingCreative> Fitting(LiveLine line, DecisionInputs inputs)
    {
        var today = FlightTimes.DayOf(inputs.At, line.Campaign.Zone);
        return (line.Campaign.CreativesFor(line.Plan.Format, inputs.Context.Language)?.Creatives ?? []).Where(creative => Eligibility.Fits(line, creative, inputs.Placement, today));
    }
}
