using System.Globalization;
using System.Text;

namespace AdPlatform.Testing.Traces;

/// <summary>Reads an <c>ExportTraceServiceRequest</c> (opentelemetry-proto, trace/v1/trace.proto; field numbers from there).</summary>
internal static class ExportedSpans
{
    public static List<Span> Read(ReadOnlySpan<byte> request)
    {
        var spans = new List<Span>();
        var reader = new WireReader(request);
        while (reader.Next())
            if (reader.Field == 1) Resource(reader.Content, spans);
        return spans;
    }

    private static void Resource(ReadOnlySpan<byte> resourceSpans, List<Span> spans)
    {
        var service = "";
        var reader = new WireReader(resourceSpans);
        while (reader.Next())
            if (reader.Field == 1) service = Attributes(reader.Content, field: 1).GetValueOrDefault("service.name", "");

        reader = new WireReader(resourceSpans);
        while (reader.Next())
            if (reader.Field == 2) Scope(reader.Content, service, spans);
    }

    private static void Scope(ReadOnlySpan<byte> scopeSpans, string service, List<Span> spans)
    {
        var source = "";
        var reader = new WireReader(scopeSpans);
        while (reader.Next())
        {
            if (reader.Field == 1) source = FirstText(reader.Content);
            if (reader.Field == 2) spans.Add(One(reader.Content, service, source));
        }
    }

    private static Span One(ReadOnlySpan<byte> span, string service, string source)
    {
        string trace = "", id = "", parent = "", name = "", reason = "";
        var kind = SpanKind.Unspecified;
        ulong start = 0, end = 0;
        var failed = false;
        var reader = new WireReader(span);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: trace = Convert.ToHexStringLower(reader.Content); break;
                case 2: id = Convert.ToHexStringLower(reader.Content); break;
                case 4: parent = Convert.ToHexStringLower(reader.Content); break;
                case 5: name = Encoding.UTF8.GetString(reader.Content); break;
                case 6: kind = (SpanKind)reader.Number; break;
                case 7: start = reader.Number; break;
                case 8: end = reader.Number; break;
                case 15: (failed, reason) = Status(reader.Content); break;
            }
        }

        // Unix nanoseconds; a tick is 100 of them.
        return new Span(
            service, source, name, trace, id, parent, kind, DateTimeOffset.UnixEpoch.AddTicks((long)(start / 100)), TimeSpan.FromTicks((long)((end - start) / 100)), failed, reason,
            Attributes(span, field: 9));
    }

    private static (bool Failed, string Reason) Status(ReadOnlySpan<byte> status)
    {
        var (failed, reason) = (false, "");
        var reader = new WireReader(status);
        while (reader.Next())
        {
            if (reader.Field == 2) reason = Encoding.UTF8.GetString(reader.Content);
            if (reader.Field == 3) failed = reader.Number == 2;
        }

        return (failed, reason);
    }

    private static Dictionary<string, string> Attributes(ReadOnlySpan<byte> message, int field)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        var reader = new WireReader(message);
        while (reader.Next())
        {
            if (reader.Field != field) continue;
            var (key, value) = ("", "");
            var pair = new WireReader(reader.Content);
            while (pair.Next())
            {
                if (pair.Field == 1) key = Encoding.UTF8.GetString(pair.Content);
                if (pair.Field == 2) value = Value(pair.Content);
            }

            attributes[key] = value;
        }

        return attributes;
    }

    /// <summary>Lists and maps are not shown.</summary>
    private static string Value(ReadOnlySpan<byte> value)
    {
        var reader = new WireReader(value);
        if (!reader.Next()) return "";
        return reader.Field switch
        {
            1 => Encoding.UTF8.GetString(reader.Content),
            2 => reader.Number == 0 ? "false" : "true",
            3 => ((long)reader.Number).ToString(CultureInfo.InvariantCulture),
            4 => BitConverter.UInt64BitsToDouble(reader.Number).ToString(CultureInfo.InvariantCulture),
            _ => "...",
        };
    }

    private static string FirstText(ReadOnlySpan<byte> message)
    {
        var reader = new WireReader(message);
        while (reader.Next())
            if (reader.Field == 1) return Encoding.UTF8.GetString(reader.Content);
        return "";
    }
}
