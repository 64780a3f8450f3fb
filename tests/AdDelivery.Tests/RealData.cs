namespace AdPlatform.AdDelivery.Tests;

/// <summary>Public data sets, which the project does not contain: the folder in ADPLATFORM_DATA, or shared/data beside the repository.</summary>
internal static class RealData
{
    /// <summary>Skips, counted, where the file or folder is absent.</summary>
    public static string Path(params string[] parts)
    {
        var root = Environment.GetEnvironmentVariable("ADPLATFORM_DATA") ?? System.IO.Path.Combine(Repository(), "..", "shared", "data");
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine([root, .. parts]));
        Assert.SkipUnless(File.Exists(path) || Directory.Exists(path), $"{string.Join('/', parts)} is not there (ADPLATFORM_DATA names the folder of public data).");
        return path;
    }

    public static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "AdPlatform.sln"))) folder = folder.Parent;
        return folder?.FullName ?? AppContext.BaseDirectory;
    }
}
