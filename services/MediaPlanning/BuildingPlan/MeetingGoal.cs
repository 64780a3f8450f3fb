using AdPlatform.Contracts;

namespace AdPlatform.MediaPlanning.BuildingPlan;

/// <summary>The least money that reaches the persons asked for, within the budget: bisection on it, each try a whole plan.</summary>
internal static class MeetingGoal
{
    /// <summary>The budget is then known to a thousandth.</summary>
    private const int Tries = 10;

    public static PlanOutcome Decide(PlanInputs inputs, Guid planId, DateTimeOffset now, Func<Guid> newLineId)
    {
        var whole = BuildPlan.Decide(inputs, planId, now, newLineId);
        if (inputs.Constraints?.ReachGoal is not { } goal || whole is not PlanOutcome.Built all) return whole;
        var k = inputs.Constraints.Frequency;
        if (Reach(all, k) < goal)
        {
            return BuildPlan.Infeasible(inputs.Request, ["reachGoal", "budget"],
                $"{inputs.Request.Budget} reach {Reach(all, k):N0} persons at least {k} times, not {goal:N0}: lower the goal to that, raise the budget, or widen what may be bought.");
        }
        var (best, low, high) = (all, 0.0, (double)inputs.Request.Budget.Micros);
        for (var step = 0; step < Tries; step++)
        {
            var middle = 0.5 * (low + high);
            var budget = new Money((long)middle / MoneyUnit.Micros(inputs.Request.Budget.Currency) * MoneyUnit.Micros(inputs.Request.Budget.Currency), inputs.Request.Budget.Currency);
            if (BuildPlan.Decide(inputs with { Request = inputs.Request with { Budget = budget } }, planId, now, newLineId) is PlanOutcome.Built less && Reach(less, k) >= goal) (best, high) = (less, middle);
            else low = middle;
        }
        return best;
    }

    private static double Reach(PlanOutcome.Built plan, int k) => plan.Plan.Reach.AtLeast[k - 1];
}
