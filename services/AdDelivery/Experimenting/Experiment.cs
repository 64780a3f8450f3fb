using AdPlatform.Contracts.AdDelivery.V1;

namespace AdPlatform.AdDelivery.Experimenting;

/// <summary>A running or finished comparison of a campaign's creatives. Stored as JSON.</summary>
/// <param name="Metric">Successes are impressions of the uniform slice that this came of.</param>
/// <param name="Fixed">All traffic is drawn evenly; otherwise learning goes on and only its uniform slice is read.</param>
/// <param name="Alpha">Chance of a false alarm over all looks together, 0..1.</param>
internal sealed record Experiment(string Name, DeliveryKind Metric, bool Fixed, double Alpha, IReadOnlyList<Arm> Arms, IReadOnlyList<Guardrail> Guardrails);

/// <param name="CreativeIds">An impression of any of them is one of the arm.</param>
internal sealed record Arm(string Name, IReadOnlyList<Guid> CreativeIds);

/// <param name="Metric">Must not become rarer, or, where <paramref name="MaxRise"/> is set, not more frequent.</param>
/// <param name="MaxDrop">Of the control's rate, 0..1.</param>
/// <param name="MaxRise">Of the control's rate, above 0; e.g. of dismissals.</param>
internal sealed record Guardrail(DeliveryKind Metric, double? MaxDrop, double? MaxRise);

/// <summary>What was counted of one arm in the uniform slice.</summary>
internal readonly record struct ArmCount(long Impressions, long Successes)
{
    public double Rate => Impressions == 0 ? 0 : (double)Successes / Impressions;
}

/// <summary>What the counts say.</summary>
/// <param name="PValue">Always valid: below alpha at any look means that the arms differ.</param>
/// <param name="Advice">continue, stop-winner, stop-harm or stop-alike.</param>
internal sealed record Readout(double PValue, string Advice, string Reason, IReadOnlyList<ArmReadout> Arms);

/// <param name="Lift">Of the rate over the control's; null for the control and before both have successes.</param>
/// <param name="ShrunkLift">Drawn to 0 by how uncertain it is: the winner of many looks better than it is.</param>
/// <param name="LiftLow">Confidence sequence of the lift, valid at every look.</param>
/// <param name="ExpectedLoss">Rate that is given away if this arm is taken and another one is better.</param>
internal sealed record ArmReadout(string Name, long Impressions, long Successes, double Rate, double? Lift, double? ShrunkLift, double? LiftLow, double? LiftHigh, double ProbabilityBest, double ExpectedLoss);
