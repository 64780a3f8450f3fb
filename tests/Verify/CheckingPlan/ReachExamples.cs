using System.Text.Json;
using AdPlatform.MediaPlanning.Reach;

namespace AdPlatform.Verify.CheckingPlan;

internal static class ReachExamples
{
    public static object Of(JsonElement file, string name)
    {
        if (file.ValueKind != JsonValueKind.Object) throw new UsageException($"{name} is no JSON object.");
        var examples = new Dictionary<string, object>();
        foreach (var entry in file.EnumerateObject().Where(e => e.Value.ValueKind == JsonValueKind.Object))
        {
            object? found = entry.Name switch
            {
                "goerg" => Goerg(entry.Value),
                "gamma_poisson_thinned" => GammaPoisson(entry.Value),
                "dirac_mixture" => Dirac(entry.Value),
                _ when entry.Value.TryGetProperty("R1", out _) && entry.Value.TryGetProperty("dup", out _) => Vehicles(entry.Value),
                _ => null,
            };
            if (found is not null) examples[entry.Name] = found;
        }
        if (examples.Count == 0) throw new UsageException($"{name} has no example of a known form.");
        return new { what = "reach", file = name, examples };
    }

    private static object Vehicles(JsonElement e)
    {
        var (one, two) = (e.GetProperty("R1").EnumerateArray().ToArray(), e.GetProperty("R2").EnumerateArray().ToArray());
        var insertions = e.GetProperty("k").EnumerateArray().Select(k => k.GetInt32()).ToArray();
        var mixture = CalibratedMixture.From(
            [.. insertions.Select((k, i) => new Vehicle(one[i].GetDouble(), two[i].ValueKind == JsonValueKind.Number ? two[i].GetDouble() : null, k))],
            [.. e.GetProperty("dup").EnumerateObject().Select(d => new Duplication(d.Name[0] - '1', d.Name[1] - '1', d.Value.GetDouble()))]);
        var exposures = mixture.Exposures();
        var cells = mixture.Cells();
        double? totalError = null, reachError = null, cellError = null;
        if (e.TryGetProperty("observed_percent", out var observed))
        {
            var seen = Doubles(observed);
            totalError = seen.Select((o, k) => Math.Abs(o - 100 * exposures[k])).Sum();
            reachError = seen[0] - 100 * exposures[0];
        }
        string Letters(int mask) => mask == 0 ? "none" : string.Concat(Enumerable.Range(0, insertions.Length).Where(i => (mask >> i & 1) == 1).Select(i => (char)('A' + i)));
        if (e.TryGetProperty("published_exclusive_cells", out var published))
            cellError = Enumerable.Range(0, cells.Length).Max(mask => Math.Abs(cells[mask] - published.GetProperty(Letters(mask)).GetDouble()));
        return new
        {
            exposures, reach = 1 - exposures[0], exclusiveCells = Enumerable.Range(0, cells.Length).ToDictionary(Letters, mask => cells[mask]), mixture.Misfit,
            totalErrorPoints = totalError, reachErrorPoints = reachError, largestCellError = cellError,
        };
    }

    private static object Goerg(JsonElement e) => e.GetProperty("cases").EnumerateArray().Select(vector =>
    {
        var curve = new GoergCurve(vector.GetProperty("I0").GetDouble(), vector.GetProperty("R0").GetDouble());
        return vector.TryGetProperty("max_reach", out var most)
            ? new { computed = curve.MaxReach, published = most.GetDouble() }
            : new { computed = curve.AtLeast(vector.GetProperty("k").GetInt32(), vector.GetProperty("I").GetDouble()), published = vector.GetProperty("reach").GetDouble() };
    }).ToArray();

    private static object GammaPoisson(JsonElement e)
    {
        ThinnedGammaPoisson Curve(JsonElement v) => new(v.GetProperty("alpha").GetDouble(), v.GetProperty("beta").GetDouble(), v.GetProperty("Imax").GetDouble());
        object AtLeast(string vector, string list)
        {
            var v = e.GetProperty(vector);
            var (curve, at) = (Curve(v), v.TryGetProperty("at_I", out var at_I) ? at_I.GetDouble() : v.GetProperty("I").GetDouble());
            var published = Doubles(v.GetProperty(list));
            return new { computed = published.Select((_, k) => v.GetProperty("N").GetDouble() * curve.AtLeast(k + 1, at)), published };
        }
        return new
        {
            kreach = e.GetProperty("kreach").EnumerateArray().Select(v => new { computed = Curve(v).Exactly(v.GetProperty("k").GetInt32(), v.GetProperty("I").GetDouble()), published = v.GetProperty("p").GetDouble() }),
            expectedHistogram = Doubles(e.GetProperty("expected_histogram").GetProperty("h")).Select((h, k) => new
            {
                computed = e.GetProperty("expected_histogram").GetProperty("N").GetDouble() * Curve(e.GetProperty("expected_histogram")).Exactly(k + 1, e.GetProperty("expected_histogram").GetProperty("I").GetDouble()), published = h,
            }),
            histogramGenerated = AtLeast("histogram_generated", "kplus"), histogramFixedN = AtLeast("histogram_fixed_N", "kplus"), forecast = AtLeast("forecast", "kplus_1_to_5"),
        };
    }

    private static object Dirac(JsonElement e)
    {
        var (fit, half) = (e.GetProperty("fit"), e.GetProperty("predict_half"));
        var mixture = DiracMixture.Fit(Doubles(fit.GetProperty("frequency_histogram_from_0")), Doubles(fit.GetProperty("components")));
        var reach = new DiracMixture(Doubles(half.GetProperty("weights")), [.. Doubles(half.GetProperty("components")).Select(rate => rate * half.GetProperty("scaling").GetDouble())]).AtLeast(2);
        return new
        {
            fit = new { computed = mixture.Weights.Select(w => w / mixture.Population), published = Doubles(fit.GetProperty("weights")) },
            predictHalf = new { computed = new[] { 1 - reach[0], reach[0] - reach[1], reach[1] }, published = Doubles(half.GetProperty("pmf_0_1_2plus")) },
        };
    }

    private static double[] Doubles(JsonElement list) => [.. list.EnumerateArray().Select(v => v.GetDouble())];
}
