namespace AdPlatform.AdDelivery.AnsweringBidRequest;

/// <summary>OpenRTB 2.6 section 4.2. Names are the specification's, in lower case on the wire.</summary>
/// <param name="Nbr">No-bid reason (AdCOM list "No-Bid Reason Codes"), when there is no bid.</param>
internal sealed record BidResponse(string Id, string? Bidid, string? Cur, IReadOnlyList<SeatBid>? Seatbid, int? Nbr = null);

internal sealed record SeatBid(string Seat, IReadOnlyList<Bid> Bid);

/// <param name="Price">CPM in the response's currency.</param>
/// <param name="Cattax">Of <paramref name="Cat"/>: 9, IAB Content 3.1.</param>
/// <param name="Mtype">1 banner, 2 video, 4 native.</param>
/// <param name="Dur">Seconds of a video.</param>
/// <param name="Exp">Seconds until the price is not held any more.</param>
/// <param name="Ext">Null where the creative has nothing to disclose.</param>
internal sealed record Bid(
    string Id, string Impid, decimal Price, string Adm, string Nurl, string Burl, string Lurl, IReadOnlyList<string> Adomain, IReadOnlyList<string>? Cat, int? Cattax,
    string Cid, string Crid, string Adid, IReadOnlyList<int> Attr, string Language, int Mtype, int? W, int? H, int? Dur, string? Dealid, int Exp, BidExt? Ext = null);

/// <summary>Extensions of a bid.</summary>
/// <param name="Digitalsourcetype">IPTC NewsCodes URI: how words and picture were made. Our own member, for want of one in the specification.</param>
internal sealed record BidExt(DsaTold Dsa, string Digitalsourcetype);

/// <summary>IAB Tech Lab, DSA Transparency (community extension of OpenRTB 2.x).</summary>
/// <param name="Behalf">At most 100 characters, as is <paramref name="Paid"/>.</param>
/// <param name="Adrender">0: the seller renders it.</param>
internal sealed record DsaTold(string Behalf, string Paid, int Adrender, IReadOnlyList<DsaParameters>? Transparency);

/// <param name="Dsaparams">1 profiling, 2 basic advertising.</param>
internal sealed record DsaParameters(string Domain, IReadOnlyList<int> Dsaparams);

/// <summary>Reasons of a no-bid that are told.</summary>
internal static class NoBid
{
    public const int Unknown = 0;
    public const int InvalidRequest = 2;
    public const int NonHuman = 4;
    public const int DataCentre = 5;
}
