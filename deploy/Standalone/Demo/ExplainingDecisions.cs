using AdPlatform.Cli.Connecting;
using AdPlatform.Standalone.Sample;

namespace AdPlatform.Standalone.Demo;

/// <summary>A few decisions, now, with the reasons that the explanation API gives.</summary>
internal static class ExplainingDecisions
{
    private const int Shown = 3;
    private const int Tries = 300;

    public static async Task RunAsync(PlatformClient publisher, DemoScreen screen, CancellationToken cancellationToken)
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
                    await ExplainAsync(publisher, served.DecisionId, served.Reason, screen, cancellationToken);
                }

                if (placement.None is not { } none || refused) continue;
                refused = true;
                screen.Line($"{viewer.UserId} ({viewer.Country}, {viewer.Device}, likes {viewer.Favourite}) opens {title.Name}: nothing in {placement.Id}");
                await ExplainAsync(publisher, none.DecisionId, none.Reason, screen, cancellationToken);
            }
        }
    }

    private static async Task ExplainAsync(PlatformClient publisher, string decisionId, string reason, DemoScreen screen, CancellationToken cancellationToken)
    {
        var explanation = (await publisher.GetAsync($"/v1/decisions/{decisionId}/explanation", cancellationToken)).Read<ExplanationAnswer>();
        var dropped = explanation.Candidates.Where(c => c.Rule is not null).GroupBy(c => c.Rule!).OrderByDescending(g => g.Count()).Select(g => $"{g.Key} {g.Count()}");
        screen.Line($"  because: {reason}");
        screen.Line($"  other lines dropped by: {string.Join(", ", dropped)}; replayed from its record: {(explanation.Replay.Identical ? "identical" : "DIFFERENT")} ({decisionId})");
    }
}
