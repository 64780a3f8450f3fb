using System.Diagnostics;
using AdPlatform.Testing.Traces;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using SpanKind = AdPlatform.Testing.Traces.SpanKind;

namespace AdPlatform.Testing.Tests.Traces;

public sealed class TraceTests
{
    [Fact]
    public void The_wire_format_is_read_with_every_wire_type()
    {
        // Field 1 varint 150; field 2 text "testing"; field 3 fixed32 1; field 4 fixed64 2 (the first two are protobuf.dev's examples).
        var reader = new WireReader([0x08, 0x96, 0x01, 0x12, 0x07, .. "testing"u8, 0x1D, 1, 0, 0, 0, 0x21, 2, 0, 0, 0, 0, 0, 0, 0]);
        Assert.True(reader.Next());
        Assert.Equal((1, 150UL), (reader.Field, reader.Number));
        Assert.True(reader.Next());
        Assert.Equal("testing"u8, reader.Content);
        Assert.True(reader.Next());
        Assert.Equal((3, 1UL), (reader.Field, reader.Number));
        Assert.True(reader.Next());
        Assert.Equal((4, 2UL), (reader.Field, reader.Number));
        Assert.False(reader.Next());
    }

    [Theory]
    [InlineData(new byte[] { 0x12, 0x07, 1 })]
    [InlineData(new byte[] { 0x0B })]
    [InlineData(new byte[] { 0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1 })]
    public void What_is_not_the_wire_format_is_refused(byte[] bytes) => Assert.Throws<FormatException>(() =>
    {
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
        }
    });

    [Fact]
    public async Task What_the_exporter_sends_comes_back_as_a_tree()
    {
        await using var collector = await TraceCollector.StartAsync();
        using var source = new ActivitySource("AdPlatform.TraceTests");
        string trace;
        using (var provider = Sdk.CreateTracerProviderBuilder().AddSource(source.Name).SetResourceBuilder(ResourceBuilder.CreateDefault().AddService("AdPlatform.Sample"))
            .AddOtlpExporter(o => (o.Endpoint, o.Protocol) = (new Uri(collector.Address, "/v1/traces"), OtlpExportProtocol.HttpProtobuf)).Build())
        {
            using (var parent = source.StartActivity("submit", ActivityKind.Server)!)
            {
                trace = parent.TraceId.ToHexString();
                using var child = source.StartActivity("publish", ActivityKind.Producer)!.SetTag("count", 3).SetTag("queue", "campaigns").SetTag("share", 0.5).SetTag("last", true);
                child.SetStatus(ActivityStatusCode.Error, "broken");
            }

            provider.ForceFlush();
        }

        var spans = await collector.TraceAsync(trace, seen => seen.Count == 2, TimeSpan.FromSeconds(20));
        var (root, leaf) = (spans.Single(span => span.ParentId.Length == 0), spans.Single(span => span.ParentId.Length > 0));
        Assert.Equal(("AdPlatform.Sample", "AdPlatform.TraceTests", "submit", SpanKind.Server, false), (root.Service, root.Source, root.Name, root.Kind, root.Failed));
        Assert.Equal((root.SpanId, SpanKind.Producer, true, "broken"), (leaf.ParentId, leaf.Kind, leaf.Failed, leaf.Reason));
        Assert.Equal(("3", "campaigns", "0.5", "true"), (leaf.Attributes["count"], leaf.Attributes["queue"], leaf.Attributes["share"], leaf.Attributes["last"]));
        Assert.InRange(root.Duration, leaf.Duration, TimeSpan.FromMinutes(1));

        var lines = TraceTree.Render(spans).Split('\n');
        Assert.Equal($"trace {trace}: 2 spans of 1 services", lines[0]);
        Assert.StartsWith("Sample: submit [server] +0 ms", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("  Sample: publish [producer] +", lines[2], StringComparison.Ordinal);
        Assert.EndsWith("FAILED broken", lines[2], StringComparison.Ordinal);
    }
}
