using System.CommandLine;

namespace AdPlatform.Cli.Connecting;

/// <summary>Where the platform is and with which key; options of every command.</summary>
internal sealed class Connection(TimeProvider clock)
{
    public const string DefaultUrl = "http://127.0.0.1:5080";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public Option<string> Url { get; } = new("--url")
    {
        Description = $"Address of the platform; else ADPLATFORM_URL, else {DefaultUrl}.",
        Recursive = true,
    };

    public Option<string> Key { get; } = new("--key")
    {
        Description = "API key (adp_...); else ADPLATFORM_KEY.",
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json") { Description = "Result as JSON on stdout.", Recursive = true };

    /// <param name="patience">How long to wait for a platform that is away; default 30 s.</param>
    public PlatformClient Open(ParseResult arguments, bool needsKey = true, TimeSpan? patience = null)
    {
        var text = arguments.GetValue(Url) ?? Environment.GetEnvironmentVariable("ADPLATFORM_URL") ?? DefaultUrl;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new UsageException($"'{text}' is no http address.");
        var key = arguments.GetValue(Key) ?? Environment.GetEnvironmentVariable("ADPLATFORM_KEY");
        if (key is null && needsKey) throw new UsageException("An API key is needed: --key adp_... or ADPLATFORM_KEY. The server prints the first one when it starts for the first time.");
        return PlatformClient.To(address, key, clock, patience ?? Patience);
    }
}

/// <summary>What the user gave cannot be used; the message says why.</summary>
internal sealed class UsageException(string message) : Exception(message);
