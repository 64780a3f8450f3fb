using AdPlatform.AdDelivery.Serving;
using AdPlatform.AdDelivery.Storage;
using AdPlatform.Contracts;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.Hosting;
using AdPlatform.Profiles;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.Benchmarks.Delivery;

/// <summary>
/// What the measured service serves: one campaign that comes in as messages, with 200 creatives, and others of the same publisher that are put into the same snapshot
/// directly, for what they cost lies in it and not in how they came.
/// </summary>
internal sealed class DecisionWorld(IServiceProvider services, TimeProvider clock)
{
    public const string Publisher = "acc_publisher";
    public const string Title = "tt-measured";

    /// <summary>Each has a profile in the campaign's segment.</summary>
    public const int Viewers = 20_000;

    private static readonly Guid Segment = new(1, 2, 3, new byte[8]);

    private Snapshots Serving => services.GetRequiredService<Snapshots>();

    public static string Viewer(int number) => $"viewer-{number % Viewers}";

    public async Task PrepareAsync(int campaigns, int creatives, FrequencyCap? cap, CancellationToken cancellationToken)
    {
        var id = await GoLiveAsync(Title, creatives, cap, cancellationToken);
        var now = clock.GetUtcNow();
        var others = Enumerable.Range(1, campaigns - 1).Select(i => Other(i, now));
        var snapshot = Serving.Of(Publisher);
        Serving.Install(new PublisherSnapshot(Publisher, snapshot.Version, snapshot.Campaigns.Concat(others)));
        if (snapshot.Campaign(id)?.Allocation is null) throw new InvalidOperationException("The measured campaign has no tables.");
        var key = ViewerHashKey.Current(services.GetRequiredService<PlatformSecrets>().Get(ViewerHashKey.SecretName));
        var store = services.GetRequiredService<IProfileStore>();
        foreach (var page in Enumerable.Range(0, Viewers).Select(i => ViewerHash.Of(key, Publisher, ViewerKinds.User, Viewer(i))).Chunk(500))
        {
            await store.WriteAsync(
                [.. page.Select(hash => new ProfileWrite(new CachedProfile { PublisherId = Publisher, Hash = hash, Version = 1, InterestHalfLife = TimeSpan.FromDays(30), Segments = [new(Segment, 1, now)] }, [hash]))],
                cancellationToken);
        }
    }

    /// <summary>As other services would announce it; ends when it is in the snapshot.</summary>
    public async Task<Guid> GoLiveAsync(string title, int creatives, FrequencyCap? cap, CancellationToken cancellationToken)
    {
        var (id, activation, reviews) = Campaign(title, creatives, cap, clock.GetUtcNow());
        await using (var scope = services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<DeliveryDb>();
            foreach (var review in reviews) db.Publish(review, clock.GetUtcNow());
            db.Publish(activation, clock.GetUtcNow());
            await db.CommitAsync(cancellationToken);
        }
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (Serving.Of(Publisher).Campaign(id) is not { Allocation: not null } live || live.Document.Creatives.Count < creatives) await timer.WaitForNextTickAsync(cancellationToken);
        return id;
    }

    private static AdDelivery.Serving.LiveCampaign Other(int number, DateTimeOffset now)
    {
        var (_, activated, reviews) = Campaign($"tt-{number % 500}", 1, null, now);
        return new(
            new ServingCampaign
            {
                PublisherId = Publisher, AdvertiserId = activated.AccountId, CampaignId = activated.CampaignId, CampaignVersion = 1, Status = CampaignStatus.Active, PlanVersion = 1,
                Objective = activated.Objective, Budget = activated.Budget, Flight = activated.Flight, Zone = activated.Zone, AdvertiserDomain = activated.AdvertiserDomain, Lines = activated.Lines,
                Creatives = [new ServingCreative(reviews[0].CreativeId, 1, reviews[0].Serving!)],
            },
            null);
    }

    private static (Guid Id, CampaignActivated Activation, IReadOnlyList<CreativeReviewed> Reviews) Campaign(string title, int creatives, FrequencyCap? cap, DateTimeOffset now)
    {
        var (id, today) = (Ids.New(now), DateOnly.FromDateTime(now.UtcDateTime));
        var (monday, much) = (today.AddDays(-(((int)today.DayOfWeek + 6) % 7)), Money.FromUnits(100_000_000, "EUR"));
        string[] angles = ["offer", "proof", "ease", "identity"];
        var reviews = Enumerable.Range(0, creatives).Select(i => new CreativeReviewed
        {
            AccountId = $"acc_{id:N}", PublisherId = Publisher, CampaignId = id, CreativeId = Ids.New(now), CreativeVersion = 1, Decision = ReviewDecision.Approved, Reviewer = "benchmark", ReviewedAt = now,
            Serving = new()
            {
                Format = FormatIds.Native, Locale = "fr", SegmentId = Segment, Angle = angles[i % angles.Length], Texts = new Dictionary<string, string> { ["headline"] = $"Tea {i}" },
                LandingUrl = "https://tisane.example/", PriorScore = 0,
            },
        }).ToList();
        var activation = new CampaignActivated
        {
            AccountId = $"acc_{id:N}", PublisherId = Publisher, CampaignId = id, CampaignVersion = 1, PlanId = Ids.New(now), PlanVersion = 1, Objective = Objective.Clicks, FrequencyCap = cap,
            Budget = much, Flight = new(monday, monday.AddDays(13)), Zone = "UTC", AdvertiserDomain = $"{title}.example", CreativeIds = [], ActivatedAt = now,
            Lines =
            [
                new()
                {
                    LineId = Ids.New(now), Title = title, TitleId = title, Format = FormatIds.Native, Genres = ["thriller"], Geography = "FR", Cpm = Money.FromUnits(1, "EUR"),
                    Budget = much, Impressions = 1, Supply = 1, Weeks = [new(monday, much, 1, 1)],
                },
            ],
        };
        return (id, activation, reviews);
    }
}
