using AdPlatform.Cli.Connecting;
using AdPlatform.Standalone.Sample;

namespace AdPlatform.Standalone.Demo;

/// <summary>A few decisions, now, with the reasons that the explanation API gives.</summary>
internal static class ExplainingDecisions
{
    private const int Shown = 3;
    private const int Tries = 300;

    public static async Task RunAsync(PlatformClient publisher, TimeProvider clock, DemoScreen screen, CancellationToken cancellationToken)
    {
        var contexts = new HashSet<string>();
        var refused = false;
        for (var number = 1; number <= Tries && (contexts.Count < Shown || !refused); number++)
        {
            var viewer = SampleViewer.Of(number);
            var title = viewer.Choose(new Random(SampleViewer.HashCode(number, 4)).NextDouble());
            var answer = await Requesting.DecisionsAsync(publisher, viewer, title, cancellationToken);
            foreach (var placement in answer.Placements)
            {
                foreach (var served in placement.Decisions.Where(served => contexts.Count < Shown && contexts.Add(served.Context)))
                {
                    screen.Line($"{viewer.UserId} ({viewer.Country}, {viewer.Device}, likes {viewer.Favourite}) opens {title.Name}: \"{served.Creative.Texts.GetValueOrDefault("headline")}\" [{served.Creative.Format}, {served.Creative.Angle}]");
                    await ExplainAsync(publisher, clock, served.DecisionId, served.Reason, screen, cancellationToken);
                }

                if (placement.None is not { } none || refused) continue;
                refused = true;
                screen.Line($"{viewer.UserId} ({viewer.Country}, {viewer.Device}, likes {viewer.Favourite}) opens {title.Name}: nothing in {placement.Id}");
                await ExplainAsync(publisher, clock, none.DecisionId, none.Reason, screen, cancellationToken);
            }
        }
    }

    private static async Task ExplainAsync(PlatformClient publisher, TimeProvider clock, string decisionId, string reason, DemoScreen screen, CancellationToken cancellationToken)
    {
        var explanation = (await Waiting.UntilAsync("the decision's record", clock, () => FindAsync(publisher, decisionId, cancellationToken), found => found is not null, cancellationToken))!;
        var dropped = explanation.Candidates.Where(c => c.Rule is not null).GroupBy(c => c.Rule!).OrderByDescending(g => g.Count()).Select(g => $"{g.Key} {g.Count()}");
        screen.Line($"  because: {reason}");
        screen.Line($"  other lines dropped by: {string.Join(", ", dropped)}; replayed from its record: {(explanation.Replay.Identical ? "identical" : "DIFFERENT")} ({decisionId})");
    }

    /// <summary>Decisions that serve nothing are recorded a moment after the answer.</summary>
    private static async Task<ExplanationAnswer?> FindAsync(PlatformClient publisher, string decisionId, CancellationToken cancellationToken)
    {
        try
        {
            return (await publisher.GetAsync($"/v1/decisions/{decisionId}/explanation", cancellationToken)).Read<ExplanationAnswer>();
        }
        catch (RefusedException refused) when (refused.Problem.Status == 404)
        {
            return null;
        }
    }
}
