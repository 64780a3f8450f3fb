using System.Text.Json;

namespace AdPlatform.Standalone.Demo;

/// <summary>
/// The demo's time: the system's and an offset that the simulated hour pushes forward. The offset is kept in the data folder, and kept before
/// it is used, so that a restart never sees time run backwards. Delays and timers run in real time.
/// </summary>
internal sealed class DemoClock : TimeProvider
{
    private readonly TimeProvider system;
    private readonly string path;
    private State state;

    private DemoClock(TimeProvider system, string path, State state) => (this.system, this.path, this.state) = (system, path, state);

    /// <summary>The demo's first moment: flight and past of the generated viewers are relative to it.</summary>
    public DateTimeOffset First => state.First;

    /// <summary>How far the simulated hour has come.</summary>
    public TimeSpan Simulated => state.Offset;

    public static DemoClock In(string dataFolder, TimeProvider system)
    {
        Directory.CreateDirectory(dataFolder);
        var path = Path.Combine(dataFolder, "demo-clock.json");
        if (File.Exists(path)) return new DemoClock(system, path, JsonSerializer.Deserialize<State>(File.ReadAllBytes(path))!);
        var now = system.GetUtcNow();
        var clock = new DemoClock(system, path, new State(new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero), TimeSpan.Zero));
        clock.Keep(clock.state);
        return clock;
    }

    public override DateTimeOffset GetUtcNow() => system.GetUtcNow() + state.Offset;

    public override TimeZoneInfo LocalTimeZone => system.LocalTimeZone;

    public void AdvanceTo(TimeSpan offset)
    {
        if (offset <= state.Offset) return;
        Keep(state with { Offset = offset });
    }

    private void Keep(State next)
    {
        // Beside and then renamed: a crash leaves the old or the new state, never half of one.
        using (var file = new FileStream(path + ".new", FileMode.Create))
        {
            JsonSerializer.Serialize(file, next);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
        state = next;
    }

    private sealed record State(DateTimeOffset First, TimeSpan Offset);
}
