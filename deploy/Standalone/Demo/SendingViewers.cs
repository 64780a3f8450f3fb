using AdPlatform.Cli.Connecting;
using AdPlatform.Cli.ImportingEvents;
using AdPlatform.Standalone.Sample;

namespace AdPlatform.Standalone.Demo;

/// <summary>Events are sent in the viewers' order and applied in it, so the last profile tells whether all is there.</summary>
internal static class SendingViewers
{
    public static async Task RunAsync(PlatformClient publisher, DemoClock clock, DemoScreen screen, int viewers, CancellationToken cancellationToken)
    {
        var last = Enumerable.Range(1, viewers).Select(SampleViewer.Of).Last(viewer => viewer.MayBeProfiled && viewer.Events > 1);
        if (await IsThereAsync(publisher, last, cancellationToken))
        {
            screen.Line($"{viewers:N0} viewers are there already");
            return;
        }

        EventImport result = null!;
        await screen.WithProgressAsync("Events", SampleEvents.Count(viewers), async progress =>
            result = await new SendingBatches(publisher, clock).SendAsync(SampleEvents.OfFirst(viewers, clock.First), done => progress(done), cancellationToken));
        screen.Line($"{viewers:N0} viewers, {result.Accepted:N0} events accepted, {result.RefusedCount} refused");
        await Waiting.UntilAsync("all events in the profiles", clock, () => IsThereAsync(publisher, last, cancellationToken), there => there, cancellationToken);
        screen.Line($"All in the profiles of those who allowed it");
    }

    private static async Task<bool> IsThereAsync(PlatformClient publisher, SampleViewer last, CancellationToken cancellationToken) =>
        await EventsOfAsync(publisher, last, cancellationToken) == last.Events - 1;

    /// <summary>Behaviour that the viewer's profile counts; the identify call is none.</summary>
    public static async Task<int> EventsOfAsync(PlatformClient publisher, SampleViewer viewer, CancellationToken cancellationToken)
    {
        try
        {
            var profile = await publisher.GetAsync($"/v1/profiles/user/{viewer.UserId}", cancellationToken);
            return profile.GetProperty("events").EnumerateObject().Sum(kind => kind.Value.GetProperty("count").GetInt32());
        }
        catch (RefusedException refused) when (refused.Problem.Status == 404)
        {
            return 0;
        }
    }
}
