namespace AdPlatform.Journeys.Tests;

/// <summary>Journeys run whole processes in real time.</summary>
internal static class RealClock
{
#pragma warning disable RS0030 // There is no clock to inject into another process.
    public static TimeProvider Instance => TimeProvider.System;
#pragma warning restore RS0030
}
