using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using AdPlatform.AdDelivery.RecordingEvents;
using AdPlatform.AdDelivery.Serving;
using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Hosting;

namespace AdPlatform.AdDelivery.Deciding;

/// <summary>
/// A settlement as <see cref="DecisionAnswer"/> in JSON, written straight into the response: the signed URLs, nine tenths of it, never become strings. A test holds that the serialiser
/// would write the same bytes.
/// </summary>
internal sealed class AnswerJson(AnswerWriter answers, TokenSigner signer)
{
    private static readonly JsonEncodedText[] KindNames = [.. Enum.GetValues<DeliveryKind>().Select(kind => JsonEncodedText.Encode(kind == DeliveryKind.Decision ? "" : EventKinds.Name(kind)))];

    /// <summary>As long as its snapshot lives.</summary>
    private readonly ConditionalWeakTable<ServingCreative, Written> _creatives = [];

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Text, Utf8JsonWriter Json)? _scratch;

    /// <returns>Of this thread, until its next answer: copy it at once.</returns>
    public ReadOnlySpan<byte> Write(Settlement settlement, string here)
    {
        var (text, json) = _scratch ??= Scratch();
        text.ResetWrittenCount();
        json.Reset();
        json.WriteStartObject();
        json.WriteNumber("snapshot"u8, settlement.Snapshot);
        json.WriteStartArray("degraded"u8);
        foreach (var reason in settlement.Degraded) json.WriteStringValue(reason);
        json.WriteEndArray();
        json.WriteStartArray("placements"u8);
        foreach (var (slot, decisions) in settlement.Slots) Placement(json, slot.Id, decisions, settlement.Viewer, here);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return text.WrittenSpan;
    }

    private static (ArrayBufferWriter<byte> Text, Utf8JsonWriter Json) Scratch()
    {
        var text = new ArrayBufferWriter<byte>(8 * 1024);
        return (text, new Utf8JsonWriter(text, new() { Encoder = PlatformJson.Http.Encoder, SkipValidation = true }));
    }

    private void Placement(Utf8JsonWriter json, string placementId, IReadOnlyList<Settled> decisions, Viewer viewer, string here)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, placementId);
        json.WriteStartArray("decisions"u8);
        for (var i = 0; i < decisions.Count; i++)
            if (decisions[i].Decision.Chosen is { } chosen) Served(json, decisions[i], chosen, viewer, here);
        json.WriteEndArray();
        json.WritePropertyName("none"u8);
        if (decisions[^1].Decision.Chosen is not null) json.WriteNullValue();
        else JsonSerializer.Serialize(json, AnswerWriter.Nothing(decisions[^1]), PlatformJson.Http);
        json.WriteEndObject();
    }

    private void Served(Utf8JsonWriter json, Settled settled, Chosen chosen, Viewer viewer, string here)
    {
        var token = answers.TokenOf(settled, viewer);
        json.WriteStartObject();
        Id(json, "decisionId"u8, "dec_"u8, token.DecisionId);
        Id(json, "campaignId"u8, "cmp_"u8, token.CampaignId);
        Id(json, "lineId"u8, "lin_"u8, token.LineId);
        json.WritePropertyName("creative"u8);
        json.WriteRawValue(Creative(chosen.Creative, here), skipInputValidation: true);
        Urls(json, token, AnswerWriter.KindsOf(chosen.Creative.Form.Format), here);
        if (token.Segment is { } segment) Id(json, "context"u8, "seg_"u8, segment);
        else json.WriteString("context"u8, Contexts.None);
        json.WriteNumber("propensity"u8, token.Propensity);
        Reason(json, chosen);
        json.WriteString("billableUntil"u8, token.BillableUntil);
        json.WriteString("acceptedUntil"u8, token.AcceptedUntil);
        json.WriteEndObject();
    }

    /// <summary>They differ in the kind alone.</summary>
    private void Urls(Utf8JsonWriter json, EventToken token, DeliveryKind[] kinds, string here)
    {
        Span<byte> signed = stackalloc byte[TokenSigner.MaxLength];
        signed = signed[..signer.Sign(token, signed)];
        var before = Encoding.UTF8.GetMaxByteCount(here.Length) + "/v1/events/"u8.Length;
        var longest = before + 32 + "?t="u8.Length + signed.Length;
        var url = longest <= 2048 ? stackalloc byte[longest] : new byte[longest];
        var start = Encoding.UTF8.GetBytes(here, url);
        "/v1/events/"u8.CopyTo(url[start..]);
        start += "/v1/events/"u8.Length;
        json.WriteString("clickUrl"u8, Url(url, start, DeliveryKind.Click, signed));
        json.WriteStartObject("events"u8);
        foreach (var kind in kinds) json.WriteString(KindNames[(int)kind], Url(url, start, kind, signed));
        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> Url(Span<byte> url, int start, DeliveryKind kind, ReadOnlySpan<byte> signed)
    {
        var name = KindNames[(int)kind].EncodedUtf8Bytes;
        name.CopyTo(url[start..]);
        "?t="u8.CopyTo(url[(start + name.Length)..]);
        signed.CopyTo(url[(start + name.Length + "?t="u8.Length)..]);
        return url[..(start + name.Length + "?t="u8.Length + signed.Length)];
    }

    private static void Id(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> prefix, Guid id)
    {
        Span<byte> text = stackalloc byte[64];
        prefix.CopyTo(text);
        id.TryFormat(text[prefix.Length..], out var written, "N");
        json.WriteString(name, text[..(prefix.Length + written)]);
    }

    /// <summary>The same in every answer that comes from the same address.</summary>
    private byte[] Creative(ServingCreative creative, string here)
    {
        if (_creatives.TryGetValue(creative, out var written) && written.Here == here) return written.Json;
        written = new(here, JsonSerializer.SerializeToUtf8Bytes(answers.CreativeOf(creative.CreativeId, creative.Form, here), PlatformJson.Http));
        _creatives.AddOrUpdate(creative, written);
        return written.Json;
    }

    private static void Reason(Utf8JsonWriter json, Chosen chosen)
    {
        Span<char> text = stackalloc char[512];
        if (Reasons.TryWrite(chosen, text, out var written)) json.WriteString("reason"u8, text[..written]);
        else json.WriteString("reason"u8, Reasons.Of(chosen));
    }

    private sealed record Written(string Here, byte[] Json);
}
