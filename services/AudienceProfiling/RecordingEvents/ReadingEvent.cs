using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using AdPlatform.AudienceProfiling.BuildingProfile;
using AdPlatform.AudienceProfiling.Consent;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Hosting;

namespace AdPlatform.AudienceProfiling.RecordingEvents;

/// <summary>One call of the Segment tracking API, read and checked. Specification: Segment's HTTP API source and its Spec pages.</summary>
/// <param name="Tolerance">See <see cref="ProfilingOptions.ClockSkewTolerance"/>.</param>
/// <param name="Signal">See <see cref="RefusalSignals.OfRequest"/>: of the whole request, or null.</param>
internal sealed record ReadingEvent(DateTimeOffset ReceivedAt, TimeSpan Tolerance, FactRules Facts, string? Signal = null)
{
    /// <summary>32 KB, of one event's JSON text.</summary>
    public const int MaxBytes = 32 * 1024;

    private const int MaxName = 255;
    private static readonly string[] Types = ["track", "identify", "page", "screen", "group", "alias"];

    /// <param name="type">Of the route; null in a batch, where each event names its own.</param>
    /// <param name="root">The batch around the event, whose sentAt and context hold for events without; the event itself otherwise.</param>
    public ReadOutcome Read(JsonElement e, string? type, JsonElement root)
    {
        if (e.ValueKind != JsonValueKind.Object) return new Refused("", "must be an object");
        if (JsonMarshal.GetRawUtf8Value(e).Length > MaxBytes) return new Refused("", $"is larger than {MaxBytes} bytes");
        if (!JsonReading.IsWellFormed(e)) return new Refused("", "holds text that is not valid Unicode");

        type ??= e.Text("type");
        if (type is null || !Types.Contains(type)) return new Refused("type", $"must be one of {string.Join(", ", Types)}");
        foreach (var name in (string[])["properties", "traits", "context"])
            if (e.Member(name).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.Object)) return new Refused(name, "must be an object");

        var (user, anonymous, previous) = (e.Text("userId"), e.Text("anonymousId"), e.Text("previousId"));
        if (user is null && anonymous is null) return new Refused("userId", "userId or anonymousId is needed");
        foreach (var (name, id) in new[] { ("userId", user), ("anonymousId", anonymous), ("previousId", previous), ("messageId", e.Text("messageId")) })
            if (id?.Length > ViewerId.MaxLength) return new Refused(name, $"must have at most {ViewerId.MaxLength} characters");
        if (type == "alias" && user is null) return new Refused("userId", "is needed by an alias call");
        if (type == "alias" && previous is null) return new Refused("previousId", "is needed by an alias call");
        if (type == "group" && e.Text("groupId") is null) return new Refused("groupId", "is needed by a group call");
        if (type == "track" && e.Text("event") is not { Length: <= MaxName }) return new Refused("event", $"a track call needs a name of 1 to {MaxName} characters");
        if (!Time(e, "timestamp", out var happened) || (happened is null && !Time(e, "originalTimestamp", out happened)))
            return new Refused("timestamp", "must be an ISO 8601 time from 1970 on, such as 2026-03-01T12:00:00Z");
        // A wrong sentAt only means that there is nothing to correct by.
        if (!Time(e, "sentAt", out var sent) || sent is null) Time(root, "sentAt", out sent);

        var (at, called) = (CorrectingClock.Correct(happened, sent, ReceivedAt, Tolerance), type == "track" ? e.Text("event") : null);
        var properties = e.Member(type is "identify" or "group" ? "traits" : "properties");
        var context = e.Member("context") is { ValueKind: JsonValueKind.Object } own ? own : root.Member("context");
        return new Readable(new ViewerEvent
        {
            MessageId = e.Text("messageId") ?? Ids.New(ReceivedAt).ToString("N"),
            Type = type,
            UserId = user,
            AnonymousId = anonymous,
            PreviousId = type == "alias" ? previous : null,
            GroupId = type == "group" ? e.Text("groupId") : null,
            Name = called,
            Facts = ReadingFacts.Of(type, called, properties, context, at, Signal, Facts),
            Timestamp = at,
            ReceivedAt = ReceivedAt,
        });
    }

    /// <returns>False for something that is no time; true without a value when there is nothing.</returns>
    private static bool Time(JsonElement e, string name, out DateTimeOffset? time)
    {
        time = null;
        if (e.Member(name) is not { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } value) return true;
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { Length: >= 10 } text || text[4] != '-'
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            || at < DateTimeOffset.UnixEpoch) return false;
        time = at;
        return true;
    }
}

internal abstract record ReadOutcome;

internal sealed record Readable(ViewerEvent Event) : ReadOutcome;

/// <param name="Field">Empty for the event as a whole.</param>
internal sealed record Refused(string Field, string Reason) : ReadOutcome;
