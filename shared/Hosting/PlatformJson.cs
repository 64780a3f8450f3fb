using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AdPlatform.Contracts;

namespace AdPlatform.Hosting;

/// <summary>The two JSON dialects: the bus (and JSON columns) has money in micros, HTTP has decimal strings.</summary>
public static class PlatformJson
{
    public static JsonSerializerOptions Bus { get; } = Freeze(Base());

    public static JsonSerializerOptions Http { get; } = Freeze(Configure(Base()));

    /// <summary>The HTTP dialect that refuses unknown members.</summary>
    public static JsonSerializerOptions StrictHttp { get; } = Freeze(new JsonSerializerOptions(Http) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow });

    /// <summary>Makes <paramref name="options"/> the HTTP dialect.</summary>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        Apply(options);
        options.Converters.Insert(0, new MoneyConverter());
        return options;
    }

    private static JsonSerializerOptions Base() => Apply(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    private static JsonSerializerOptions Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        // Bodies are served as application/json, never inlined into HTML: letters of every language stay readable.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.RespectNullableAnnotations = true;
        options.NumberHandling = JsonNumberHandling.Strict;
        if (!options.Converters.OfType<JsonStringEnumConverter>().Any())
            options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        return options;
    }

    private static JsonSerializerOptions Freeze(JsonSerializerOptions options)
    {
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private sealed class MoneyConverter : JsonConverter<Money>
    {
        public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var form = JsonSerializer.Deserialize<Form>(ref reader, options) ?? throw new JsonException("Money is {\"amount\":\"12.50\",\"currency\":\"EUR\"}.");
            if (form.Currency is not { Length: 3 } currency || !currency.All(char.IsAsciiLetterUpper))
                throw new JsonException("currency must be an ISO 4217 code of three capital letters, such as EUR.");
            if (!decimal.TryParse(form.Amount, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var units)
                || Math.Abs(units) > 1_000_000_000_000m || decimal.Round(units, 6) != units)
                throw new JsonException("amount must be a decimal string with at most six places, such as \"12.50\".");
            return Money.FromUnits(units, currency);
        }

        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("amount", value.Units.ToString("0.00####", CultureInfo.InvariantCulture));
            writer.WriteString("currency", value.Currency);
            writer.WriteEndObject();
        }

        private sealed record Form(string? Amount, string? Currency);
    }
}
