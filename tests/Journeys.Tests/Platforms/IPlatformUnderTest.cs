namespace AdPlatform.Journeys.Tests.Platforms;

/// <summary>The platform as a client sees it, one address, and what may happen to its processes: embedded it is one, over the real servers there are five.</summary>
internal interface IPlatformUnderTest : IAsyncDisposable
{
    Uri Address { get; }

    /// <summary>Admin key of the first publisher.</summary>
    string Key { get; }

    /// <summary>All services end with one.</summary>
    bool IsOneProcess { get; }

    /// <summary>What the processes wrote, for a test that failed.</summary>
    string Output { get; }

    /// <summary>SIGKILL of the process that the service runs in, if it runs.</summary>
    Task KillAsync(string service);

    /// <summary>SIGTERM of the process that the service runs in; waits until it has ended.</summary>
    Task<(int Code, TimeSpan Took)> TerminateAsync(string service);

    /// <summary>If it does not run; returns when it is ready.</summary>
    Task StartAgainAsync(string service);
}
