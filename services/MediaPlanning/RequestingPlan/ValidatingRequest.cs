using System.Security.Cryptography;
using System.Text;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using AdPlatform.MediaPlanning.BuildingPlan;
using AdPlatform.MediaPlanning.Inventory;
using AdPlatform.MediaPlanning.ReadingSentence;

namespace AdPlatform.MediaPlanning.RequestingPlan;

/// <summary>A planner's request becomes what the planning works on, or the fields that are wrong.</summary>
internal static class ValidatingRequest
{
    /// <summary>Of a request without segments of behaviour: shares are what counts, not sizes.</summary>
    private const long NominalUniverse = 10_000;

    private const int MostListed = 200;

    /// <summary>What the sentence says fills the fields that the request leaves out.</summary>
    public static PlanRequest Filled(PlanRequest request, PlanSentence sentence) => request with
    {
        Objective = request.Objective ?? sentence.Objective, Budget = request.Budget ?? sentence.Budget, Flight = request.Flight ?? sentence.Flight,
        Geographies = request.Geographies ?? Some(sentence.Geographies), Formats = request.Formats ?? Some(sentence.Formats), Genres = request.Genres ?? Some(sentence.Genres),
        ExcludedGenres = request.ExcludedGenres ?? Some(sentence.ExcludedGenres), Devices = request.Devices ?? Some(sentence.Devices), FrequencyCap = request.FrequencyCap ?? sentence.FrequencyCap,
        Frequency = request.Frequency ?? sentence.Frequency, ReachGoal = request.ReachGoal ?? sentence.ReachGoal, Flighting = request.Flighting ?? sentence.Flighting,
        Audience = request.Audience ?? (sentence.Audience is { } name ? new RequestedAudience(name) : null),
    };

    public static (BuildMediaPlan Command, PlanConstraints Constraints)? Check(PlanRequest request, Caller caller, Guid planId, DateOnly today, FieldErrors errors)
    {
        if (errors.Check(request.Budget is not null, "budget", "is required: say it as a field, or in the text (\"with 200k\")"))
        {
            var budget = request.Budget!.Value;
            errors.Check(budget.Micros >= MoneyUnit.Micros(budget.Currency), "budget.amount", "must be more than 0");
            errors.Check(budget.Micros <= 1_000_000_000_000_000, "budget.amount", "must be at most 1,000,000,000");
        }
        if (errors.Check(request.Flight is not null, "flight", "is required: say it as a field, or in the text (\"in December\")"))
        {
            errors.Check(request.Flight!.End >= request.Flight.Start, "flight.end", "must not be before flight.start: the flight is empty");
            errors.Check(request.Flight.End >= today, "flight.end", $"must be {today:yyyy-MM-dd} or later");
        }
        errors.Check(request.Geographies is { Count: > 0 and <= MostListed }, "geographies", "is required: ISO 3166-1 alpha-2 codes, or a country in the text");
        Each(request.Geographies, "geographies", Countries.IsKnown, "must be an ISO 3166-1 alpha-2 code, such as FR", errors);
        Each(request.Formats, "formats", FormatIds.Deliverable.Contains, $"must be one of {string.Join(", ", FormatIds.Deliverable)}", errors);
        Each(request.Devices, "devices", Vocabulary.Devices.Contains, $"must be one of {string.Join(", ", Vocabulary.Devices)}", errors);
        Each(request.Genres, "genres", g => Genres.IsKnown(Genres.Canonical(g)), "is not a known genre", errors);
        Each(request.ExcludedGenres, "excludedGenres", g => Genres.IsKnown(Genres.Canonical(g)), "is not a known genre", errors);
        errors.Check(request.Zone is null || TimeZoneInfo.TryFindSystemTimeZoneById(request.Zone, out _), "zone", "must be an IANA time zone, such as Europe/Paris");
        errors.Check(request.Name is null or { Length: > 0 and <= 200 }, "name", "must have 1 to 200 characters");
        errors.Check(request.Frequency is null or (>= 1 and <= 10), "frequency", "must be from 1 to 10");
        errors.Check(request.ReachGoal is null or (> 0 and <= 1e10), "reachGoal", "must be a number of persons above 0");
        errors.Check(request.FrequencyCap is null or { PerMinute: null or > 0, PerHour: null or > 0, PerDay: null or > 0, PerFlight: null or > 0 }, "frequencyCap", "must be 1 or more");
        Constraints(request, errors);
        var segments = Audience(request.Audience, errors);
        if (errors.Any) return null;
        return (new BuildMediaPlan
        {
            AccountId = caller.AccountId, PublisherId = caller.PublisherId, CampaignId = planId, CampaignVersion = 0, Objective = request.Objective ?? Objective.Reach, Budget = request.Budget!.Value,
            Flight = request.Flight!, Zone = request.Zone ?? "Etc/UTC", Geographies = [.. request.Geographies!.Distinct()], Formats = request.Formats ?? FormatIds.Deliverable,
            Targeting = new Targeting { ExcludedGenres = request.ExcludedGenres ?? [], Devices = request.Devices ?? [], FrequencyCap = request.FrequencyCap },
            Universe = NominalUniverse, Segments = segments, Overlaps = [],
        }, new PlanConstraints
        {
            Flighting = request.Flighting ?? Flighting.Free, Caps = request.Caps ?? [], Locks = request.Locks ?? [], Resources = request.Resources ?? [], Genres = request.Genres ?? [],
            Frequency = request.Frequency ?? 1, ReachGoal = request.ReachGoal,
        });
    }

    private static void Constraints(PlanRequest request, FieldErrors errors)
    {
        var currency = request.Budget?.Currency;
        foreach (var (cap, k) in (request.Caps ?? []).Select((cap, k) => (cap, k)))
        {
            errors.Check(SpendCap.Dimensions.Contains(cap.Dimension), $"caps[{k}].dimension", $"must be one of {string.Join(", ", SpendCap.Dimensions)}");
            errors.Check(cap.Most.Micros >= 0 && cap.Most.Currency == currency, $"caps[{k}].most", "must not be negative, in the budget's currency");
        }
        foreach (var (line, k) in (request.Locks ?? []).Select((line, k) => (line, k)))
            errors.Check(line.Budget.Micros > 0 && line.Budget.Currency == currency && line.Budget.Micros % MoneyUnit.Micros(line.Budget.Currency) == 0, $"locks[{k}].budget", "must be above 0, in the budget's currency, without fractions of its smallest coin");
        foreach (var (resource, k) in (request.Resources ?? []).Select((resource, k) => (resource, k)))
        {
            errors.Check(resource.Name is { Length: > 0 and <= 60 }, $"resources[{k}].name", "must have 1 to 60 characters");
            errors.Check(resource.Most is >= 0 and <= 1e15, $"resources[{k}].most", "must be a number from 0 to 1e15");
            errors.Check(resource.PerThousand.All(p => FormatIds.Deliverable.Contains(p.Key) && p.Value is >= 0 and <= 1e12), $"resources[{k}].perThousand", $"must have a number of 0 or more per format: {string.Join(", ", FormatIds.Deliverable)}");
        }
        errors.Check((request.Caps?.Count ?? 0) + (request.Resources?.Count ?? 0) <= 50, "caps", "at most 50 caps and resources");
        errors.Check((request.Locks?.Count ?? 0) <= MostListed, "locks", $"at most {MostListed} locks");
    }

    private static IReadOnlyList<AudienceSegment> Audience(RequestedAudience? audience, FieldErrors errors)
    {
        if (audience is null) return [];
        var known = KnownAudiences.All.FirstOrDefault(a => a.Name == audience.Name);
        if (!errors.Check(known is not null || audience is { Share: not null, Interests.Count: > 0 }, "audience.name", $"must be one of {string.Join(", ", KnownAudiences.All.Select(a => a.Name))}, or come with share and interests")) return [];
        var share = audience.Share ?? known!.Share;
        errors.Check(share is > 0 and <= 1, "audience.share", "must be above 0 and at most 1");
        var interests = audience.Interests ?? known!.Interests;
        errors.Check(interests.All(i => i.Value is >= 0 and <= 10), "audience.interests", "must be from 0 to 10");
        var id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(audience.Name)).AsSpan(0, 16));
        return [new AudienceSegment(id, 1, audience.Name, Math.Max(1, (long)(share * NominalUniverse)), [.. interests.OrderBy(i => i.Key, StringComparer.Ordinal).Select(i => new Weighted(i.Key, i.Value))], [], [], [])];
    }

    private static void Each(IReadOnlyList<string>? values, string field, Func<string, bool> holds, string reason, FieldErrors errors)
    {
        for (var k = 0; k < (values?.Count ?? 0); k++) errors.Check(values![k] is not null && holds(values[k]), $"{field}[{k}]", reason);
    }

    private static IReadOnlyList<string>? Some(IReadOnlyList<string> list) => list.Count > 0 ? list : null;
}
