using System.Text.Encodings.Web;
using System.Text.Json;

namespace AdPlatform.Benchmarks;

/// <summary>What all benchmarks share: how a number is summed up and printed.</summary>
internal static class Report
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Between our own processes: what was not measured is NaN.</summary>
    public static JsonSerializerOptions Loose { get; } = new(JsonSerializerDefaults.Web) { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

#pragma warning disable RS0030 // The composition root of a benchmark names the system clock.
    public static TimeProvider Clock => TimeProvider.System;
#pragma warning restore RS0030

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Three digits are more than a shared machine repeats.</summary>
    public static double Round(double value) => value == 0 || !double.IsFinite(value) ? value : Math.Round(value, Math.Max(0, 2 - (int)Math.Floor(Math.Log10(Math.Abs(value)))));

    public static object Machine => new { processors = Environment.ProcessorCount, runtime = Environment.Version.ToString(), os = System.Runtime.InteropServices.RuntimeInformation.OSDescription };

    public static void Say(string text) => Console.Error.WriteLine(text);

    public static void Print(object report) => Console.Out.WriteLine(JsonSerializer.Serialize(report, Json));
}
