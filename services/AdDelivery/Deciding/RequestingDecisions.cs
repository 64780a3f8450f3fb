using AdPlatform.AdDelivery.RecordingEvents;
using AdPlatform.AdDelivery.Serving;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AdPlatform.AdDelivery.Deciding;

internal static class RequestingDecisions
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/decisions", DecideAsync)
        .RequireScope(Scopes.Decisions).RequireAccount(AccountKind.Publisher)
        .WithName("decide").WithSummary("Which creative for this viewer, here, now?");

    private static async Task<Results<Ok<DecisionAnswer>, ProblemHttpResult>> DecideAsync(
        DecisionRequest request, Caller caller, HttpContext http, Deciding deciding, IOptions<AdDeliveryOptions> options, CancellationToken cancellationToken)
    {
        var errors = DecisionValidation.Check(request);
        if (errors.Any) return errors.ToProblem();
        var here = options.Value.PublicUrl is { Length: > 0 } configured ? configured.TrimEnd('/') : $"{http.Request.Scheme}://{http.Request.Host}";
        return TypedResults.Ok(await deciding.AnswerAsync(caller.PublisherId, request, here, cancellationToken));
    }
}

/// <summary>From request to answer.</summary>
internal sealed class Deciding(
    Snapshots snapshots, TitleCatalogue titles, Viewers viewers, Decider decider, AnswerWriter answers, IOptions<AdDeliveryOptions> options, TimeProvider clock)
{
    public async Task<DecisionAnswer> AnswerAsync(string publisherId, DecisionRequest request, string here, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var snapshot = snapshots.Of(publisherId);
        var country = request.Context?.Country?.ToUpperInvariant();
        var may = Permissions.Of(
            request.Consent?.Gdpr, request.Consent?.Purposes ?? [], country, options.Value.TcfCountries, options.Value.LearningPurposes);
        var budget = request.Tmax is { } tmax && TimeSpan.FromMilliseconds(tmax / 2.0) < options.Value.ProfileBudget
            ? TimeSpan.FromMilliseconds(tmax / 2.0) : options.Value.ProfileBudget;
        var viewer = await viewers.FindAsync(publisherId, request.Viewer?.Ids ?? [], may, budget, cancellationToken);
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
                decisions.Add(await decider.SettleAsync(snapshot, asked, viewer, cancellationToken));
                if (decisions[^1].Decision.Chosen is { } chosen) taken.Add(chosen.Line.Campaign.Document.CampaignId);
            }
            while (taken.Count == decisions.Count && taken.Count < placement.Count);
            settled.Add((placement, decisions));
        }
        await LoggedAsync([.. settled.SelectMany(s => s.Decisions)], viewer);
        return new(snapshot.Version, inputs.Degraded, [.. settled.Select(s => answers.Write(s.Placement, s.Decisions, viewer, here))]);
    }

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
