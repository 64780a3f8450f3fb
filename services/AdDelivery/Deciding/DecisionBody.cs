using System.Text.Json;

namespace AdPlatform.AdDelivery.Deciding;

/// <summary>
/// Reads a question as ad servers write it, in one pass. Whatever is not plainly right (another member, another kind of value, broken JSON) is not judged here: then the serialiser reads the
/// body again, and it alone complains. A test holds that both read the same.
/// </summary>
internal static class DecisionBody
{
    /// <returns>Null for what the serialiser has to read.</returns>
    public static DecisionRequest? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = new Utf8JsonReader(body);
            return json.Read() && Question(ref json, out var request) && !json.Read() ? request : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // No JSON, or a text that is no UTF-8.
            return null;
        }
    }

    private static bool Question(ref Utf8JsonReader json, out DecisionRequest? request)
    {
        request = null;
        List<PlacementRequest>? placements = null;
        ViewerRequest? viewer = null;
        ContextRequest? context = null;
        ConsentRequest? consent = null;
        BlocksRequest? blocks = null;
        int? tmax = null;
        if (json.TokenType != JsonTokenType.StartObject) return false;
        while (Member(ref json))
        {
            var known =
                json.ValueTextEquals("placements"u8) ? Placements(ref json, out placements)
                : json.ValueTextEquals("viewer"u8) ? Viewer(ref json, out viewer)
                : json.ValueTextEquals("context"u8) ? Context(ref json, out context)
                : json.ValueTextEquals("consent"u8) ? Consent(ref json, out consent)
                : json.ValueTextEquals("blocks"u8) ? Blocks(ref json, out blocks)
                : json.ValueTextEquals("tmax"u8) && Number(ref json, out tmax);
            if (!known) return false;
        }
        if (json.TokenType != JsonTokenType.EndObject || placements is null) return false;
        request = new() { Placements = placements, Viewer = viewer, Context = context, Consent = consent, Blocks = blocks, Tmax = tmax };
        return true;
    }

    private static bool Placements(ref Utf8JsonReader json, out List<PlacementRequest>? placements)
    {
        placements = null;
        if (!json.Read() || json.TokenType != JsonTokenType.StartArray) return false;
        placements = new(1);
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
        {
            string? id = null, format = null;
            int? width = null, height = null, count = 1;
            while (Member(ref json))
            {
                var known =
                    json.ValueTextEquals("id"u8) ? Text(ref json, out id)
                    : json.ValueTextEquals("format"u8) ? Text(ref json, out format)
                    : json.ValueTextEquals("width"u8) ? Number(ref json, out width)
                    : json.ValueTextEquals("height"u8) ? Number(ref json, out height)
                    : json.ValueTextEquals("count"u8) && Number(ref json, out count);
                if (!known) return false;
            }
            if (json.TokenType != JsonTokenType.EndObject || id is null || format is null || count is null) return false;
            placements.Add(new(id, format, width, height, count.Value));
        }
        return json.TokenType == JsonTokenType.EndArray;
    }

    private static bool Viewer(ref Utf8JsonReader json, out ViewerRequest? viewer)
    {
        viewer = null;
        if (!Object(ref json, out var isNull)) return isNull;
        List<ViewerId>? ids = null;
        while (Member(ref json))
        {
            if (!json.ValueTextEquals("ids"u8) || !json.Read() || json.TokenType != JsonTokenType.StartArray) return false;
            ids = new(1);
            while (json.Read() && json.TokenType == JsonTokenType.StartObject)
            {
                string? kind = null, id = null;
                while (Member(ref json))
                    if (!(json.ValueTextEquals("kind"u8) ? Text(ref json, out kind) : json.ValueTextEquals("id"u8) && Text(ref json, out id))) return false;
                if (json.TokenType != JsonTokenType.EndObject || kind is null || id is null) return false;
                ids.Add(new(kind, id));
            }
            if (json.TokenType != JsonTokenType.EndArray) return false;
        }
        if (json.TokenType != JsonTokenType.EndObject || ids is null) return false;
        viewer = new(ids);
        return true;
    }

    private static bool Context(ref Utf8JsonReader json, out ContextRequest? context)
    {
        context = null;
        if (!Object(ref json, out var isNull)) return isNull;
        string? titleId = null, country = null, language = null, device = null;
        List<string>? genres = null, categories = null;
        DateTimeOffset? time = null;
        while (Member(ref json))
        {
            var known =
                json.ValueTextEquals("titleId"u8) ? Text(ref json, out titleId)
                : json.ValueTextEquals("country"u8) ? Text(ref json, out country)
                : json.ValueTextEquals("language"u8) ? Text(ref json, out language)
                : json.ValueTextEquals("device"u8) ? Text(ref json, out device)
                : json.ValueTextEquals("genres"u8) ? Texts(ref json, out genres)
                : json.ValueTextEquals("categories"u8) ? Texts(ref json, out categories)
                : json.ValueTextEquals("time"u8) && Time(ref json, out time);
            if (!known) return false;
        }
        if (json.TokenType != JsonTokenType.EndObject) return false;
        context = new() { TitleId = titleId, Genres = genres, Categories = categories, Country = country, Language = language, Device = device, Time = time };
        return true;
    }

    private static bool Consent(ref Utf8JsonReader json, out ConsentRequest? consent)
    {
        consent = null;
        if (!Object(ref json, out var isNull)) return isNull;
        bool? gdpr = null;
        List<int>? purposes = null;
        string? tcString = null;
        while (Member(ref json))
        {
            var known =
                json.ValueTextEquals("gdpr"u8) ? Truth(ref json, out gdpr)
                : json.ValueTextEquals("purposes"u8) ? Numbers(ref json, out purposes)
                : json.ValueTextEquals("tcString"u8) && Text(ref json, out tcString);
            if (!known) return false;
        }
        if (json.TokenType != JsonTokenType.EndObject) return false;
        consent = new(gdpr, purposes, tcString);
        return true;
    }

    private static bool Blocks(ref Utf8JsonReader json, out BlocksRequest? blocks)
    {
        blocks = null;
        if (!Object(ref json, out var isNull)) return isNull;
        List<string>? categories = null, domains = null;
        int? taxonomy = null;
        while (Member(ref json))
        {
            var known =
                json.ValueTextEquals("bcat"u8) ? Texts(ref json, out categories)
                : json.ValueTextEquals("badv"u8) ? Texts(ref json, out domains)
                : json.ValueTextEquals("cattax"u8) && Number(ref json, out taxonomy);
            if (!known) return false;
        }
        if (json.TokenType != JsonTokenType.EndObject) return false;
        blocks = new(categories, domains, taxonomy);
        return true;
    }

    private static bool Member(ref Utf8JsonReader json) => json.Read() && json.TokenType == JsonTokenType.PropertyName;

    /// <returns>True inside an object.</returns>
    private static bool Object(ref Utf8JsonReader json, out bool isNull)
    {
        isNull = json.Read() && json.TokenType == JsonTokenType.Null;
        return json.TokenType == JsonTokenType.StartObject;
    }

    private static bool Text(ref Utf8JsonReader json, out string? text)
    {
        text = json.Read() && json.TokenType == JsonTokenType.String ? json.GetString() : null;
        return json.TokenType is JsonTokenType.String or JsonTokenType.Null;
    }

    private static bool Number(ref Utf8JsonReader json, out int? number)
    {
        number = null;
        if (!json.Read() || json.TokenType != JsonTokenType.Number) return json.TokenType == JsonTokenType.Null;
        var isWhole = json.TryGetInt32(out var value);
        number = value;
        return isWhole;
    }

    private static bool Truth(ref Utf8JsonReader json, out bool? truth)
    {
        truth = json.Read() && json.TokenType is JsonTokenType.True or JsonTokenType.False ? json.TokenType == JsonTokenType.True : null;
        return json.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null;
    }

    private static bool Time(ref Utf8JsonReader json, out DateTimeOffset? time)
    {
        time = null;
        if (!json.Read() || json.TokenType != JsonTokenType.String) return json.TokenType == JsonTokenType.Null;
        var isTime = json.TryGetDateTimeOffset(out var value);
        time = value;
        return isTime;
    }

    private static bool Texts(ref Utf8JsonReader json, out List<string>? texts)
    {
        texts = null;
        if (!json.Read() || json.TokenType != JsonTokenType.StartArray) return json.TokenType == JsonTokenType.Null;
        texts = [];
        while (json.Read() && json.TokenType == JsonTokenType.String) texts.Add(json.GetString()!);
        return json.TokenType == JsonTokenType.EndArray;
    }

    private static bool Numbers(ref Utf8JsonReader json, out List<int>? numbers)
    {
        numbers = null;
        if (!json.Read() || json.TokenType != JsonTokenType.StartArray) return json.TokenType == JsonTokenType.Null;
        numbers = new(11);
        while (json.Read() && json.TokenType == JsonTokenType.Number)
        {
            if (!json.TryGetInt32(out var number)) return false;
            numbers.Add(number);
        }
        return json.TokenType == JsonTokenType.EndArray;
    }
}
