using System.Text.Json;
using System.Text.Json.Nodes;
using AdPlatform.Contracts;
using AdPlatform.Hosting;

namespace AdPlatform.Repository.Tests;

/// <summary>Each message has a recorded JSON sample with every property. What is on the wire today must be readable tomorrow.</summary>
public sealed class MessageSampleTests
{
    public static TheoryData<Type> Messages => [.. typeof(IAccountMessage).Assembly.GetTypes().Where(type => type.IsClass && typeof(IAccountMessage).IsAssignableFrom(type))];

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_reads_its_recorded_sample_back(Type message)
    {
        var path = PathOf(message);
        // To record the sample of a new message: ADPLATFORM_RECORD_SAMPLES=1 dotnet test tests/Repository.Tests
        if (Environment.GetEnvironmentVariable("ADPLATFORM_RECORD_SAMPLES") is not null && !File.Exists(path))
            File.WriteAllText(path, JsonSerializer.Serialize(new SampleMaker().Make(message), message, new JsonSerializerOptions(PlatformJson.Bus) { WriteIndented = true }) + "\n");
        Assert.True(File.Exists(path), $"{message.Name} has no recorded sample {Path.GetFileName(path)}.");
        var sample = JsonNode.Parse(File.ReadAllText(path))!;
        var again = JsonSerializer.SerializeToNode(sample.Deserialize(message, PlatformJson.Bus), message, PlatformJson.Bus)!;
        Assert.True(JsonNode.DeepEquals(sample, again), $"Recorded:\n{sample}\nread and written:\n{again}");
        foreach (var property in message.GetProperties())
            Assert.True(sample.AsObject().ContainsKey(JsonNamingPolicy.CamelCase.ConvertName(property.Name)), $"The sample lacks {property.Name}.");
    }

    [Fact]
    public void No_sample_is_left_of_a_message_that_is_gone()
    {
        var known = Messages.Select(row => Path.GetFileName(PathOf(row.Data))).ToHashSet();
        Assert.All(Directory.EnumerateFiles(Folder), path => Assert.Contains(Path.GetFileName(path), known));
    }

    [Fact]
    public void A_message_says_its_owner_and_version_in_its_namespace() =>
        Assert.All(Messages, row => Assert.Matches(@"^AdPlatform\.Contracts\.(Campaigns|AudienceProfiling|CreativeGeneration|MediaPlanning|AdDelivery|Platform)\.V\d+$", row.Data.Namespace));

    private static string Folder => Path.Combine(Repository.Root, "tests", "Repository.Tests", "Samples");

    private static string PathOf(Type message) => Path.Combine(Folder, message.FullName!["AdPlatform.Contracts.".Length..] + ".json");
}
