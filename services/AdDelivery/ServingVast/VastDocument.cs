using System.Globalization;
using System.Text;
using System.Xml;
using AdPlatform.AdDelivery.Deciding;
using AdPlatform.AdDelivery.RecordingEvents;
using AdPlatform.Contracts.AdDelivery.V1;

namespace AdPlatform.AdDelivery.ServingVast;

/// <summary>One ad of a VAST document.</summary>
/// <param name="Companions">Banners of the same campaign, shown beside the player.</param>
internal sealed record VastAd(Settled Settled, ServedAnswer Served, IReadOnlyList<VastCompanion> Companions);

internal sealed record VastCompanion(Guid CreativeId, int Width, int Height, string AssetUrl, string AltText);

/// <summary>Writes VAST 4.2 (IAB Tech Lab, June 2019). Elements stand in the order of the schema, which is the alphabet within each type.</summary>
/// <param name="assetOf">Absolute URL of an asset.</param>
/// <param name="plainMacros">
/// Macros in plain brackets. The schema's type for addresses does not have those, so by default they are percent-encoded.
/// </param>
internal sealed class VastDocument(Func<string, string> assetOf, VerificationOptions? verification, bool plainMacros)
{
    public const string Namespace = "http://www.iab.com/VAST";
    private const string ContentType = "image/svg+xml";

    /// <summary>Content 3.1; OpenRTB's number 9.</summary>
    private const string Taxonomy = "https://iabtechlab.com/standards/content-taxonomy/";

    private static readonly (DeliveryKind Kind, string Event)[] LinearEvents =
    [
        (DeliveryKind.Start, "start"), (DeliveryKind.FirstQuartile, "firstQuartile"), (DeliveryKind.Midpoint, "midpoint"), (DeliveryKind.ThirdQuartile, "thirdQuartile"),
        (DeliveryKind.Complete, "complete"), (DeliveryKind.Pause, "pause"), (DeliveryKind.Resume, "resume"), (DeliveryKind.Skip, "skip"),
        (DeliveryKind.Dismiss, "closeLinear"), (DeliveryKind.Interaction, "otherAdInteraction"),
    ];

    private static readonly (DeliveryKind Kind, string Event)[] OverlayEvents =
        [(DeliveryKind.Dismiss, "close"), (DeliveryKind.Dwell, "overlayViewDuration"), (DeliveryKind.Interaction, "acceptInvitation"), (DeliveryKind.Resume, "resume")];

    /// <returns>A whole document; without ads the empty answer of section 2.3.</returns>
    public string Write(IReadOnlyList<VastAd> ads)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(new Utf8Text(text), new XmlWriterSettings { Indent = false, Encoding = Encoding.UTF8 })) WriteTo(xml, ads);
        return text.ToString();
    }

    public void WriteTo(XmlWriter xml, IReadOnlyList<VastAd> ads)
    {
        xml.WriteStartElement("VAST", Namespace);
        xml.WriteAttributeString("version", "4.2");
        for (var i = 0; i < ads.Count; i++) Ad(xml, ads[i], ads.Count > 1 ? i + 1 : null);
        xml.WriteEndElement();
    }

    private void Ad(XmlWriter xml, VastAd ad, int? sequence)
    {
        var (line, served) = (ad.Settled.Decision.Chosen!.Line, ad.Served);
        var campaign = line.Campaign.Document;
        xml.WriteStartElement("Ad");
        xml.WriteAttributeString("id", served.DecisionId);
        if (sequence is { } place) xml.WriteAttributeString("sequence", Text(place));
        xml.WriteStartElement("InLine");
        Element(xml, "AdSystem", "AdPlatform", ("version", "1"));
        Element(xml, "Error", UrlOf(served, EventKinds.Error) + (plainMacros ? "&code=[ERRORCODE]" : "&code=%5BERRORCODE%5D"));
        Disclosure(xml, ad.Settled.Decision.Chosen!.Creative.Form.Disclosed);
        Element(xml, "Impression", served.Events[EventKinds.Name(DeliveryKind.Impression)], ("id", served.DecisionId));
        Element(xml, "Pricing", line.Plan.Cpm.Units.ToString("0.00####", CultureInfo.InvariantCulture), ("model", "CPM"), ("currency", line.Plan.Cpm.Currency));
        xml.WriteStartElement("ViewableImpression");
        Element(xml, "Viewable", served.Events[EventKinds.Name(DeliveryKind.Viewable)]);
        xml.WriteEndElement();
        Element(xml, "AdServingId", served.DecisionId);
        Element(xml, "AdTitle", served.Creative.Texts.GetValueOrDefault("headline", campaign.AdvertiserDomain));
        Verification(xml);
        Element(xml, "Advertiser", campaign.AdvertiserDomain);
        if (campaign.AdvertiserCategory is { } category) Element(xml, "Category", category, ("authority", Taxonomy));
        Creatives(xml, ad);
        Element(xml, "Expires", Text((int)(served.BillableUntil - ad.Settled.Inputs.At).TotalSeconds));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    /// <summary>In elements of our own: VAST 4.2 has none for it.</summary>
    private static void Disclosure(XmlWriter xml, Contracts.CreativeGeneration.V1.Disclosed? disclosed)
    {
        if (disclosed is null) return;
        xml.WriteStartElement("Extensions");
        xml.WriteStartElement("Extension");
        xml.WriteAttributeString("type", "dsa");
        Element(xml, "Behalf", disclosed.OnBehalfOf);
        Element(xml, "Paid", disclosed.PaidBy);
        Element(xml, "DigitalSourceType", disclosed.DigitalSourceType);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private void Creatives(XmlWriter xml, VastAd ad)
    {
        xml.WriteStartElement("Creatives");
        Creative(xml, ad.Served.Creative.Id, 1, () =>
        {
            if (ad.Settled.Decision.Chosen!.Creative.Form is { Media: { Count: > 0 } media, Seconds: { } seconds }) Linear(xml, ad.Served, media, seconds);
            else NonLinear(xml, ad.Served);
        });
        if (ad.Companions.Count > 0)
        {
            Creative(xml, Hosting.Ids.Format("crv", ad.Companions[0].CreativeId), 1, () =>
            {
                xml.WriteStartElement("CompanionAds");
                xml.WriteAttributeString("required", "none");
                foreach (var companion in ad.Companions) Companion(xml, companion, ad.Served);
                xml.WriteEndElement();
            });
        }
        xml.WriteEndElement();
    }

    private static void Creative(XmlWriter xml, string id, int sequence, Action content)
    {
        xml.WriteStartElement("Creative");
        xml.WriteAttributeString("id", id);
        xml.WriteAttributeString("sequence", Text(sequence));
        content();
        Element(xml, "UniversalAdId", id, ("idRegistry", "adplatform"));
        xml.WriteEndElement();
    }

    private void Linear(XmlWriter xml, ServedAnswer served, IReadOnlyList<Contracts.CreativeGeneration.V1.MediaFile> media, int seconds)
    {
        xml.WriteStartElement("Linear");
        Tracking(xml, served, LinearEvents);
        Element(xml, "Duration", TimeSpan.FromSeconds(seconds).ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture));
        xml.WriteStartElement("MediaFiles");
        foreach (var file in media)
        {
            var bitrate = file.Kbps is { } kbps ? ("bitrate", Text(kbps)) : default;
            Element(
                xml, "MediaFile", assetOf(file.Url), ("delivery", "progressive"), ("type", file.Type), ("width", Text(file.Width)), ("height", Text(file.Height)), bitrate,
                ("scalable", "true"), ("maintainAspectRatio", "true"));
        }
        xml.WriteEndElement();
        xml.WriteStartElement("VideoClicks");
        Element(xml, "ClickThrough", served.ClickUrl, ("id", served.Creative.Id));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void NonLinear(XmlWriter xml, ServedAnswer served)
    {
        xml.WriteStartElement("NonLinearAds");
        Tracking(xml, served, OverlayEvents);
        xml.WriteStartElement("NonLinear");
        xml.WriteAttributeString("id", served.Creative.Id);
        xml.WriteAttributeString("width", Text(served.Creative.Width ?? 0));
        xml.WriteAttributeString("height", Text(served.Creative.Height ?? 0));
        xml.WriteAttributeString("scalable", "true");
        xml.WriteAttributeString("maintainAspectRatio", "true");
        xml.WriteAttributeString("minSuggestedDuration", "00:00:05");
        Element(xml, "StaticResource", served.Creative.AssetUrl ?? "", ("creativeType", ContentType));
        Element(xml, "NonLinearClickThrough", served.ClickUrl);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Companion(XmlWriter xml, VastCompanion companion, ServedAnswer served)
    {
        xml.WriteStartElement("Companion");
        xml.WriteAttributeString("id", Hosting.Ids.Format("crv", companion.CreativeId));
        xml.WriteAttributeString("width", Text(companion.Width));
        xml.WriteAttributeString("height", Text(companion.Height));
        xml.WriteAttributeString("renderingMode", "default");
        Element(xml, "StaticResource", companion.AssetUrl, ("creativeType", ContentType));
        Element(xml, "AltText", companion.AltText);
        Element(xml, "CompanionClickThrough", served.ClickUrl);
        xml.WriteEndElement();
    }

    private static void Tracking(XmlWriter xml, ServedAnswer served, (DeliveryKind Kind, string Event)[] events)
    {
        xml.WriteStartElement("TrackingEvents");
        foreach (var (kind, name) in events)
            if (served.Events.TryGetValue(EventKinds.Name(kind), out var url)) Element(xml, "Tracking", url, ("event", name));
        xml.WriteEndElement();
    }

    private void Verification(XmlWriter xml)
    {
        if (verification is not { Script.Length: > 0 } vendor) return;
        xml.WriteStartElement("AdVerifications");
        xml.WriteStartElement("Verification");
        xml.WriteAttributeString("vendor", Clean(vendor.Vendor));
        Element(xml, "JavaScriptResource", vendor.Script, ("apiFramework", "omid"), ("browserOptional", "true"));
        if (vendor.Parameters.Length > 0) Element(xml, "VerificationParameters", vendor.Parameters);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    /// <summary>The token is the same in every URL of a decision.</summary>
    private static string UrlOf(ServedAnswer served, string kind) => EventKinds.Other(served.ClickUrl, kind);

    private static void Element(XmlWriter xml, string name, string text, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        xml.WriteStartElement(name);
        foreach (var (attribute, value) in attributes)
            if (attribute is not null) xml.WriteAttributeString(attribute, Clean(value));
        xml.WriteString(Clean(text));
        xml.WriteEndElement();
    }

    /// <summary>XML 1.0 has no way to write most control characters and lone surrogates.</summary>
    private static string Clean(string text)
    {
        try
        {
            return XmlConvert.VerifyXmlChars(text);
        }
        catch (XmlException)
        {
            return string.Concat(text.EnumerateRunes().Where(rune => rune.Value > 0xFFFF || (rune.Value != 0xFFFD && XmlConvert.IsXmlChar((char)rune.Value))));
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class Utf8Text(StringBuilder text) : StringWriter(text, CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;
    }
}
