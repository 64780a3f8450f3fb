using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AdPlatform.Cli.SubmittingCampaign;

/// <summary>A brief as JSON. A text that is exactly <c>today</c> or <c>today+27</c> becomes that date, so that a sample stays usable.</summary>
internal static partial class BriefFile
{
    [GeneratedRegex(@"^today(?:(?<days>[+-]\d{1,4}))?$")]
    private static partial Regex RelativeDay();

    /// <exception cref="JsonException">It is no JSON; the message says where.</exception>
    public static JsonNode Read(string text, DateOnly today)
    {
        var brief = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })
            ?? throw new JsonException("The brief is empty.");
        return Dated(brief, today)!;
    }

    /// <summary>The same brief gets the same key, so that submitting it twice makes one campaign.</summary>
    public static string IdempotencyKey(JsonNode brief) => $"brief-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(brief.ToJsonString())))[..32]}";

    private static JsonNode? Dated(JsonNode? node, DateOnly today) => node switch
    {
        JsonObject members => new JsonObject(members.Select(m => KeyValuePair.Create(m.Key, Dated(m.Value, today)))),
        JsonArray items => new JsonArray([.. items.Select(item => Dated(item, today))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String && RelativeDay().Match(value.GetValue<string>()) is { Success: true } day =>
            JsonValue.Create(today.AddDays(day.Groups["days"] is { Success: true } days ? int.Parse(days.Value, CultureInfo.InvariantCulture) : 0)
                .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        _ => node?.DeepClone(),
    };
}
