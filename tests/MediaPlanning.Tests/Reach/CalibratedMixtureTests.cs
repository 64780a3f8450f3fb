using System.Text.Json;
using AdPlatform.MediaPlanning.Reach;
using AdPlatform.Testing;

namespace AdPlatform.MediaPlanning.Tests.Reach;

public sealed class CalibratedMixtureTests
{
    [Fact]
    public void Kims_observed_distribution_comes_out_within_1_6_points()
    {
        var (mixture, example) = Example("kim2005_three_vehicle");
        var computed = mixture.Exposures();
        var observed = example.GetProperty("observed_percent").EnumerateArray().Select(v => v.GetDouble()).ToArray();
        Assert.InRange(observed.Select((o, k) => Math.Abs(o - 100 * computed[k])).Sum(), 0, 1.6);
        Assert.InRange(observed[0] - 100 * computed[0], -0.3, 0.3);
        Assert.Equal(1, computed.Sum(), 9);
    }

    [Fact]
    public void Cheongs_exclusive_cells_come_out_within_3_thousandths()
    {
        var (mixture, example) = Example("cheong2007_three_vehicle");
        var cells = mixture.Cells();
        var published = example.GetProperty("published_exclusive_cells");
        string[] names = ["none", "A", "B", "AB", "C", "AC", "BC", "ABC"];
        for (var mask = 0; mask < 8; mask++) Assert.InRange(cells[mask] - published.GetProperty(names[mask]).GetDouble(), -0.003, 0.003);
        var distribution = mixture.Exposures();
        Assert.All(example.GetProperty("published_MBD_distribution").EnumerateArray().Select((v, k) => v.GetDouble() - distribution[k]), error => Assert.InRange(error, -0.01, 0.01));
    }

    [Fact]
    public void Every_reach_and_duplication_that_was_given_is_met()
    {
        var mixture = CalibratedMixture.From([new(0.3, 0.42, 1), new(0.2, 0.29, 1), new(0.4, 0.5, 1)], [new(0, 1, 0.08), new(0, 2, 0.16), new(1, 2, 0.05)]);
        var cells = mixture.Cells();
        double Share(int mask) => Enumerable.Range(0, 8).Where(cell => (cell & mask) == mask).Sum(cell => cells[cell]);
        Assert.Equal([0.3, 0.2, 0.4, 0.08, 0.16, 0.05], new[] { 1, 2, 4, 3, 5, 6 }.Select(mask => Math.Round(Share(mask), 8)));
        Assert.InRange(mixture.Misfit, 0, 1e-9);
    }

    [Fact]
    public void Duplications_that_cannot_be_are_told_as_a_misfit() =>
        Assert.InRange(CalibratedMixture.From([new(0.1, null, 1), new(0.1, null, 1)], [new(0, 1, 0.15)]).Misfit, 0.04, 1);

    [Fact]
    public void The_quadrature_has_the_moments_of_its_beta()
    {
        var beta = BetaExposure.From(0.3, 0.42)!;
        var (nodes, weights) = beta.Quadrature(4);
        Assert.Equal(1, weights.Sum(), 12);
        Assert.Equal(0.3, nodes.Zip(weights, (x, w) => x * w).Sum(), 12);
        Assert.Equal(0.42, 1 - nodes.Zip(weights, (x, w) => (1 - x) * (1 - x) * w).Sum(), 12);
    }

    [Fact]
    public void The_published_vectors_of_the_thinned_gamma_poisson_come_out()
    {
        var vectors = Read("wfa-reach-vectors.json").GetProperty("gamma_poisson_thinned");
        foreach (var v in vectors.GetProperty("kreach").EnumerateArray()) Assert.Equal(v.GetProperty("p").GetDouble(), Curve(v).Exactly(v.GetProperty("k").GetInt32(), v.GetProperty("I").GetDouble()), 8);
        var histogram = vectors.GetProperty("expected_histogram");
        var expected = histogram.GetProperty("h").EnumerateArray().Select(h => h.GetDouble()).ToArray();
        for (var k = 0; k < expected.Length; k++) Assert.Equal(expected[k], 16 * Curve(histogram).Exactly(k + 1, 4), 6);

        // The published histograms are whole persons, rounded down one by one.
        foreach (var (name, at) in new[] { ("histogram_generated", 5000.0), ("histogram_fixed_N", 15000.0) })
        {
            var v = vectors.GetProperty(name);
            var plus = v.GetProperty("kplus").EnumerateArray().Select(n => n.GetDouble()).ToArray();
            for (var k = 0; k < plus.Length; k++) Assert.InRange(10_000 * Curve(v).AtLeast(k + 1, at) - plus[k], -1, 20);
        }

        var forecast = vectors.GetProperty("forecast");
        var later = forecast.GetProperty("kplus_1_to_5").EnumerateArray().Select(n => n.GetDouble()).ToArray();
        for (var k = 0; k < later.Length; k++) Assert.InRange(10_000 * Curve(forecast).AtLeast(k + 1, 10_000) - later[k], 0, 1);
    }

    [Fact]
    public void The_published_fit_of_a_dirac_mixture_comes_out()
    {
        var fit = Read("wfa-reach-vectors.json").GetProperty("dirac_mixture").GetProperty("fit");
        double[] Doubles(string name) => [.. fit.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];
        var mixture = DiracMixture.Fit(Doubles("frequency_histogram_from_0"), Doubles("components"));
        Assert.All(Doubles("weights").Zip(mixture.Weights), pair => Assert.InRange(pair.Second / mixture.Population - pair.First, -0.01, 0.01));
    }

    [Fact]
    public void A_union_lies_within_its_bounds_and_the_two_published_formulas_agree_where_they_must()
    {
        var (least, most) = ReachUnion.Bounds(100, [40, 30, 20], (_, _) => null);
        Assert.Equal((40, 90), (least, most));
        (least, most) = ReachUnion.Bounds(100, [40, 30, 20], (i, j) => (i, j) switch { (0, 1) => 12, (0, 2) => 8, _ => 6 });
        Assert.Equal(90 - 12 - 8, most);
        Assert.True(least >= 40 + 30 - 12 && least <= 90 - 26 + 6);
        Assert.Equal(100 * (1 - 0.6 * 0.7), ReachUnion.Mixture(100, [40, 30], [[1], [1]]), 9);
        Assert.Equal(40 + 30 - 40 * 30 / 100.0, ReachUnion.Pairwise([40, 30], [100, 100], [[0, 1], [1, 0]]), 9);
    }

    private static ThinnedGammaPoisson Curve(JsonElement v) => new(v.GetProperty("alpha").GetDouble(), v.GetProperty("beta").GetDouble(), v.GetProperty("Imax").GetDouble());

    private static (CalibratedMixture Mixture, JsonElement Example) Example(string name)
    {
        var e = Read("reach-worked-examples.json").GetProperty(name);
        var (one, two) = (e.GetProperty("R1").EnumerateArray().ToArray(), e.GetProperty("R2").EnumerateArray().ToArray());
        return (CalibratedMixture.From(
            [.. e.GetProperty("k").EnumerateArray().Select((k, i) => new Vehicle(one[i].GetDouble(), two[i].ValueKind == JsonValueKind.Null ? null : two[i].GetDouble(), k.GetInt32()))],
            [.. e.GetProperty("dup").EnumerateObject().Select(d => new Duplication(d.Name[0] - '1', d.Name[1] - '1', d.Value.GetDouble()))]), e);
    }

    private static JsonElement Read(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(PublicData.Path("media-planning", file)));
        return json.RootElement.Clone();
    }
}
