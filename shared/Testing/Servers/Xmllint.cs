using System.Diagnostics;

namespace AdPlatform.Testing.Servers;

/// <summary>Another's reading of XML and its schema: libxml2's command.</summary>
public static class Xmllint
{
    /// <summary>Skips the test, and says so, where the command is absent.</summary>
    /// <returns>0, and what is wrong, the first 20 lines of it.</returns>
    public static async Task<(int Code, string Errors)> ValidateAsync(string schema, IReadOnlyList<string> files)
    {
        ProcessStartInfo start = new("xmllint", ["--noout", "--nonet", "--schema", schema, .. files]) { RedirectStandardError = true };
        Process? process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Missing.Skip("no xmllint (libxml2-utils)");
            throw;
        }
        using (process)
        {
            var told = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, string.Join('\n', told.Split('\n').Where(line => !line.EndsWith(" validates", StringComparison.Ordinal)).Take(20)));
        }
    }
}
