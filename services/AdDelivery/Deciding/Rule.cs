namespace AdPlatform.AdDelivery.Deciding;

/// <summary>Why a line was not served, in the order in which rules are looked at: the first that applies is told.</summary>
internal enum Rule
{
    /// <summary>The line was bought for another format.</summary>
    Format,

    /// <summary>The line was bought for another country, or the request names none.</summary>
    Geography,

    /// <summary>The line was bought for another title, or for a group whose genres the request does not carry.</summary>
    Title,

    /// <summary>The campaign is paused.</summary>
    Status,

    /// <summary>Outside of the flight's days in the campaign's zone.</summary>
    Flight,

    /// <summary>The line was bought for another part of the day.</summary>
    Daypart,

    /// <summary>The line was bought for another kind of device, or the request names none.</summary>
    Device,

    /// <summary>The line was bought for viewers of other segments, or the viewer may not be known.</summary>
    Segment,

    /// <summary>The request blocks the advertiser's category or domain.</summary>
    Blocked,

    /// <summary>The seller's terms are not met: floor, currency, deal, seat.</summary>
    Terms,

    /// <summary>Another creative of the campaign is already in this placement.</summary>
    Separation,

    /// <summary>The viewer asks more often than anybody can watch.</summary>
    InvalidTraffic,

    /// <summary>TCF applies and purpose 2 is missing: not even a contextual choice is allowed.</summary>
    Consent,

    /// <summary>No approved creative of that format and size whose offer has not ended.</summary>
    Creative,

    /// <summary>Creatives of that format exist, but none in the viewer's language.</summary>
    Language,

    /// <summary>The campaign has a cap, and who sees it may not be remembered (purposes 1 and 2) or is not known.</summary>
    CapUnknown,

    /// <summary>The campaign has a cap, and the counter could not be asked in time or is being rebuilt: it fails closed.</summary>
    CapUnavailable,

    /// <summary>The viewer has seen (or is about to see) the campaign, its creatives or its advertiser as often as it allows.</summary>
    Cap,

    /// <summary>No money is left on the line or the campaign.</summary>
    Budget,

    /// <summary>Drawn, but the viewer is one of those who are not shown the campaign, so that what it brings can be measured: a ghost impression.</summary>
    Holdout,

    /// <summary>Eligible, but the draw did not fall on it: ahead of its plan, or another line was due.</summary>
    Pacing,
}
