namespace AdPlatform.Testing.Traces;

/// <summary>A span as a process exported it.</summary>
/// <param name="Service"><c>service.name</c> of the process's resource.</param>
/// <param name="Source">Instrumentation scope: the activity source.</param>
/// <param name="TraceId">32 hexadecimal digits.</param>
/// <param name="SpanId">16 hexadecimal digits.</param>
/// <param name="ParentId">Empty for a root.</param>
/// <param name="Failed">Its status is an error.</param>
public sealed record Span(
    string Service, string Source, string Name, string TraceId, string SpanId, string ParentId, SpanKind Kind, DateTimeOffset Start, TimeSpan Duration, bool Failed, string Reason,
    IReadOnlyDictionary<string, string> Attributes);

/// <summary>OTLP's numbers.</summary>
public enum SpanKind
{
    Unspecified,
    Internal,
    Server,
    Client,
    Producer,
    Consumer,
}
