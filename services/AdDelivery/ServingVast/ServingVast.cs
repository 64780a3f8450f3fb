using System.Globalization;
using System.Text;
using System.Xml;
using AdPlatform.AdDelivery.Deciding;
using AdPlatform.AdDelivery.Shedding;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.Extensions.Options;

namespace AdPlatform.AdDelivery.ServingVast;

/// <summary>VAST for players, and VMAP for whoever stitches a whole stream.</summary>
internal static class ServingVast
{
    private const string Vmap = "http://www.iab.net/videosuite/vmap";
    private const int MaxBreaks = 20;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/vast", VastAsync).RequireScope(Scopes.Decisions).RequireAccount(AccountKind.Publisher).AcceptKeyInQuery().ShedsLoad()
            .WithName("vast").WithSummary("VAST 4.2 for one break: an ad, or a pod of them.");
        routes.MapGet("/v1/vmap", VmapAsync).RequireScope(Scopes.Decisions).RequireAccount(AccountKind.Publisher).AcceptKeyInQuery().ShedsLoad()
            .WithName("vmap").WithSummary("VMAP 1.0 with the VAST of every break, for server-side insertion.");
    }

    private static async Task<IResult> VastAsync(HttpContext http, Caller caller, Deciding.Deciding deciding, VastAds ads, IOptions<AdDeliveryOptions> options, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        if (VastRequest.Read(http.Request.Query, ["1"], options.Value.TcfVendorId, errors) is not { } question) return errors.ToProblem();
        Origins.Allow(http, options.Value);
        var here = Here.Of(http, options.Value);
        // Late is nothing: a player has gone on by then.
        var settlement = await deciding.InTimeAsync(caller.PublisherId, question, cancellationToken);
        return Xml(http, ads.Writer(here).Write(settlement is null ? [] : ads.Of(settlement.Slots[0].Decisions, settlement.Viewer, here)));
    }

    private static async Task<IResult> VmapAsync(HttpContext http, Caller caller, Deciding.Deciding deciding, VastAds ads, IOptions<AdDeliveryOptions> options, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var breaks = http.Request.Query["breaks"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        errors.Check(breaks.Length is >= 1 and <= MaxBreaks, "breaks", $"must name 1 to {MaxBreaks} breaks: start, end, or seconds from the start");
        foreach (var moment in breaks.Take(MaxBreaks))
            errors.Check(Offset(moment) is not null, "breaks", $"'{(moment.Length > 20 ? moment[..20] : moment)}' is not start, end, or seconds from the start");
        errors.Check(breaks.Distinct(StringComparer.Ordinal).Count() == breaks.Length, "breaks", "must not name a moment twice");
        if (VastRequest.Read(http.Request.Query, breaks, options.Value.TcfVendorId, errors) is not { } question || errors.Any) return errors.ToProblem();
        Origins.Allow(http, options.Value);
        var here = Here.Of(http, options.Value);
        var settlement = await deciding.InTimeAsync(caller.PublisherId, question, cancellationToken);
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true }))
        {
            xml.WriteStartElement("vmap", "VMAP", Vmap);
            xml.WriteAttributeString("version", "1.0");
            foreach (var (slot, decisions) in settlement?.Slots ?? [])
            {
                xml.WriteStartElement("AdBreak", Vmap);
                xml.WriteAttributeString("timeOffset", Offset(slot.Id));
                xml.WriteAttributeString("breakType", slot.Forms[0].Format == FormatIds.Video1920x1080 ? "linear" : "nonlinear");
                xml.WriteAttributeString("breakId", slot.Id);
                xml.WriteStartElement("AdSource", Vmap);
                xml.WriteAttributeString("id", slot.Id);
                xml.WriteAttributeString("allowMultipleAds", "true");
                xml.WriteAttributeString("followRedirects", "false");
                xml.WriteStartElement("VASTAdData", Vmap);
                ads.Writer(here).WriteTo(xml, ads.Of(decisions, settlement!.Viewer, here));
                xml.WriteEndElement();
                xml.WriteEndElement();
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        return Xml(http, $"""<?xml version="1.0" encoding="utf-8"?>{text}""");
    }

    /// <summary>VMAP 1.0.1 section 2.3.1; null for what is no moment.</summary>
    private static string? Offset(string moment) => moment is "start" or "end" ? moment
        : int.TryParse(moment, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= 86_399 ? TimeSpan.FromSeconds(seconds).ToString(@"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture)
        : null;

    private static IResult Xml(HttpContext http, string text)
    {
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Text(text, "application/xml", Encoding.UTF8);
    }
}
