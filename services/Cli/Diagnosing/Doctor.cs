using System.CommandLine;
using System.Globalization;
using AdPlatform.Cli.Connecting;
using Spectre.Console;

namespace AdPlatform.Cli.Diagnosing;

/// <param name="Outcome">ok, or what is wrong.</param>
internal sealed record Check(string Name, bool Fine, string Outcome, double Milliseconds);

/// <summary><c>doctor</c>: what is configured, reachable and slow.</summary>
internal static class Doctor
{
    /// <summary>Above this an answer on the same machine is called slow, milliseconds.</summary>
    private const double Slow = 250;

    public static Command Command(Connection connection, TimeProvider clock)
    {
        var command = new Command("doctor", "Is the platform reachable and ready, and what may the key do?");
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var terminal = Terminal.Of(arguments.GetValue(connection.Json));
            using var platform = connection.Open(arguments, needsKey: false, patience: TimeSpan.Zero);
            var checks = new List<Check>();
            foreach (var (name, path) in new[] { ("alive", "/healthz"), ("ready", "/readyz"), ("key: campaigns", "/v1/campaigns"), ("key: segments", "/v1/segments") })
                if (checks.Count == 0 || checks[0].Fine) checks.Add(await LookAsync(platform, name, path, clock, cancellationToken));
            terminal.Result(new { platform = platform.Address, checks }, output => Write(output, platform.Address, checks));
            return checks.All(c => c.Fine) ? ExitCodes.Done : checks[0].Fine ? ExitCodes.Refused : ExitCodes.Unreachable;
        });
        return command;
    }

    private static async Task<Check> LookAsync(PlatformClient platform, string name, string path, TimeProvider clock, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var outcome = "ok";
        var fine = true;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            using var response = await platform.OpenAsync(request, cancellationToken);
        }
        catch (RefusedException refused)
        {
            (fine, outcome) = (false, string.Join(" ", refused.Problem.Lines().Select(line => line.Trim())));
        }
        catch (HttpRequestException network)
        {
            (fine, outcome) = (false, network.Message);
        }

        var took = clock.GetElapsedTime(started).TotalMilliseconds;
        return new Check(name, fine, fine && took > Slow ? "ok, but slow" : outcome, Math.Round(took, 1));
    }

    private static void Write(IAnsiConsole output, Uri address, IEnumerable<Check> checks)
    {
        output.WriteLine(address.ToString());
        foreach (var check in checks)
            output.WriteLine($"  {(check.Fine ? "ok  " : "FAIL")} {check.Name,-16} {check.Milliseconds.ToString("F1", CultureInfo.InvariantCulture),8} ms  {check.Outcome}");
    }
}
