using System.Diagnostics;

namespace AdPlatform.Testing.Servers;

/// <summary>
/// A shell in a session of its own that outlives this process by a moment: when its input ends, because we have ended in whatever way, it kills all
/// that works in our temporary folders and deletes them. (A signal on the parent's death would not do: it is bound to the thread that started the
/// child, and threads of the pool come and go.)
/// </summary>
internal static class Reaper
{
    private const string Script = """
        trap '' HUP INT TERM
        exec >/dev/null 2>&1
        cd /
        folders=
        while read -r folder; do folders="$folders $folder"; done
        for again in 1 2 3; do
          for entry in /proc/[0-9]*; do
            works=$(readlink "$entry/cwd") || continue
            for folder in $folders; do
              case "$works" in "$folder"|"$folder"/*|"$folder (deleted)") kill -KILL "${entry#/proc/}" ;; esac
            done
          done
          sleep 0.2
        done
        for folder in $folders; do rm -rf "$folder"; done
        """;

    private static readonly Lock Writing = new();
    private static readonly Lazy<Process> Shell = new(Start);

    /// <param name="folder">Has no white space in its name.</param>
    public static void Mind(string folder)
    {
        lock (Writing)
        {
            Shell.Value.StandardInput.WriteLine(folder);
            Shell.Value.StandardInput.Flush();
        }
    }

    internal static Process Start() =>
        Process.Start(new ProcessStartInfo("setsid", ["sh", "-c", Script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
}
