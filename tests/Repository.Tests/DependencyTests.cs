using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AdPlatform.Repository.Tests;

public sealed class DependencyTests
{
    [Fact]
    public void No_service_references_another()
    {
        foreach (var project in Repository.Projects("services"))
            Assert.All(References(project), path => Assert.DoesNotContain("services", path, StringComparison.Ordinal));
    }

    [Fact]
    public void Shared_projects_reference_only_shared_ones_and_Contracts_nothing()
    {
        foreach (var project in Repository.Projects("shared"))
            Assert.All(References(project), path => Assert.DoesNotMatch("services|tests|deploy", path));
        Assert.Empty(References(Path.Combine(Repository.Root, "shared/Contracts/Contracts.csproj")));
    }

    [Fact]
    public void Projects_name_no_versions_and_central_ones_are_exact()
    {
        foreach (var project in Repository.Projects("services", "shared", "tests", "deploy"))
            Assert.DoesNotContain(XDocument.Load(project).Descendants("PackageReference"), package => package.Attribute("Version") is not null);
        var central = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion");
        // One version is a property, so that a build may name another one; its default is exact too.
        Assert.All(central, package => Assert.Matches(@"^\[([0-9.]+|\$\(StackExchangeRedisVersion\))\]$", package.Attribute("Version")!.Value));
    }

    [Fact]
    public void The_solution_has_every_project()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "AdPlatform.sln")).Replace('\\', '/');
        Assert.All(Repository.Projects("services", "shared", "tests", "deploy"), path => Assert.Contains(Path.GetRelativePath(Repository.Root, path), solution, StringComparison.Ordinal));
    }

    [Fact]
    public void A_service_shows_only_its_doors()
    {
        var declaration = new Regex(@"^public (static |sealed |abstract |partial )*(class|record|struct|interface|enum) (?<name>\w+)", RegexOptions.Multiline);
        string[] services = ["Campaigns", "AudienceProfiling", "CreativeGeneration", "MediaPlanning", "AdDelivery"];
        foreach (var service in services)
        {
            var shown = Directory.EnumerateFiles(Path.Combine(Repository.Root, "services", service), "*.cs", SearchOption.AllDirectories)
                .Where(path => !path.Contains("/obj/", StringComparison.Ordinal))
                .SelectMany(path => declaration.Matches(File.ReadAllText(path)).Select(match => match.Groups["name"].Value));
            Assert.Equal([service + "Service"], shown);
        }
    }

    [Fact]
    public void No_file_has_a_name_that_says_nothing() => Assert.DoesNotContain(
        Directory.EnumerateFiles(Repository.Root, "*.cs", SearchOption.AllDirectories).Where(path => !path.Contains("/obj/", StringComparison.Ordinal)),
        path => Regex.IsMatch(Path.GetFileName(path), "(Helper|Manager|Utils?|Common|Extensions)s?\\.cs$"));

    private static IEnumerable<string> References(string project) => XDocument.Load(project).Descendants("ProjectReference").Select(reference => reference.Attribute("Include")!.Value);
}
