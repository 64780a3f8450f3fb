using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace AdPlatform.Repository.Tests.Deploying;

/// <summary>docker-compose.yml with its merge keys resolved, as far as the tests look at it.</summary>
internal sealed class Compose
{
    private static readonly IDeserializer Yaml = new DeserializerBuilder().Build();

    public static string Text { get; } = File.ReadAllText(Path.Combine(Repository.Root, "docker-compose.yml"));

    public static IReadOnlyDictionary<string, YamlMap> Services { get; } = ReadYaml("docker-compose.yml").Map("services").Entries.ToDictionary(entry => entry.Key, entry => new YamlMap(entry.Value));

    /// <summary>The ones that are built from this repository, by name.</summary>
    public static IReadOnlyDictionary<string, YamlMap> Own { get; } = Services.Where(service => service.Value.Has("build")).ToDictionary();

    /// <summary>AdPlatform.Campaigns of <c>PROJECT: services/Campaigns</c>.</summary>
    public static string AssemblyOf(YamlMap service) => "AdPlatform." + Path.GetFileName(service.Map("build").Map("args").Text("PROJECT"));

    public static YamlMap ReadYaml(string file) => new(Yaml.Deserialize<object>(new MergingParser(new Parser(new StringReader(File.ReadAllText(Path.Combine(Repository.Root, file)))))));
}

/// <summary>A mapping of YAML; what is absent is empty.</summary>
internal sealed class YamlMap(object? node)
{
    private readonly Dictionary<object, object> entries = node as Dictionary<object, object> ?? [];

    public IEnumerable<KeyValuePair<string, object?>> Entries => entries.Select(entry => KeyValuePair.Create((string)entry.Key, (object?)entry.Value));

    public bool Has(string name) => entries.ContainsKey(name);

    public YamlMap Map(string name) => new(entries.GetValueOrDefault(name));

    public string Text(string name) => entries.GetValueOrDefault(name) as string ?? "";

    public IReadOnlyList<string> List(string name) => [.. (entries.GetValueOrDefault(name) as List<object> ?? []).OfType<string>()];
}
