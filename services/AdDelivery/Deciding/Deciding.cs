using System.Diagnostics.Metrics;
using AdPlatform.AdDelivery.Serving;
using AdPlatform.Hosting;
using Microsoft.Extensions.Options;

namespace AdPlatform.AdDelivery.Deciding;

/// <summary>From request to answer.</summary>
internal sealed class Deciding(
    Snapshots snapshots, TitleCatalogue titles, Viewers viewers, Decider decider, AnswerWriter answers, IOptions<AdDeliveryOptions> options, TimeProvider clock)
{
    private static readonly Meter Meter = new("AdPlatform.AdDelivery");
    private static readonly Counter<long> Outcomes = Meter.CreateCounter<long>("adplatform.delivery.decisions", description: "Decisions by outcome: served, or the rule that stopped the nearest line");
    private static readonly Counter<long> MalformedConsents = Meter.CreateCounter<long>("adplatform.delivery.consent.malformed", description: "Requests whose consent string cannot be read");

    public async Task<DecisionAnswer> AnswerAsync(string publisherId, DecisionRequest request, string here, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var snapshot = snapshots.Of(publisherId);
        var country = request.Context?.Country?.ToUpperInvariant();
        var consent = StatedConsent.Of(request.Consent, options.Value.TcfVendorId);
        if (consent.Malformed) MalformedConsents.Add(1);
        var may = Permissions.Of(consent, country, options.Value.TcfCountries, options.Value.LearningPurposes);
        var viewer = await viewers.FindAsync(publisherId, request.Viewer?.Ids ?? [], may, Within(request.Tmax, options.Value.ProfileBudget), cancellationToken);
        var capTime = new CapTime(Within(request.Tmax, options.Value.CapBudget), clock);
        var inputs = new DecisionInputs
        {
            DecisionId = default,
            PublisherId = publisherId,
            At = now,
            SnapshotVersion = snapshot.Version,
            Placement = new("", "", null, null),
            Context = ContextOf(publisherId, request.Context, country, viewer.Language),
            May = may,
            Segments = [.. viewer.Segments.Where(snapshot.Segments.Contains)],
            HasViewer = viewer.CapHashes.Count > 0,
            Blocks = new(request.Blocks?.Bcat ?? [], request.Blocks?.Badv ?? []),
            Taken = [],
            UniformSlice = options.Value.UniformSlice,
            Degraded = viewer.Degraded is { } reason ? [reason] : [],
        };
        var settled = new List<(PlacementRequest Placement, List<Settled> Decisions)>();
        foreach (var placement in request.Placements)
        {
            var taken = new List<Guid>();
            var decisions = new List<Settled>(placement.Count);
            do
            {
                var asked = inputs with
                {
                    DecisionId = Ids.New(now),
                    Placement = new(placement.Id, placement.Format, placement.Width, placement.Height),
                    Taken = [.. taken],
                };
                decisions.Add(await decider.SettleAsync(snapshot, asked, viewer, capTime, cancellationToken));
                if (decisions[^1].Decision.Chosen is { } chosen) taken.Add(chosen.Line.Campaign.Document.CampaignId);
            }
            while (taken.Count == decisions.Count && taken.Count < placement.Count);
            settled.Add((placement, decisions));
        }
        await LoggedAsync([.. settled.SelectMany(s => s.Decisions)], viewer);
        foreach (var decision in settled.SelectMany(s => s.Decisions)) Outcomes.Add(1, new KeyValuePair<string, object?>("outcome", Outcome(decision.Decision)));
        IReadOnlyList<string> degraded = [.. settled.SelectMany(s => s.Decisions).SelectMany(d => d.Inputs.Degraded).Distinct()];
        return new(snapshot.Version, degraded, [.. settled.Select(s => answers.Write(s.Placement, s.Decisions, viewer, here))]);
    }

    /// <summary>Half of what the caller waits, when that is less.</summary>
    private static TimeSpan Within(int? tmax, TimeSpan budget) => tmax is { } wait && TimeSpan.FromMilliseconds(wait / 2.0) < budget ? TimeSpan.FromMilliseconds(wait / 2.0) : budget;

    private static string Outcome(Decision decision) =>
        decision.Chosen is not null ? "served" : Reasons.Furthest(decision.Dropped) is { } rule ? Reasons.Name(rule) : "empty";

    private async Task LoggedAsync(IReadOnlyList<Settled> decisions, Viewer viewer)
    {
        try
        {
            await Task.WhenAll(decisions.Select(d => d.Logged ?? Task.CompletedTask));
        }
        catch
        {
            foreach (var decision in decisions) await decider.UndoAsync(decision, viewer);
            throw;
        }
    }

    private RequestContext ContextOf(string publisherId, ContextRequest? context, string? country, string? profileLanguage) => new(
        context?.TitleId,
        context?.Genres is { } genres ? [.. genres.Select(g => g.ToLowerInvariant())] : titles.GenresOf(publisherId, context?.TitleId),
        context?.Categories ?? [],
        country,
        context?.Language ?? profileLanguage,
        context?.Device,
        context?.Time);
}
