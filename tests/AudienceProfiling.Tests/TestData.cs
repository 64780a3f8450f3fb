namespace AdPlatform.AudienceProfiling.Tests;

/// <summary>Real data lies outside of the repository; a test that needs it skips, and says so, where it is absent.</summary>
internal static class TestData
{
    public static string Path(params string[] parts)
    {
        var path = System.IO.Path.Combine([Folder(), .. parts]);
        if (!File.Exists(path)) Assert.Skip($"{path} is absent: set ADPLATFORM_DATA to the data folder.");
        return path;
    }

    private static string Folder()
    {
        if (Environment.GetEnvironmentVariable("ADPLATFORM_DATA") is { Length: > 0 } folder) return folder;
        return System.IO.Path.Combine(Root(), "..", "shared", "data");
    }

    /// <summary>Of the repository.</summary>
    internal static string Root()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(System.IO.Path.Combine(root.FullName, "AdPlatform.sln"))) root = root.Parent;
        return root?.FullName ?? ".";
    }
}
