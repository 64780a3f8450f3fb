namespace AdPlatform.MediaPlanning.Forecasting;

/// <summary>P10 and P90 of the log error per horizon, as a rolling-origin backtest measured them; straight lines over log weeks between, flat beyond.</summary>
internal sealed class HorizonQuantiles(params (int Weeks, double Low, double High)[] measured)
{
    public Interval Around(double mid, int horizon)
    {
        var at = measured.Length - 1;
        while (at > 0 && measured[at - 1].Weeks >= horizon) at--;
        var (low, high) = (measured[at].Low, measured[at].High);
        if (at > 0 && measured[at].Weeks > horizon)
        {
            var before = measured[at - 1];
            var share = Math.Log((double)horizon / before.Weeks) / Math.Log((double)measured[at].Weeks / before.Weeks);
            (low, high) = (before.Low + share * (low - before.Low), before.High + share * (high - before.High));
        }
        return new Interval(mid * Math.Exp(low), mid, mid * Math.Exp(high));
    }
}
