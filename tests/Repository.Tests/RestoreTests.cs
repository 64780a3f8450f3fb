using System.Diagnostics;

namespace AdPlatform.Repository.Tests;

public sealed class RestoreTests
{
    /// <summary>As on a machine that has no package yet: complete, and without one warning.</summary>
    [Fact]
    public async Task The_solution_restores_into_an_empty_folder_without_a_warning()
    {
        var folder = Directory.CreateTempSubdirectory("adplatform-restore-");
        try
        {
            string[] build = ["AdPlatform.sln", "global.json", "Directory.Build.props", "Directory.Packages.props", "BannedSymbols.txt", "tests/Directory.Build.props"];
            var projects = Repository.Projects("services", "shared", "tests", "deploy").Select(path => Path.GetRelativePath(Repository.Root, path));
            foreach (var file in build.Concat(projects))
            {
                var target = Path.Combine(folder.FullName, file);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(Path.Combine(Repository.Root, file), target);
            }

            var start = new ProcessStartInfo("dotnet", ["restore", "AdPlatform.sln", "--packages", Path.Combine(folder.FullName, "packages")])
            {
                WorkingDirectory = folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true,
            };
            // MSBuild's own variables of the outer run would point the inner one elsewhere.
            foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray()) start.Environment.Remove(name);
            using var restore = Process.Start(start)!;
            var output = restore.StandardOutput.ReadToEndAsync();
            var errors = restore.StandardError.ReadToEndAsync();
            await restore.WaitForExitAsync();
            var text = await output + await errors;
            Assert.True(restore.ExitCode == 0 && !text.Contains("warning", StringComparison.OrdinalIgnoreCase), text);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
