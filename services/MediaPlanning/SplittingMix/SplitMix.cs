using AdPlatform.Contracts;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using AdPlatform.MediaPlanning.BuildingPlan;
using AdPlatform.MediaPlanning.Optimising;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AdPlatform.MediaPlanning.SplittingMix;

/// <param name="Curve">hill: most x^shape / (x^shape + half^shape), as Robyn and Meridian fit it; effectiveReach: most (x / (x + half))^shape, shape a whole number: reached at least that often.</param>
/// <param name="Most">What the channel brings at infinite spend.</param>
/// <param name="Half">Spend, units of the budget's currency, at which the saturation has half its way (effectiveReach: its scale).</param>
internal sealed record MixChannel(string Name, string Curve, double Most, double Half, double Shape = 1, decimal? AtLeast = null, decimal? AtMost = null);

internal sealed record MixRequest(Money Budget, IReadOnlyList<MixChannel> Channels);

internal sealed record MixPart(string Name, Money Spend, double Response, double MarginalResponse);

/// <param name="Bound">No split of the budget brings more.</param>
internal sealed record MixSplit(IReadOnlyList<MixPart> Channels, Money Spent, double Response, double Bound, double Gap, double PriceOfBudget);

/// <summary><c>POST /v1/plans/splits</c>: a budget over channels with fitted response curves, S-shaped or not, with its certificate.</summary>
internal static class SplitMix
{
    private const double Gap = 1e-4;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/plans/splits", Handle).RequireScope(Scopes.Plans);

    private static Results<Ok<MixSplit>, ProblemHttpResult> Handle(Strict<MixRequest> body)
    {
        var (request, errors) = (body.Value, new FieldErrors());
        var (budget, unit) = ((double)request.Budget.Units, MoneyUnit.Micros(request.Budget.Currency));
        errors.Check(request.Budget.Micros >= unit, "budget.amount", "must be more than 0");
        errors.Check(request.Channels.Count is >= 1 and <= 100, "channels", "must be 1 to 100");
        foreach (var (channel, k) in request.Channels.Select((channel, k) => (channel, k)))
        {
            errors.Check(channel.Curve is "hill" or "effectiveReach", $"channels[{k}].curve", "must be hill or effectiveReach");
            errors.Check(channel.Most is > 0 and <= 1e15, $"channels[{k}].most", "must be above 0");
            errors.Check(channel.Half is > 0 and <= 1e12, $"channels[{k}].half", "must be above 0");
            errors.Check(channel.Curve == "hill" ? channel.Shape is >= 0.1 and <= 20 : channel.Shape is >= 1 and <= 20 && channel.Shape == Math.Floor(channel.Shape), $"channels[{k}].shape", "must be from 0.1 to 20 (effectiveReach: a whole number from 1 to 20)");
            errors.Check((channel.AtLeast ?? 0) >= 0 && (channel.AtMost ?? decimal.MaxValue) >= (channel.AtLeast ?? 0), $"channels[{k}].atMost", "must not be below atLeast, and atLeast not below 0");
        }
        if (errors.Any) return errors.ToProblem();

        SpendCurve[] curves = [.. request.Channels.Select(c => c.Curve == "hill" ? (SpendCurve)new HillCurve(c.Most, c.Half, c.Shape) : new EffectiveReachCurve(c.Most, c.Half, (int)c.Shape))];
        double[] low = [.. request.Channels.Select(c => (double)(c.AtLeast ?? 0))];
        double[] high = [.. request.Channels.Select(c => Math.Min(budget, (double)(c.AtMost ?? request.Budget.Units)))];
        var missing = request.Channels.Sum(c => c.AtLeast ?? 0) - request.Budget.Units;
        if (missing > 0 || SplittingBudget.Split(curves, budget, low, high, Gap) is not { } split)
            return Problems.Unprocessable("split-infeasible", $"The channels ask for at least {request.Channels.Sum(c => c.AtLeast ?? 0)}: lower that by {Math.Max(0, missing)}, or raise the budget of {request.Budget}.");

        var units = CentAllocation.Apportion([.. split.X.Select(x => x * Money.MicrosPerUnit / unit)], (long)Math.Floor(split.X.Sum() * Money.MicrosPerUnit / unit + 1e-6));
        MixPart[] parts = [.. request.Channels.Select((c, i) =>
        {
            var spend = new Money(units[i] * unit, request.Budget.Currency);
            return new MixPart(c.Name, spend, curves[i].Value((double)spend.Units), Math.Min(double.MaxValue, curves[i].Marginal((double)spend.Units)));
        })];
        var response = parts.Sum(p => p.Response);
        return TypedResults.Ok(new MixSplit(
            parts, request.Budget with { Micros = parts.Sum(p => p.Spend.Micros) }, response, split.Bound, response > 0 ? Math.Max(0, (split.Bound - response) / response) : 0, split.Price));
    }
}
