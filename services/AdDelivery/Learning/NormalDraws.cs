namespace AdPlatform.AdDelivery.Learning;

/// <summary>
/// Standard normal numbers by the ziggurat (Marsaglia and Tsang 2000; 128 layers in doubles as Doornik 2005), on SplitMix64 (Steele, Lea, Flood 2014): a fit draws tens of thousands,
/// and the same seed gives the same ones everywhere.
/// </summary>
internal sealed class NormalDraws(ulong seed)
{
    private const int Layers = 128;
    private const double Edge = 3.442619855899;
    private const double Area = 9.91256303526217e-3;
    private static readonly double[] Widths = WidthsOf();
    private ulong _state = seed;

    public double Next()
    {
        while (true)
        {
            var bits = Bits();
            var layer = (int)(bits & (Layers - 1));
            var u = (2 * ((bits >> 11) * (1.0 / (1UL << 53)))) - 1;
            var x = u * Widths[layer];
            if (Math.Abs(x) < Widths[layer + 1]) return x;
            if (layer == 0) return Tail(u < 0);
            var (high, low) = (Math.Exp(-0.5 * ((Widths[layer] * Widths[layer]) - (x * x))), Math.Exp(-0.5 * ((Widths[layer + 1] * Widths[layer + 1]) - (x * x))));
            if (low + (Uniform() * (high - low)) < 1) return x;
        }
    }

    /// <summary>In (0, 1).</summary>
    private double Uniform() => ((Bits() >> 11) + 0.5) * (1.0 / (1UL << 53));

    private ulong Bits()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Beyond the edge (Marsaglia 1964).</summary>
    private double Tail(bool negative)
    {
        double x, y;
        do
        {
            x = Math.Log(Uniform()) / Edge;
            y = Math.Log(Uniform());
        }
        while (-2 * y < x * x);
        return negative ? x - Edge : Edge - x;
    }

    private static double[] WidthsOf()
    {
        var widths = new double[Layers + 1];
        var f = Math.Exp(-0.5 * Edge * Edge);
        (widths[0], widths[1]) = (Area / f, Edge);
        for (var i = 2; i < Layers; i++)
        {
            widths[i] = Math.Sqrt(-2 * Math.Log((Area / widths[i - 1]) + f));
            f = Math.Exp(-0.5 * widths[i] * widths[i]);
        }
        return widths;
    }
}
