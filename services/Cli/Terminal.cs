using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace AdPlatform.Cli;

/// <summary>Results go to stdout (JSON with <c>--json</c>, so that a script can read them); progress and complaints go to stderr.</summary>
internal sealed class Terminal(IAnsiConsole output, IAnsiConsole messages, bool json)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public IAnsiConsole Output => output;

    /// <summary>Stderr.</summary>
    public IAnsiConsole Messages => messages;

    public bool Json => json;

    public static Terminal Of(bool json)
    {
        var output = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        // A file has no edge to wrap at.
        if (Console.IsOutputRedirected) output.Profile.Width = 1000;
        return new Terminal(output, AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }), json);
    }

    /// <summary>One JSON value with <c>--json</c>; otherwise what <paramref name="people"/> writes.</summary>
    public void Result(object value, Action<IAnsiConsole> people)
    {
        if (json) output.Profile.Out.Writer.WriteLine(JsonSerializer.Serialize(value, Indented));
        else people(output);
    }

    /// <summary>A plain line on stderr; no mark-up is read in it.</summary>
    public void Say(string line) => messages.Profile.Out.Writer.WriteLine(line);
}
