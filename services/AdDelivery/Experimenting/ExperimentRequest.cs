using AdPlatform.AdDelivery.RecordingEvents;
using AdPlatform.AdDelivery.Serving;
using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Http;

namespace AdPlatform.AdDelivery.Experimenting;

/// <summary>Body of <c>POST /v1/experiments</c>.</summary>
internal sealed record ExperimentRequest
{
    public required string CampaignId { get; init; }
    public required string Name { get; init; }

    /// <summary>An event's name: complete, dwell, dismiss, scan, resume, click, conversion.</summary>
    public required string Metric { get; init; }

    /// <summary>fixed (all traffic evenly) or adaptive (learning goes on, its uniform slice is read).</summary>
    public string Allocation { get; init; } = "adaptive";

    /// <summary>0.001 to 0.2.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>The first is the control. Either these or <see cref="Factors"/>.</summary>
    public IReadOnlyList<ArmRequest>? Arms { get; init; }

    /// <summary>Any of format, angle, locale: an arm for each combination that the campaign has.</summary>
    public IReadOnlyList<string>? Factors { get; init; }

    public IReadOnlyList<GuardrailRequest>? Guardrails { get; init; }

    private const int MaxArms = 20;

    /// <returns>Null when <paramref name="errors"/> has some.</returns>
    public Experiment? Check(ServingCampaign campaign, FieldErrors errors)
    {
        errors.Check(Name is { Length: >= 1 and <= 100 } && !Name.Contains('\0', StringComparison.Ordinal), "name", "must have 1 to 100 characters");
        errors.Check(Allocation is "fixed" or "adaptive", "allocation", "must be fixed or adaptive");
        errors.Check(Alpha is >= 0.001 and <= 0.2, "alpha", "must be 0.001 to 0.2");
        var metric = Kind(Metric, "metric", errors);
        var arms = Arms is { Count: > 0 } given ? Named(given, campaign, errors) : Crossed(campaign, errors);
        errors.Check(arms.Count is >= 2 and <= MaxArms, Arms is null ? "factors" : "arms", $"must give 2 to {MaxArms} arms");
        var guardrails = (Guardrails ?? []).Select((rail, i) => Rail(rail, i, errors)).ToList();
        return errors.Any ? null : new(Name, metric, Allocation == "fixed", Alpha, arms, guardrails);
    }

    private static DeliveryKind Kind(string? name, string field, FieldErrors errors)
    {
        var kind = EventKinds.Find(name ?? "");
        errors.Check(kind is not null and not DeliveryKind.Impression, field, "must be an event's name other than impression, such as complete or click");
        return kind ?? DeliveryKind.Click;
    }

    private static Guardrail Rail(GuardrailRequest rail, int i, FieldErrors errors)
    {
        errors.Check(rail.MaxDrop is null != rail.MaxRise is null, $"guardrails[{i}]", "must have one of maxDrop and maxRise");
        errors.Check(rail.MaxDrop is null or (> 0 and < 1), $"guardrails[{i}].maxDrop", "must be between 0 and 1");
        errors.Check(rail.MaxRise is null or > 0, $"guardrails[{i}].maxRise", "must be above 0");
        return new(Kind(rail.Metric, $"guardrails[{i}].metric", errors), rail.MaxDrop, rail.MaxRise);
    }

    private static List<Arm> Named(IReadOnlyList<ArmRequest> given, ServingCampaign campaign, FieldErrors errors)
    {
        var known = campaign.Creatives.Select(c => c.CreativeId).ToHashSet();
        var (arms, taken) = (new List<Arm>(), new HashSet<Guid>());
        for (var i = 0; i < Math.Min(given.Count, MaxArms + 1); i++)
        {
            errors.Check(given[i].Name is { Length: >= 1 and <= 100 } && !arms.Exists(arm => arm.Name == given[i].Name), $"arms[{i}].name", "must have 1 to 100 characters and differ from the others");
            var ids = new List<Guid>();
            for (var c = 0; c < given[i].CreativeIds.Count; c++)
            {
                if (!Ids.TryParse("crv", given[i].CreativeIds[c], out var id) || !known.Contains(id)) errors.Add($"arms[{i}].creativeIds[{c}]", "is no approved creative of the campaign");
                else if (errors.Check(taken.Add(id), $"arms[{i}].creativeIds[{c}]", "is in another arm")) ids.Add(id);
            }
            errors.Check(given[i].CreativeIds.Count > 0, $"arms[{i}].creativeIds", "must have at least one creative");
            arms.Add(new(given[i].Name, ids));
        }
        return arms;
    }

    private List<Arm> Crossed(ServingCampaign campaign, FieldErrors errors)
    {
        var factors = Factors ?? [];
        errors.Check(factors.Count > 0 && factors.All(factor => factor is "format" or "angle" or "locale"), "factors", "must be some of format, angle and locale when there are no arms");
        return
        [
            .. campaign.Creatives.GroupBy(creative => string.Join(" / ", factors.Select(factor => factor switch
            {
                "format" => creative.Form.Format, "angle" => creative.Form.Angle, _ => creative.Form.Locale,
            }))).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => new Arm(group.Key, [.. group.Select(creative => creative.CreativeId)])),
        ];
    }
}

internal sealed record ArmRequest(string Name, IReadOnlyList<string> CreativeIds);

internal sealed record GuardrailRequest(string Metric, double? MaxDrop = null, double? MaxRise = null);
