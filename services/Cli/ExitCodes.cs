namespace AdPlatform.Cli;

/// <summary>What the process answers to a script; printed by <c>adplatform --help</c>.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Bug = 1;

    /// <summary>Wrong arguments, or a file that cannot be read.</summary>
    public const int Usage = 2;

    /// <summary>The platform understood and refused (4xx); the reasons are printed.</summary>
    public const int Refused = 3;

    /// <summary>No answer, or 5xx after retries.</summary>
    public const int Unreachable = 4;

    /// <summary>Done, but some rows or events were refused; they are listed and everything else is stored.</summary>
    public const int Partly = 5;

    /// <summary>The campaign was accepted and failed later (no audience, no creative, no feasible plan).</summary>
    public const int CampaignFailed = 6;

    public const string Help = "Exit codes: 0 done, 1 our bug, 2 wrong usage or unreadable file, 3 refused by the platform, 4 platform unreachable, "
        + "5 done but some rows refused, 6 campaign failed.";
}
