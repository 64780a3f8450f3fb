using System.Text.Json;
using AdPlatform.AdDelivery.Deciding;
using AdPlatform.Hosting.Http;
using AdPlatform.Profiles.Consent;

namespace AdPlatform.AdDelivery.AnsweringBidRequest;

/// <summary>
/// Reads OpenRTB 2.6 requests (IAB Tech Lab, April 2022, sections 3.2 and 7). Refused with paths: wrong types, numbers out of range, a missing id, two kinds of inventory, and
/// a request none of whose impressions is what the specification asks for. One broken impression among others is only left out.
/// </summary>
internal static class ReadingBidRequest
{
    private const int MaxImps = 100;
    private const string DefaultCurrency = "USD";

    /// <returns>Null when <paramref name="errors"/> has some.</returns>
    public static BidRequest? Read(JsonElement message, int? tcfVendorId, FieldErrors errors)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            errors.Add("$", "must be a bid request");
            return null;
        }
        var root = RtbNode.Root(message, errors);
        var id = root.Text("id");
        errors.Check(id is { Length: > 0 }, "id", "is missing");
        var imps = ReadImps(root);
        var site = root.Object("site") ?? root.Object("app");
        // Both of site and app come from the wild (transitions between versions of the specification), a billboard with either never does.
        if (root.Has("dooh")) errors.Check(!root.Has("site") && !root.Has("app"), "dooh", "must not come with site or app");
        var device = root.Object("device");
        var user = root.Object("user");
        var request = new BidRequest(
            id ?? "", imps, Inventory(site ?? root.Object("dooh")), People.Of(device, user), PrivacyOf(root, device, user, tcfVendorId),
            root.Texts("bcat"), root.Whole("cattax", 0) ?? 1, root.Texts("badv"), [.. root.Texts("cur").Select(c => c.ToUpperInvariant())],
            root.Texts("wseat"), root.Texts("bseat"), [.. root.Texts("wlang"), .. root.Texts("wlangb")], root.Whole("tmax", 0), root.Flag("test"),
            device?.Text("ua"), device?.Text("ip") ?? device?.Text("ipv6"), DsaOf(root.Object("regs")?.Loose("ext")?.Loose("dsa")));
        root.Whole("at");
        return errors.Any ? null : request;
    }

    private static DsaAsked? DsaOf(RtbNode? dsa) => dsa is { } asked ? new(asked.Whole("dsarequired"), asked.Whole("pubrender"), asked.Whole("datatopub")) : null;

    private static List<Imp> ReadImps(RtbNode root)
    {
        var nodes = root.Objects("imp");
        if (!root.Errors.Check(nodes.Count is >= 1 and <= MaxImps, "imp", $"must have 1 to {MaxImps} impressions")) return [];
        var (usable, broken) = (new List<Imp>(), new FieldErrors());
        foreach (var node in nodes)
            if (Impressions.Read(node, broken) is { } imp && usable.TrueForAll(other => other.Id != imp.Id)) usable.Add(imp);
        // Which of them is at fault is told only when nothing is left to bid on.
        if (usable.Count == 0)
            foreach (var (path, reasons) in broken.ToDictionary()) root.Errors.Add(path, reasons[0]);
        return usable;
    }

    private static Inventory Inventory(RtbNode? place)
    {
        var content = place?.Object("content");
        var genres = (content?.Text("genre") ?? "").Split([',', '|', '/'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new(content?.Text("id"), [.. genres.Select(genre => genre.ToLowerInvariant())], content?.Texts("cat") ?? [], content?.Text("language") ?? content?.Text("langb"));
    }

    /// <summary>The 2.6 places first, then the ones of before (regs.ext, user.ext).</summary>
    private static Privacy PrivacyOf(RtbNode root, RtbNode? device, RtbNode? user, int? tcfVendorId)
    {
        var regs = root.Object("regs");
        var (regsExt, userExt) = (regs?.Loose("ext"), user?.Loose("ext"));
        var gdpr = regs?.Whole("gdpr", 0, 1) ?? regsExt?.Whole("gdpr");
        var consent = user?.Text("consent") ?? userExt?.Text("consent");
        var us = UsPrivacy.TryRead(regs?.Text("us_privacy") ?? regsExt?.Text("us_privacy"));
        var gpp = GppString.TryRead(regs?.Text("gpp") ?? regsExt?.Text("gpp"));
        var child = regs?.Flag("coppa") == true;
        var limited = device?.Flag("lmt") == true || device?.Flag("dnt") == true;
        var stated = StatedConsent.Of(new ConsentRequest(gdpr is { } applies ? applies == 1 : null, null, string.IsNullOrEmpty(consent) ? null : consent), tcfVendorId);
        return new(stated, child || limited || us?.OptOutSale == 'Y' || gpp?.IsOptedOut == true, child);
    }

    public static string CurrencyOf(RtbNode node, string name) => node.Text(name) is { Length: > 0 } currency ? currency.ToUpperInvariant() : DefaultCurrency;
}
