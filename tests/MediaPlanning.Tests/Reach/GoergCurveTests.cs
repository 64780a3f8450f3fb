using System.Text.Json;
using AdPlatform.MediaPlanning.Reach;
using AdPlatform.Testing;

namespace AdPlatform.MediaPlanning.Tests.Reach;

public sealed class GoergCurveTests
{
    [Fact]
    public void The_published_vectors_of_the_one_point_curve_come_out()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(PublicData.Path("media-planning", "wfa-reach-vectors.json")));
        foreach (var vector in json.RootElement.GetProperty("goerg").GetProperty("cases").EnumerateArray())
        {
            var curve = new GoergCurve(vector.GetProperty("I0").GetDouble(), vector.GetProperty("R0").GetDouble());
            if (vector.TryGetProperty("max_reach", out var most)) Assert.Equal(most.GetDouble(), curve.MaxReach, 6);
            else Assert.Equal(vector.GetProperty("reach").GetDouble(), curve.AtLeast(vector.GetProperty("k").GetInt32(), vector.GetProperty("I").GetDouble()), 6);
        }
    }

    [Fact]
    public void The_published_prediction_of_a_dirac_mixture_comes_out()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(PublicData.Path("media-planning", "wfa-reach-vectors.json")));
        var vector = json.RootElement.GetProperty("dirac_mixture").GetProperty("predict_half");
        double[] Doubles(string name) => [.. vector.GetProperty(name).EnumerateArray().Select(e => e.GetDouble())];
        var scaling = vector.GetProperty("scaling").GetDouble();
        var reach = new DiracMixture(Doubles("weights"), [.. Doubles("components").Select(rate => rate * scaling)]).AtLeast(2);
        var expected = Doubles("pmf_0_1_2plus");
        Assert.Equal(expected[0], 1 - reach[0], 3);
        Assert.Equal(expected[1], reach[0] - reach[1], 3);
        Assert.Equal(expected[2], reach[1], 3);
    }
}
