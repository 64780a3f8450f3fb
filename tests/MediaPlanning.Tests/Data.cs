
namespace AdPlatform.MediaPlanning.Tests;

/// <summary>Real data beside the repository; a test that needs a file that is absent is skipped and counted.</summary>
internal static class Data
{
    public static string File(params string[] path)
    {
        var file = Path.Combine([Folder(), .. path]);
        Assert.SkipUnless(System.IO.File.Exists(file), $"data absent: {Path.Combine(path)} (set ADPLATFORM_DATA)");
        return file;
    }

    private static string Folder()
    {
        if (Environment.GetEnvironmentVariable("ADPLATFORM_DATA") is { Length: > 0 } named) return named;
        var root = AppContext.BaseDirectory;
        while (root is not null && !System.IO.File.Exists(Path.Combine(root, "AdPlatform.sln"))) root = Path.GetDirectoryName(root);
        return Path.Combine(root ?? ".", "..", "shared", "data");
    }
}
