using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace AdPlatform.Hosting.Telemetry;

/// <summary>Renders the metrics as Prometheus text format 0.0.4 on each scrape.</summary>
internal sealed class PrometheusReader() : BaseExportingMetricReader(new TextExporter())
{
    private readonly Lock scraping = new();

    /// <summary>Of an instrument's series; a histogram's have <c>_bucket</c>, <c>_sum</c> and <c>_count</c> behind it.</summary>
    public static string NameOf(string instrument, string? unit, bool monotonic) => Clean(instrument) + (unit is "s" ? "_seconds" : "") + (monotonic ? "_total" : "");

    public string Scrape()
    {
        var text = (TextExporter)exporter;
        lock (scraping)
        {
            text.Collect!(Timeout.Infinite);
            return text.Text;
        }
    }

    [ExportModes(ExportModes.Pull)]
    private sealed class TextExporter : BaseExporter<Metric>, IPullMetricExporter
    {
        public string Text { get; private set; } = "";

        public Func<int, bool>? Collect { get; set; }

        public override ExportResult Export(in Batch<Metric> batch)
        {
            var text = new StringBuilder();
            foreach (var metric in batch) Render(metric, text);
            Text = text.ToString();
            return ExportResult.Success;
        }

        private static void Render(Metric metric, StringBuilder text)
        {
            var monotonic = metric.MetricType is MetricType.LongSum or MetricType.DoubleSum;
            var name = NameOf(metric.Name, metric.Unit, monotonic);
            var kind = metric.MetricType == MetricType.Histogram ? "histogram" : monotonic ? "counter" : "gauge";
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {kind}\n");
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                var tags = Tags(point);
                switch (metric.MetricType)
                {
                    case MetricType.Histogram: Histogram(point, name, tags, text); break;
                    case MetricType.LongSum or MetricType.LongSumNonMonotonic: Line(text, name, tags, point.GetSumLong()); break;
                    case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic: Line(text, name, tags, point.GetSumDouble()); break;
                    case MetricType.LongGauge: Line(text, name, tags, point.GetGaugeLastValueLong()); break;
                    case MetricType.DoubleGauge: Line(text, name, tags, point.GetGaugeLastValueDouble()); break;
                }
            }
        }

        private static void Histogram(in MetricPoint point, string name, string tags, StringBuilder text)
        {
            long count = 0;
            foreach (var bucket in point.GetHistogramBuckets())
            {
                count += bucket.BucketCount;
                var bound = double.IsPositiveInfinity(bucket.ExplicitBound) ? "+Inf" : bucket.ExplicitBound.ToString(CultureInfo.InvariantCulture);
                Line(text, name + "_bucket", (tags.Length > 0 ? tags + "," : "") + $"le=\"{bound}\"", count);
            }

            Line(text, name + "_sum", tags, point.GetHistogramSum());
            Line(text, name + "_count", tags, point.GetHistogramCount());
        }

        private static void Line(StringBuilder text, string name, string tags, double value) =>
            text.Append(CultureInfo.InvariantCulture, $"{name}{(tags.Length > 0 ? $"{{{tags}}}" : "")} {value}\n");

        private static string Tags(in MetricPoint point)
        {
            var text = new StringBuilder();
            foreach (var (key, value) in point.Tags)
            {
                var escaped = Convert.ToString(value, CultureInfo.InvariantCulture)?.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");
                text.Append(text.Length > 0 ? "," : "").Append(CultureInfo.InvariantCulture, $"{Clean(key)}=\"{escaped}\"");
            }

            return text.ToString();
        }
    }

    private static string Clean(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
}

internal static class PrometheusRoute
{
    public static void MapPrometheus(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/metrics", (PrometheusReader reader) => TypedResults.Text(reader.Scrape(), "text/plain; version=0.0.4")).ExcludeFromDescription().AllowAnonymous();
}
