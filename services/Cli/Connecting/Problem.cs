using System.Text.Json;

namespace AdPlatform.Cli.Connecting;

/// <summary>RFC 9457 problem details as the platform sends them; also made here when an answer is no JSON.</summary>
internal sealed record Problem(int Status, string Title, string? Detail, IReadOnlyDictionary<string, string[]> Errors, string? TraceId, string Type)
{
    public bool IsOurs => Status >= 500;

    public static async Task<Problem> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        var status = (int)response.StatusCode;
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            return new Problem(status, Text(root, "title") ?? $"HTTP {status}", Text(root, "detail"), ErrorsOf(root), Text(root, "traceId"), Text(root, "type") ?? "");
        }
        catch (JsonException)
        {
            return new Problem(status, $"HTTP {status} {response.ReasonPhrase}", text.Length is > 0 and < 500 ? text : null, new Dictionary<string, string[]>(), null, "");
        }
    }

    /// <summary>One line a fact: title, detail, each field with its reasons, the trace id.</summary>
    public IEnumerable<string> Lines()
    {
        yield return $"{Title} (HTTP {Status})";
        if (Errors.Count == 0 && Detail is not null) yield return $"  {Detail}";
        foreach (var (field, reasons) in Errors)
            foreach (var reason in reasons) yield return $"  {field}: {reason}";
        if (Status >= 500 && TraceId is not null) yield return $"  trace {TraceId}";
    }

    private static string? Text(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Dictionary<string, string[]> ErrorsOf(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("errors", out var errors) || errors.ValueKind != JsonValueKind.Object) return [];
        return errors.EnumerateObject().ToDictionary(e => e.Name, e => e.Value.EnumerateArray().Select(r => r.ToString()).ToArray());
    }
}

/// <summary>The platform refused or failed; the command line turns it into lines and an exit code.</summary>
internal sealed class RefusedException(Problem problem, string request) : Exception($"{request}: {string.Join("; ", problem.Lines().Select(l => l.Trim()))}")
{
    public Problem Problem => problem;
}
