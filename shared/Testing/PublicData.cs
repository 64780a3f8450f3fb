using Xunit;

namespace AdPlatform.Testing;

/// <summary>Public data sets, which the project does not contain: the folder in ADPLATFORM_DATA, or shared/data beside the checkout.</summary>
public static class PublicData
{
    /// <summary>The checkout that the tests were built from.</summary>
    public static string Repository { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>Of a file or folder of the data; skips, counted, where it is absent.</summary>
    public static string Path(params string[] parts)
    {
        var path = Find(parts);
        Assert.SkipUnless(path is not null, $"{string.Join('/', parts)} is not there (ADPLATFORM_DATA names the folder of public data).");
        return path;
    }

    /// <summary>Null where it is absent: for what a test looks at besides.</summary>
    public static string? Find(params string[] parts)
    {
        var root = Environment.GetEnvironmentVariable("ADPLATFORM_DATA") is { Length: > 0 } named ? named : System.IO.Path.Combine(Repository, "..", "shared", "data");
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine([root, .. parts]));
        return File.Exists(path) || Directory.Exists(path) ? path : null;
    }

    private static string Find(DirectoryInfo? folder)
    {
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "AdPlatform.sln"))) folder = folder.Parent;
        return folder?.FullName ?? AppContext.BaseDirectory;
    }
}
