using System.Text.Json;
using System.Text.RegularExpressions;
using AdPlatform.AudienceProfiling.DefiningSegment;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.AudienceProfiling.DefiningScore;

/// <summary>Scores that the publisher's segments refer to by name; changing one changes all of those segments.</summary>
internal static partial class DefineScore
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/scores").RequireScope(Scopes.Segments).RequireAccount(AccountKind.Publisher).WithTags("Segments");
        group.MapGet("", ListAsync);
        group.MapPut("/{name}", PutAsync);
    }

    private static async Task<Ok<ScoreList>> ListAsync(Caller caller, ProfilingDb db, CancellationToken cancellationToken)
    {
        var rows = await db.Scores.AsNoTracking().Where(row => row.PublisherId == caller.PublisherId).OrderBy(row => row.Name).ToListAsync(cancellationToken);
        return TypedResults.Ok(new ScoreList([.. rows.Select(ScoreView.Of)]));
    }

    /// <summary>The same elements again change nothing.</summary>
    private static async Task<Results<Ok<ScoreView>, ProblemHttpResult>> PutAsync(
        string name, ScoreDefinition definition, Caller caller, ProfilingDb db, SegmentRules rules, TimeProvider clock, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        errors.Check(NameForm().IsMatch(name), "name", "must be 1 to 60 lower-case letters, digits, - and _");
        var elements = ConditionReading.ReadElements(definition.Elements, "elements", rules.Limits, errors);
        if (errors.Any) return errors.ToProblem();

        await db.BeginWriteAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var (compiled, json) = (await rules.OfAsync(db, caller.PublisherId, cancellationToken), definition.Elements.GetRawText());
        ChangingRules.CheckScore(name, elements!, json, compiled, errors);
        if (errors.Any) return errors.ToProblem();
        if (await db.Scores.SingleOrDefaultAsync(row => row.PublisherId == caller.PublisherId && row.Name == name, cancellationToken) is not { } score)
        {
            score = new() { PublisherId = caller.PublisherId, Name = name, Version = 1, Elements = json, CreatedAt = now, UpdatedAt = now };
            db.Scores.Add(score);
        }
        else if (!JsonElement.DeepEquals(JsonDocument.Parse(score.Elements).RootElement, definition.Elements))
        {
            (score.Elements, score.Version, score.UpdatedAt) = (json, score.Version + 1, now);
        }

        await db.CommitAsync(cancellationToken);
        return TypedResults.Ok(ScoreView.Of(score));
    }

    [GeneratedRegex("^[a-z0-9_-]{1,60}$")]
    private static partial Regex NameForm();
}

internal sealed record ScoreDefinition(JsonElement Elements);

internal sealed record ScoreView(string Name, int Version, JsonElement Elements, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static ScoreView Of(Score row) => new(row.Name, row.Version, JsonDocument.Parse(row.Elements).RootElement, row.CreatedAt, row.UpdatedAt);
}

internal sealed record ScoreList(IReadOnlyList<ScoreView> Items);
