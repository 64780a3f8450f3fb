using AdPlatform.Hosting.Http;

namespace AdPlatform.AdDelivery.AnsweringBidRequest;

/// <summary>Reads one impression (section 3.2.4). Numbers and types that are wrong refuse the whole request; what is missing only this impression.</summary>
internal static class Impressions
{
    /// <param name="all">Why an impression was left out.</param>
    public static Imp? Read(RtbNode node, FieldErrors all)
    {
        var broken = new FieldErrors();
        var id = node.Text("id");
        var whole = broken.Check(id is { Length: > 0 }, node.At("id"), "is missing");
        var banner = node.Object("banner") is { } asked ? Banner(asked, broken) : null;
        var video = node.Object("video") is { } moving ? Video(moving, broken) : null;
        var native = node.Object("native") is { } form ? NativeRequests.Read(form, broken) : null;
        // Audio is read for its errors; there is nothing to sell for it.
        var hears = node.Object("audio") is { } audio && Media(audio, broken);
        if (!node.Has("banner") && !node.Has("video") && !node.Has("native") && !node.Has("audio"))
            broken.Add(node.Path, "must have at least one of banner, video, audio and native");
        var market = node.Object("pmp");
        var deals = (market?.Objects("deals") ?? []).Select(Deal).ToList();
        var imp = new Imp(
            id ?? "", banner, video, native, node.Number("bidfloor", 0) ?? 0, ReadingBidRequest.CurrencyOf(node, "bidfloorcur"), market?.Flag("private_auction") == true, deals);
        foreach (var (path, reasons) in broken.ToDictionary()) all.Add(path, reasons[0]);
        // What is well formed but cannot be filled stays, and gets no bid; one of several media that is broken is only left out.
        return whole && (!broken.Any || banner is not null || video is not null || native is not null || hears) ? imp : null;
    }

    private static BannerAsked? Banner(RtbNode node, FieldErrors broken)
    {
        var (width, height) = (node.Whole("w", 0), node.Whole("h", 0));
        foreach (var limit in new[] { "wmin", "wmax", "hmin", "hmax" }) node.Whole(limit, 0);
        var formats = node.Objects("format");
        var sizes = new List<(int, int)>();
        foreach (var format in formats)
        {
            var (w, h) = (format.Whole("w", 0), format.Whole("h", 0));
            if (w > 0 && h > 0) sizes.Add((w.Value, h.Value));
            else broken.Check(format.Whole("wratio", 0) > 0 && format.Whole("hratio", 0) > 0, format.Path, "must have w and h above 0, or a ratio");
        }
        if (width > 0 && height > 0 && !sizes.Contains((width.Value, height.Value))) sizes.Add((width.Value, height.Value));
        return formats.Count > 0 && sizes.Count == 0 && !formats.Any(format => format.Has("wratio")) ? null : new(sizes, node.Wholes("btype").Contains(2));
    }

    private static VideoAsked? Video(RtbNode node, FieldErrors broken)
    {
        var mimed = Media(node, broken);
        foreach (var name in new[] { "w", "h" }) node.Whole(name, 0);
        var pod = node.Text("podid") ?? (node.Whole("podid") is { } number ? $"{number}" : null);
        var asked = new VideoAsked(
            node.Texts("mimes"), Positive("w"), Positive("h"), node.Whole("linearity"), node.Whole("minduration", 0), node.Whole("maxduration", 0), node.Wholes("rqddurs"),
            pod, node.Whole("poddur", 0), node.Whole("maxseq", 0), node.Number("mincpmpersec", 0));
        return mimed ? asked : null;

        int? Positive(string name) => node.Whole(name, 0) is > 0 and var pixels ? pixels : null;
    }

    /// <summary>What video and audio share. A missing list of types is borne, an empty one allows nothing.</summary>
    private static bool Media(RtbNode node, FieldErrors broken)
    {
        foreach (var name in new[] { "sequence", "minbitrate", "maxbitrate", "minduration", "maxduration", "poddur", "maxseq" }) node.Whole(name, 0);
        return broken.Check(!node.Has("mimes") || node.Texts("mimes").Count > 0, node.At("mimes"), "must have at least one type");
    }

    private static DealAsked Deal(RtbNode node)
    {
        var id = node.Text("id");
        node.Errors.Check(id is { Length: > 0 }, node.At("id"), "is missing");
        return new(id ?? "", node.Number("bidfloor", 0) ?? 0, ReadingBidRequest.CurrencyOf(node, "bidfloorcur"), node.Texts("wseat"), node.Texts("wadomain"));
    }
}
