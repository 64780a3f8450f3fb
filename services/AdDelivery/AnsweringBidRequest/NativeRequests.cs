using System.Text.Json;
using AdPlatform.Hosting.Http;

namespace AdPlatform.AdDelivery.AnsweringBidRequest;

/// <summary>Reads the request that a native impression carries as text (OpenRTB Native 1.2, section 4). What is wrong in it leaves the impression out.</summary>
internal static class NativeRequests
{
    private static readonly string[] Kinds = ["title", "img", "video", "data"];

    public static NativeAsked? Read(RtbNode native, FieldErrors broken)
    {
        if (!broken.Check(native.Text("request") is { Length: > 0 }, native.At("request"), "is missing")) return null;
        try
        {
            using var document = JsonDocument.Parse(native.Text("request")!);
            var inner = new FieldErrors();
            var asked = document.RootElement.ValueKind == JsonValueKind.Object ? Read(RtbNode.Root(document.RootElement, inner), native.Text("ver")) : null;
            foreach (var (path, reasons) in inner.ToDictionary()) broken.Add($"{native.At("request")}.{path}", reasons[0]);
            return inner.Any ? null : asked;
        }
        catch (JsonException)
        {
            // The message is well formed, only what it carries is not: nothing to bid on, and nothing to refuse.
            return null;
        }
    }

    private static NativeAsked? Read(RtbNode root, string? version)
    {
        var wrapped = root.Object("native") is not null;
        var node = root.Object("native") ?? root;
        var context = node.Whole("context");
        if (context is < 500) node.Errors.Check(context is >= 1 and <= 3, node.At("context"), "must be 1 to 3, or the exchange's own from 500");
        // 10 to 15 are content, 20 to 22 social, 30 to 32 product (list 7.2).
        if (node.Whole("contextsubtype") is { } subtype and < 500 && context is >= 1 and <= 3)
            node.Errors.Check(subtype / 10 == context, node.At("contextsubtype"), "must be of the context");
        if (node.Whole("plcmttype") is { } placement and < 500) node.Errors.Check(placement is >= 1 and <= 4, node.At("plcmttype"), "must be 1 to 4, or the exchange's own from 500");
        var assets = node.Objects("assets");
        node.Errors.Check(assets.Count is >= 1 and <= 100, node.At("assets"), "must have 1 to 100 assets");
        // Ids may be left out altogether; some exchanges do, and count on the order.
        var numbered = assets.Any(asset => asset.Has("id"));
        var read = assets.Select((asset, i) => Asset(asset, numbered ? asset.Whole("id") : i + 1)).ToList();
        node.Errors.Check(read.Select(asset => asset.Id).Distinct().Count() == read.Count, node.At("assets"), "must have ids that differ");
        foreach (var tracker in node.Objects("eventtrackers")) Tracker(tracker);
        return new(node.Text("ver") ?? version ?? "1.2", wrapped, read);
    }

    private static NativeAsset Asset(RtbNode node, int? id)
    {
        node.Errors.Check(id is not null, node.At("id"), "is missing");
        var kind = Array.Find(Kinds, node.Has);
        node.Errors.Check(kind is not null, node.Path, "must be a title, img, video or data");
        if (kind is null || node.Object(kind) is not { } form) return new(id ?? 0, true, "", null, null);
        foreach (var size in new[] { "w", "h", "wmin", "hmin", "len" }) form.Whole(size, 0);
        var type = form.Whole("type");
        if (kind == "data") form.Errors.Check(type is (>= 1 and <= 12) or >= 500, form.At("type"), "must be 1 to 12, or the exchange's own from 500");
        if (kind == "video")
        {
            form.Errors.Check(form.Texts("mimes").Count > 0, form.At("mimes"), "must have at least one entry");
            form.Errors.Check(form.Wholes("protocols").Count > 0, form.At("protocols"), "must have at least one entry");
            foreach (var length in new[] { "minduration", "maxduration" }) form.Errors.Check(form.Whole(length, 1) is not null, form.At(length), "is missing");
        }
        return new(id ?? 0, node.Flag("required"), kind, type, form.Whole("len"));
    }

    /// <summary>Lists 7.6 and 7.7.</summary>
    private static void Tracker(RtbNode node)
    {
        node.Errors.Check(node.Whole("event") is null or (>= 1 and <= 4) or >= 500, node.At("event"), "must be 1 to 4, or the exchange's own from 500");
        var methods = node.Wholes("methods");
        node.Errors.Check(methods.Count > 0, node.At("methods"), "must have at least one method");
        node.Errors.Check(methods.All(method => method is 1 or 2 or >= 500), node.At("methods"), "must be 1, 2, or the exchange's own from 500");
    }
}
