using System.Text.Json;
using System.Text.RegularExpressions;

namespace AdPlatform.Hosting.Http;

/// <summary>What a JSON reader complains of, by field.</summary>
internal static partial class JsonErrors
{
    public static FieldErrors Of(JsonException json)
    {
        var errors = new FieldErrors();
        var path = json.Path is { Length: > 2 } p ? p[2..] : "";
        if (json.Message.Contains("missing required properties", StringComparison.Ordinal))
        {
            foreach (Match name in Quoted().Matches(json.Message[json.Message.IndexOf("including", StringComparison.Ordinal)..]))
                errors.Add(path.Length > 0 ? $"{path}.{name.Groups[1].Value}" : name.Groups[1].Value, "is required");
        }
        else if (Unmapped().Match(json.Message) is { Success: true } unknown)
        {
            var name = unknown.Groups[1].Value;
            errors.Add(path.EndsWith(name, StringComparison.Ordinal) ? path : path.Length > 0 ? $"{path}.{name}" : name, "is not a known field");
        }
        else
        {
            errors.Add(path.Length > 0 ? path : "body", Reason(json));
        }

        return errors;
    }

    private static string Reason(JsonException json)
    {
        var message = json.InnerException is JsonException inner ? inner.Message : json.Message;
        if (message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal)) return "has a value of the wrong kind";
        var end = message.IndexOf(" Path: ", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();

    [GeneratedRegex("The JSON property '([^']+)' could not be mapped")]
    private static partial Regex Unmapped();
}
