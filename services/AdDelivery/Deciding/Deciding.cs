using System.Diagnostics.Metrics;
using AdPlatform.AdDelivery.InvalidTraffic;
using AdPlatform.AdDelivery.Serving;
using AdPlatform.AdDelivery.Shedding;
using AdPlatform.Hosting;
using Microsoft.Extensions.Options;

namespace AdPlatform.AdDelivery.Deciding;

/// <summary>From a door's question to settled decisions.</summary>
internal sealed class Deciding(
    Snapshots snapshots, TitleCatalogue titles, Taxonomies taxonomies, Viewers viewers, TrafficCheck traffic, Decider decider, QueueWatch queue, IOptions<AdDeliveryOptions> options, TimeProvider clock)
{
    private static readonly Meter Meter = new("AdPlatform.AdDelivery");
    private static readonly Counter<long> Outcomes = Meter.CreateCounter<long>("adplatform.delivery.decisions", description: "Decisions by outcome: served, or the rule that stopped the nearest line");
    private static readonly Counter<long> MalformedConsents = Meter.CreateCounter<long>("adplatform.delivery.consent.malformed", description: "Requests whose consent string cannot be read");
    private static readonly Counter<long> Late = Meter.CreateCounter<long>("adplatform.delivery.late", description: "Questions that were not answered because the caller's time was up");

    /// <summary>Kept for writing the answer and for the way back, of what a caller waits.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(5);

    /// <returns>Null when the caller's time was up: what was held goes back, and no answer comes late.</returns>
    public async ValueTask<Settlement?> InTimeAsync(string publisherId, Question question, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var settling = SettleAsync(publisherId, question, cancellationToken);
        if (question.Tmax is not > 0) return await settling;
        // What the question waited before anybody saw it was the caller's time too.
        var left = TimeSpan.FromMilliseconds(question.Tmax.Value) - queue.Waited - clock.GetElapsedTime(started);
        if (settling.IsCompletedSuccessfully && left > TimeSpan.Zero) return await settling;
        left -= Margin;
        var late = settling.AsTask();
        try
        {
            if (left > TimeSpan.Zero) return await late.WaitAsync(left, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
        }
        Late.Add(1);
        _ = late.ContinueWith(done => UndoAsync(done.Result), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        return null;
    }

    /// <summary>Nothing of it will be shown.</summary>
    public async Task UndoAsync(Settlement settlement)
    {
        foreach (var settled in settlement.Slots.SelectMany(s => s.Decisions)) await decider.UndoAsync(settled);
    }

    public async ValueTask<Settlement> SettleAsync(string publisherId, Question question, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var snapshot = snapshots.Of(publisherId);
        var country = question.Context?.Country?.ToUpperInvariant();
        if (question.Consent.Malformed) MalformedConsents.Add(1);
        var may = Permissions.Of(question.Consent, country, options.Value.TcfCountries, options.Value.LearningPurposes);
        if (question.OptedOut) may = may with { Profile = false, Learn = false };
        if (question.Forgotten) may = may with { Profile = false, Learn = false, Cap = false, Measure = false };
        var viewer = await viewers.FindAsync(publisherId, question.Ids, may, Within(question.Tmax, options.Value.ProfileBudget), cancellationToken);
        var capTime = new CapTime(Within(question.Tmax, options.Value.CapBudget), clock);
        var inputs = new DecisionInputs
        {
            DecisionId = default,
            PublisherId = publisherId,
            At = now,
            SnapshotVersion = snapshot.Version,
            Placement = new("", "", null, null),
            Context = ContextOf(publisherId, question.Context, country, viewer.Language),
            May = may,
            Segments = snapshot.Known(viewer.Segments),
            Suspicious = viewer.CapHashes.Count > 0 && traffic.AsksTooOften(viewer.CapHashes[0]),
            HasViewer = viewer.CapHashes.Count > 0,
            Blocks = new(
                question.BlockedCategories.Count == 0 ? [] : [.. snapshot.Advertised.Where(category => taxonomies.IsBlocked(category, question.BlockedCategories, question.Taxonomy))],
                question.BlockedDomains),
            Taken = [],
            UniformSlice = options.Value.UniformSlice,
            Degraded = viewer.Degraded is { } reason ? [reason] : [],
        };
        Dictionary<string, Pod>? pods = null;
        var settled = new List<(Slot Slot, IReadOnlyList<Settled> Decisions)>(question.Slots.Count);
        foreach (var slot in question.Slots)
        {
            var pod = slot.Pod is null ? new Pod() : (pods ??= new(StringComparer.Ordinal)).TryGetValue(slot.Pod, out var known) ? known : pods[slot.Pod] = new Pod();
            settled.Add((slot, await FillAsync(slot, pod, snapshot, inputs, viewer, capTime, cancellationToken)));
        }
        var all = settled.Count == 1 ? settled[0].Decisions : settled.SelectMany(s => s.Decisions).ToList();
        await LoggedAsync(all);
        var degraded = inputs.Degraded;
        foreach (var decision in all)
        {
            Outcomes.Add(1, new KeyValuePair<string, object?>("outcome", Outcome(decision.Decision)));
            if (decision.Inputs.Degraded.Count > inputs.Degraded.Count) degraded = [.. degraded.Union(decision.Inputs.Degraded)];
        }
        return new(snapshot.Version, degraded, viewer, settled);
    }

    private async ValueTask<IReadOnlyList<Settled>> FillAsync(
        Slot slot, Pod pod, PublisherSnapshot snapshot, DecisionInputs inputs, Viewer viewer, CapTime capTime, CancellationToken cancellationToken)
    {
        var decisions = new List<Settled>(slot.Count);
        var left = slot.Seconds;
        for (var served = 0; served < slot.Count; served++)
        {
            Settled? found = null;
            foreach (var form in slot.Forms)
            {
                var asked = inputs with
                {
                    DecisionId = Ids.New(inputs.At),
                    Placement = left is { } seconds ? form.Within(seconds) : form,
                    Taken = pod.Campaigns is null ? [] : [.. pod.Campaigns],
                    TakenCategories = slot.Pod is null || pod.Categories is null ? [] : [.. pod.Categories],
                    TakenDomains = slot.Pod is null || pod.Domains is null ? [] : [.. pod.Domains],
                };
                found = await decider.SettleAsync(snapshot, asked, viewer, capTime, cancellationToken);
                if (found.Decision.Chosen is not null) break;
            }
            decisions.Add(found ?? throw new ArgumentException("A slot has at least one form.", nameof(slot)));
            if (found.Decision.Chosen is not { } chosen) break;
            if (slot.Count > 1 || slot.Pod is not null) pod.Take(chosen);
            left -= chosen.Creative.Form.Seconds ?? 0;
        }
        return decisions;
    }

    /// <summary>Half of what the caller waits, when that is less.</summary>
    private static TimeSpan Within(int? tmax, TimeSpan budget) => tmax is > 0 and var wait && TimeSpan.FromMilliseconds(wait / 2.0) < budget ? TimeSpan.FromMilliseconds(wait / 2.0) : budget;

    private static string Outcome(Decision decision) =>
        decision.Chosen is not null ? "served" : Reasons.Furthest(decision.Dropped) is { } rule ? Reasons.Name(rule) : "empty";

    private async Task LoggedAsync(IReadOnlyList<Settled> decisions)
    {
        if (!IsAwaited(decisions)) return;
        try
        {
            await Task.WhenAll(decisions.Select(d => d.Logged ?? Task.CompletedTask));
        }
        catch
        {
            foreach (var decision in decisions) await decider.UndoAsync(decision);
            throw;
        }
    }

    private static bool IsAwaited(IReadOnlyList<Settled> decisions)
    {
        foreach (var decision in decisions)
            if (decision.Logged is not null) return true;
        return false;
    }

    private RequestContext ContextOf(string publisherId, ContextRequest? context, string? country, string? profileLanguage) => new(
        context?.TitleId,
        context?.Genres is { } genres ? [.. genres.Select(g => g.ToLowerInvariant())] : titles.GenresOf(publisherId, context?.TitleId),
        context?.Categories ?? [],
        country,
        context?.Language ?? profileLanguage,
        context?.Device,
        context?.Time);

    /// <summary>What is in a placement, or in all slots of a pod, so far.</summary>
    private sealed class Pod
    {
        /// <summary>Most requests ask for one creative: nothing is there before it, and nobody asks afterwards.</summary>
        public List<Guid>? Campaigns { get; private set; }
        public List<string>? Categories { get; private set; }
        public List<string>? Domains { get; private set; }

        public void Take(Chosen chosen)
        {
            var campaign = chosen.Line.Campaign.Document;
            (Campaigns ??= []).Add(campaign.CampaignId);
            (Domains ??= []).Add(campaign.AdvertiserDomain);
            if (campaign.AdvertiserCategory is { } category) (Categories ??= []).Add(category);
        }
    }
}
