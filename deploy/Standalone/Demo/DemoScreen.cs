using System.Globalization;
using Spectre.Console;

namespace AdPlatform.Standalone.Demo;

/// <summary>What the demo says: live in a terminal, plain lines in a file or with NO_COLOR.</summary>
internal sealed class DemoScreen(IAnsiConsole console, bool live, TimeProvider clock)
{
    private readonly long started = clock.GetTimestamp();
    private int step;

    public TimeSpan Elapsed => clock.GetElapsedTime(started);

    public static DemoScreen Create(TimeProvider clock)
    {
        var plain = Console.IsOutputRedirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = plain ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (Console.IsOutputRedirected) console.Profile.Width = 160;
        return new DemoScreen(console, !plain && console.Profile.Capabilities.Interactive, clock);
    }

    public void Heading(string text) => console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[bold]{text}[/]");

    public void Step(string title) => console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"\n[bold green]{++step}. {title}[/] [dim](at {Elapsed.TotalSeconds:F1} s)[/]");

    public void Line(FormattableString text) => console.MarkupLine(Markup.Escape("   " + text.ToString(CultureInfo.InvariantCulture)));

    public void Table(string[] columns, IEnumerable<string[]> rows)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns) table.AddColumn(Markup.Escape(column));
        foreach (var row in rows) table.AddRow([.. row.Select(Markup.Escape)]);
        console.Write(new Padder(table).Padding(3, 0, 0, 0));
    }

    /// <summary>Work of known size; <paramref name="work"/> tells how much is done.</summary>
    public Task WithProgressAsync(string what, double total, Func<Action<double>, Task> work) => live
        ? console.Progress().AutoClear(true).StartAsync(async progress =>
        {
            var task = progress.AddTask(Markup.Escape("   " + what), maxValue: total);
            await work(done => task.Value = done);
        })
        : work(_ => { });

    public void Farewell(Uri address, string key)
    {
        console.WriteLine();
        Heading("Still running; Ctrl+C stops it, and the same command goes on with the same data.");
        Line($"API      {address}   (health: {new Uri(address, "readyz")}, metrics: {new Uri(address, "metrics")})");
        Line($"Try      export ADPLATFORM_URL={address.ToString().TrimEnd('/')} ADPLATFORM_KEY={key}");
        Line($"         dotnet run --project services/Cli -- doctor");
    }
}
