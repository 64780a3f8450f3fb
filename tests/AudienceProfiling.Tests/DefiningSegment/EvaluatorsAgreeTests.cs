using System.Globalization;
using System.Text.Json;
using AdPlatform.AudienceProfiling.Consent;
using AdPlatform.AudienceProfiling.DefiningSegment;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Http;
using AdPlatform.Testing.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.AudienceProfiling.Tests.DefiningSegment;

/// <summary>
/// The evaluator in memory, the one in the store and a plain third agree on every pair of a random tree and a random profile. More trees with
/// ADPLATFORM_TEST_TREES; ADPLATFORM_TEST_SEED for other ones.
/// </summary>
public sealed class EvaluatorsAgreeTests(ITestOutputHelper output)
{
    private const int Profiles = 200;
    private static readonly DateTimeOffset Now = new(2026, 3, 31, 18, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan HalfLife = TimeSpan.FromDays(30);

    private static int Trees => Setting("ADPLATFORM_TEST_TREES", 300);

    [Fact]
    public async Task On_random_trees_and_profiles_in_SQLite() => await CheckAsync(await Profiling.StartAsync());

    [Fact]
    public async Task On_random_trees_and_profiles_in_PostgreSQL() => await CheckAsync(await Profiling.StartAsync(("AdPlatform:Postgres", await TestServers.PostgresDatabaseAsync())));

    private async Task CheckAsync(Profiling started)
    {
        await using var profiling = started;
        profiling.App.Clock.SetUtcNow(Now);
        var random = new Random(Setting("ADPLATFORM_TEST_SEED", 20261127));
        var profiles = Enumerable.Range(0, Profiles).Select(_ => RandomProfiles.Next(random, Now)).ToArray();
        await using var scope = profiling.App.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ProfilingDb>();
        var numbers = await WriteAsync(scope.ServiceProvider, db, profiles);
        // As the service reads them again.
        profiles = [.. profiles.Select(profile => ViewerDocument.Read(ViewerDocument.Write(profile)))];
        var selectable = profiles.Select(profile => ConsentGate.MaySelect(profile, tcfApplies: false)).ToArray();
        var (trees, conditions) = Conditions(random, profiles);

        var rules = new RuleSet(conditions, historyDays: 400).Rent(EvaluationTime.At(Now, HalfLife));
        var inMemory = new bool[Profiles, conditions.Count];
        for (var p = 0; p < Profiles; p++)
        {
            rules.Look(profiles[p]);
            for (var c = 0; c < conditions.Count; c++) inMemory[p, c] = rules.Holds(c);
        }

        var sizing = scope.ServiceProvider.GetRequiredService<SizingSegments>();
        var (pairs, held, undecided) = (0, 0, 0);
        for (var c = 0; c < conditions.Count; c++)
        {
            var members = (await sizing.MembersAsync(Profiling.Publisher, conditions[c], CancellationToken.None)).ToHashSet();
            for (var p = 0; p < Profiles; p++)
            {
                if (inMemory[p, c] && selectable[p] != members.Contains(numbers[p]) || (!inMemory[p, c] && members.Contains(numbers[p])))
                    Assert.Fail($"In memory {inMemory[p, c]}, in the store {members.Contains(numbers[p])}: {trees[c]} on {JsonSerializer.Serialize(profiles[p])}");
                if (NaiveEvaluator.Holds(conditions[c], profiles[p], Now, HalfLife, 400) is not { } naive) undecided++;
                else if (naive != inMemory[p, c]) Assert.Fail($"In memory {inMemory[p, c]}, plainly {naive}: {trees[c]} on {JsonSerializer.Serialize(profiles[p])}");
                pairs++;
                if (inMemory[p, c]) held++;
            }
        }

        output.WriteLine($"{pairs} pairs of {conditions.Count} trees and {Profiles} profiles: {held} hold, {pairs - held} do not, {undecided} at a threshold of decayed interest");
        Assert.True(pairs >= 10_000 && held > pairs / 10 && held < pairs * 9 / 10 && undecided < pairs / 20);
        await CheckSizesAsync(sizing, conditions, inMemory, selectable);
    }

    private static async Task CheckSizesAsync(SizingSegments sizing, IReadOnlyList<Condition> conditions, bool[,] inMemory, bool[] selectable)
    {
        var some = conditions.Take(5).ToArray();
        var expected = Enumerable.Range(0, Profiles).Where(p => selectable[p]).GroupBy(p => string.Concat(some.Select((_, c) => inMemory[p, c] ? '1' : '0'))).ToDictionary(g => g.Key, g => (long)g.Count());
        var combinations = await sizing.CombineAsync(Profiling.Publisher, some, CancellationToken.None);
        Assert.Equal(expected.OrderBy(pair => pair.Key), combinations.ToDictionary(one => string.Concat(one.In.Select(isIn => isIn ? '1' : '0')), one => one.Viewers).OrderBy(pair => pair.Key));
        Assert.Equal(
            some.Select((_, c) => (long)Enumerable.Range(0, Profiles).Count(p => selectable[p] && inMemory[p, c])), await sizing.CountAsync(Profiling.Publisher, some, CancellationToken.None));
    }

    private static (IReadOnlyList<string> Trees, IReadOnlyList<Condition> Conditions) Conditions(Random random, ViewerProfile[] profiles)
    {
        var limits = new ConditionLimits(400, ["rating", "format", "plan"]);
        var references = new References(new Dictionary<Guid, (string, string)>(), new Dictionary<string, string>());
        var plain = new RandomConditions(random, Now, profiles, [], []);
        var segments = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            var id = Ids.New(Now);
            references = references.With(id, $"s{i}", plain.Tree(2).ToJsonString()).With($"score{i}", plain.Elements(1).ToJsonString());
            segments.Add(Ids.Format("seg", id));
        }

        var all = new RandomConditions(random, Now, profiles, segments, [.. references.Scores.Keys]);
        var trees = Enumerable.Range(0, Trees).Select(_ => all.Tree().ToJsonString()).ToArray();
        return (trees, [.. trees.Select(tree =>
        {
            var errors = new FieldErrors();
            var condition = ConditionReading.Read(JsonDocument.Parse(tree).RootElement, "rule", limits, errors);
            var expanded = condition is null ? null : ExpandingReferences.Expand(condition, references, errors);
            Assert.True(expanded is not null, $"{tree}: {string.Join(", ", errors.ToDictionary().Select(e => $"{e.Key} {e.Value[0]}"))}");
            return expanded;
        })]);
    }

    private static async Task<IReadOnlyList<long>> WriteAsync(IServiceProvider scope, ProfilingDb db, ViewerProfile[] profiles)
    {
        await db.BeginWriteAsync(CancellationToken.None);
        var writes = profiles.Select((profile, i) =>
        {
            profile.Link(ViewerId.User($"u{i}"));
            return new ViewerWrite(null, 0, profile, profile.Ids);
        }).ToArray();
        var numbers = await scope.GetRequiredService<WritingViewers>().WriteAsync(Profiling.Publisher, writes, 0, Now, CancellationToken.None);
        await db.CommitAsync(CancellationToken.None);
        return numbers;
    }

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
