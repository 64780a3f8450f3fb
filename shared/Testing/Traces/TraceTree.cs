using System.Globalization;
using System.Text;

namespace AdPlatform.Testing.Traces;

/// <summary>A trace as an indented tree: children below their parent in the order of their start.</summary>
public static class TraceTree
{
    /// <summary>A span whose parent was not exported stands at the left edge, marked with "...".</summary>
    public static string Render(IEnumerable<Span> trace)
    {
        var spans = trace.DistinctBy(span => span.SpanId).OrderBy(span => span.Start).ToArray();
        if (spans.Length == 0) return "(no spans)";
        var known = spans.Select(span => span.SpanId).ToHashSet();
        var children = spans.ToLookup(span => known.Contains(span.ParentId) ? span.ParentId : "");
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"trace {spans[0].TraceId}: {spans.Length} spans of {spans.Select(span => span.Service).Distinct().Count()} services\n");
        foreach (var root in children[""]) Append(root, 0);
        return text.ToString();

        void Append(Span span, int depth)
        {
            text.Append(' ', 2 * depth);
            if (depth == 0 && span.ParentId.Length > 0) text.Append("... ");
            text.Append(CultureInfo.InvariantCulture, $"{Short(span.Service)}: {span.Name} [{span.Kind.ToString().ToLowerInvariant()}]");
            text.Append(CultureInfo.InvariantCulture, $" +{(span.Start - spans[0].Start).TotalMilliseconds:F0} ms, {span.Duration.TotalMilliseconds:F1} ms{(span.Failed ? $" FAILED {span.Reason}" : "")}\n");
            foreach (var child in children[span.SpanId]) Append(child, depth + 1);
        }
    }

    private static string Short(string service) => service.StartsWith("AdPlatform.", StringComparison.Ordinal) ? service["AdPlatform.".Length..] : service;
}
