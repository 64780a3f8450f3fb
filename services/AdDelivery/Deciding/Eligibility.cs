using AdPlatform.AdDelivery.Serving;

namespace AdPlatform.AdDelivery.Deciding;

/// <summary>May this line serve here? Pure: the standing rules need only the snapshot and the request, the momentary ones a <see cref="LineState"/>.</summary>
internal static class Eligibility
{
    /// <returns>The first rule that drops the line; null when it may serve as far as standing rules go.</returns>
    public static Rule? Standing(LiveLine line, DecisionInputs inputs)
    {
        var campaign = line.Campaign;
        var document = campaign.Document;
        var context = inputs.Context;
        if (line.Plan.Format != inputs.Placement.Format) return Rule.Format;
        if (!string.Equals(line.Plan.Geography, context.Country, StringComparison.OrdinalIgnoreCase)) return Rule.Geography;
        if (!LineMatch.Title(line, context)) return Rule.Title;
        if (document.Status != CampaignStatus.Active) return Rule.Status;
        if (inputs.At < line.Start || inputs.At >= line.End) return Rule.Flight;
        if (!LineMatch.Daypart(line, context, inputs.At)) return Rule.Daypart;
        if (line.Plan.Device is { } device && !string.Equals(device, context.Device, StringComparison.OrdinalIgnoreCase)) return Rule.Device;
        if (line.Segments.Count > 0 && (document.Political || !line.Segments.Any(inputs.Segments.Contains))) return Rule.Segment;
        if (LineMatch.Blocked(document, inputs.Blocks)) return Rule.Blocked;
        if (inputs.Placement.Terms?.Admits(line) == false) return Rule.Terms;
        if (inputs.Taken.Contains(document.CampaignId) || inputs.TakenDomains.Contains(document.AdvertiserDomain)
            || (document.AdvertiserCategory is { } category && inputs.TakenCategories.Contains(category))) return Rule.Separation;
        if (inputs.Suspicious) return Rule.InvalidTraffic;
        if (!inputs.May.Contextual) return Rule.Consent;
        if (CreativeRule(line, inputs) is { } rule) return rule;
        if (line.Caps.Count > 0 && (!inputs.May.Cap || !inputs.HasViewer) && Capped.IsCapped(line, inputs.At)) return Rule.CapUnknown;
        return null;
    }

    public static Rule? Momentary(LineState state)
    {
        if (state.CapUnavailable) return Rule.CapUnavailable;
        if (state.CapReached == true) return Rule.Cap;
        if (!state.Funded) return Rule.Budget;
        return state.HeldOut ? Rule.Holdout : null;
    }

    /// <summary>
    /// The format fixes the size; a placement that names another one gets nothing scaled. A creative that names an offer is untrue once that
    /// has ended, by the campaign's calendar.
    /// </summary>
    public static bool Fits(LiveLine line, ServingCreative creative, PlacementAsked placement, DateOnly today) =>
        (creative.Form.LastDay is null || today <= creative.Form.LastDay)
        && (placement.Width is null || creative.Form.Width is null || placement.Width == creative.Form.Width)
        && (placement.Height is null || creative.Form.Height is null || placement.Height == creative.Form.Height)
        && (placement.Terms is not { } terms || terms.Admits(line, creative));

    public static bool AllFit(LiveLine line, CreativeSet set, PlacementAsked placement, DateOnly today)
    {
        // As most placements are: what is left to ask of each is whether its offer has ended.
        if (placement is { Width: null, Height: null, Terms: null }) return set.FirstLastDay is not { } last || today <= last;
        foreach (var creative in set.Creatives)
            if (!Fits(line, creative, placement, today)) return false;
        return true;
    }

    private static bool AnyFits(LiveLine line, CreativeSet set, DecisionInputs inputs)
    {
        var today = FlightTimes.DayOf(inputs.At, line.Campaign.Zone);
        foreach (var creative in set.Creatives)
            if (Fits(line, creative, inputs.Placement, today)) return true;
        return false;
    }

    private static Rule? CreativeRule(LiveLine line, DecisionInputs inputs)
    {
        if (line.Campaign.CreativesFor(line.Plan.Format, inputs.Context.Language) is { } set)
            return AnyFits(line, set, inputs) ? null : Rule.Creative;
        return line.Campaign.CreativesFor(line.Plan.Format, language: null) is null ? Rule.Creative : Rule.Language;
    }
}
