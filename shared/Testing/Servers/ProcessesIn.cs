using System.Globalization;
using System.Runtime.InteropServices;

namespace AdPlatform.Testing.Servers;

/// <summary>
/// The processes that work in a folder. Every program of a test works in a folder of its own, and so do the processes that it starts, also those
/// that leave its session (each backend of PostgreSQL does) or become daemons: one rule finds them all.
/// </summary>
public static class ProcessesIn
{
    internal const int Interrupt = 2;
    internal const int Kill = 9;
    internal const int Terminate = 15;
    internal const int Continue = 18;
    internal const int Stop = 19;

    /// <summary>SIGSTOP to every one: alive for the network, but silent.</summary>
    public static void Freeze(string folder) => SignalAll(folder, Stop);

    public static void Thaw(string folder) => SignalAll(folder, Continue);

    /// <summary>SIGKILL to every one; returns when all are gone.</summary>
    public static async Task KillAsync(string folder)
    {
        while (SignalAll(folder, Kill)) await Task.Delay(10);
    }

    public static bool Any(string folder) => Of(folder).Any();

    internal static void Signal(int process, int signal) => _ = Send(process, signal);

    private static bool SignalAll(string folder, int signal)
    {
        var signalled = new HashSet<int>();
        // Again until nobody new is found: one of them may have started another meanwhile.
        for (var found = true; found;)
        {
            found = false;
            foreach (var process in Of(folder).Where(signalled.Add))
            {
                found = true;
                Signal(process, signal);
            }
        }

        return signalled.Count > 0;
    }

    private static IEnumerable<int> Of(string folder)
    {
        foreach (var entry in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(entry), CultureInfo.InvariantCulture, out var process)) continue;
            if (WorkingFolder(entry) is { } works && (works == folder || works.StartsWith(folder + "/", StringComparison.Ordinal))) yield return process;
        }
    }

    /// <returns>Null of a process that is gone, a zombie, or someone else's.</returns>
    private static string? WorkingFolder(string entry)
    {
        try
        {
            return new FileInfo(Path.Combine(entry, "cwd")).LinkTarget;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Send(int process, int signal);
}
