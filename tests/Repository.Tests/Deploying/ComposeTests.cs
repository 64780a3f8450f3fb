using System.Net;
using System.Text.RegularExpressions;

namespace AdPlatform.Repository.Tests.Deploying;

/// <summary>What can be known of the deployment without an engine that runs it: it is parsed, and held against the code.</summary>
[Collection(ShippedPlatform.Shared)]
public sealed partial class ComposeTests(ShippedPlatform platform)
{
    private const int Port = 8080;
    private static readonly string Dockerfile = File.ReadAllText(Path.Combine(Repository.Root, "deploy/docker/Dockerfile"));

    [GeneratedRegex(@"\$\{(?<name>\w+)(?<kind>:\?|:-)?")]
    private static partial Regex Variable();

    [Fact]
    public void Every_service_of_the_code_is_built_from_the_one_Dockerfile()
    {
        Assert.Equal(
            ["services/AdDelivery", "services/AudienceProfiling", "services/Campaigns", "services/CreativeGeneration", "services/MediaPlanning"],
            Compose.Own.Values.Select(service => service.Map("build").Map("args").Text("PROJECT")).Order());
        Assert.All(Compose.Own.Values, service => Assert.Equal("deploy/docker/Dockerfile", service.Map("build").Text("dockerfile")));
        var arguments = Compose.Own.Values.SelectMany(service => service.Map("build").Map("args").Entries.Select(argument => argument.Key)).Distinct();
        Assert.All(arguments, argument => Assert.Matches($@"(?m)^ARG {argument}\b", Dockerfile));
    }

    [Fact]
    public void Creatives_are_drawn_and_filmed_with_the_programs_and_fonts_of_the_tests()
    {
        var packages = Compose.Own["creative-generation"].Map("build").Map("args").Text("PACKAGES").Split(' ');
        var tested = Regex.Matches(File.ReadAllText(Path.Combine(Repository.Root, "tests/run")), @"\|\| echo ((?:librsvg|ffmpeg|fonts-)\S*)").Select(package => package.Groups[1].Value);
        Assert.Equal(tested.Order(), packages.Order());
        Assert.All(Compose.Own.Where(service => service.Key != "creative-generation"), service => Assert.False(service.Value.Map("build").Map("args").Has("PACKAGES")));
    }

    [Fact]
    public void Every_image_is_pinned()
    {
        var images = Compose.Services.Values.Where(service => service.Has("image")).Select(service => service.Text("image"));
        Assert.All(images, image => Assert.Matches(@":v?\d+\.\d+(\.\d+)?(-[a-z]+)?$", image));
        Assert.All(Regex.Matches(Dockerfile, "(?m)^ARG (SDK|RUNTIME)=(.+)$"), tag => Assert.Matches(@"^\d+\.\d+\.\d+-\w+$", tag.Groups[2].Value));
    }

    [Fact]
    public void The_Dockerfile_builds_with_the_client_that_is_tested_here()
    {
        var central = File.ReadAllText(Path.Combine(Repository.Root, "Directory.Packages.props"));
        if (Regex.Match(central, @"<StackExchangeRedisVersion[^>]*>([\d.]+)<") is { Success: true } pinned)
            Assert.Contains($"ARG StackExchangeRedisVersion={pinned.Groups[1].Value}\n", Dockerfile, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_is_told_only_what_its_code_asks_for()
    {
        // Some settings are read when they are first needed.
        using var decision = await platform.PostAsync("/v1/decisions", """{"placements":[{"id":"p","format":"native"}],"viewer":{"ids":[{"kind":"user","id":"u"}]},"context":{"country":"US"}}""");
        Assert.Equal(HttpStatusCode.OK, decision.StatusCode);
        var known = platform.AskedFor.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, service) in Compose.Own)
            Assert.All(service.Map("environment").Entries, setting => Assert.True(known.Contains(KeyOf(setting.Key)), $"{name}: nobody asks for {setting.Key}."));

        var told = Compose.Own.Values.SelectMany(service => service.Map("environment").Entries).Select(setting => KeyOf(setting.Key)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.All(known.Where(key => key.StartsWith("AdPlatform:Secrets:", StringComparison.Ordinal) && !key.Contains('-')), secret => Assert.Contains(secret, told));

        static string KeyOf(string variable) => variable.Replace("__", ":", StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_and_what_only_the_operator_can_know_comes_from_outside_and_has_no_default()
    {
        var variables = Variable().Matches(Compose.Text).Select(match => (Name: match.Groups["name"].Value, Kind: match.Groups["kind"].Value)).ToHashSet();
        var example = File.ReadLines(Path.Combine(Repository.Root, ".env.example")).Where(line => line.Contains('=') && !line.StartsWith('#')).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal(example.Keys.Order(), variables.Select(variable => variable.Name).Distinct().Order());
        foreach (var (name, kind) in variables)
        {
            var mustBeSaid = name.EndsWith("PASSWORD", StringComparison.Ordinal) || name.EndsWith("KEY", StringComparison.Ordinal) || name == "CONSENT_REGIMES";
            Assert.True(kind == (mustBeSaid ? ":?" : ":-"), $"{name} is written with '{kind}'.");
            Assert.Equal(mustBeSaid, example[name].Length == 0);
        }
    }

    [Fact]
    public void Everything_has_limits_and_what_is_waited_for_can_say_that_it_is_healthy()
    {
        foreach (var (name, service) in Compose.Services)
        {
            var limits = service.Map("deploy").Map("resources").Map("limits");
            Assert.True(limits.Has("cpus") && limits.Has("memory"), $"{name} has no limits.");
            foreach (var (other, condition) in service.Map("depends_on").Entries)
            {
                Assert.Equal("service_healthy", new YamlMap(condition).Text("condition"));
                Assert.True(Compose.Services[other].Has("healthcheck") || Compose.Own.ContainsKey(other), $"{name} waits for {other}, which has no health check.");
            }
        }

        Assert.Contains("GET /readyz", Dockerfile, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_mounted_is_there() => Assert.All(
        Compose.Services.Values.SelectMany(service => service.List("volumes")).Where(volume => volume.StartsWith("./", StringComparison.Ordinal)),
        volume => Assert.True(Path.Exists(Path.Combine(Repository.Root, volume.Split(':')[0])), volume));

    [Fact]
    public void Everybody_means_the_same_ports()
    {
        Assert.Contains($"ENV ASPNETCORE_URLS=http://0.0.0.0:{Port}\nEXPOSE {Port}\n", Dockerfile, StringComparison.Ordinal);
        Assert.Contains($"/dev/tcp/127.0.0.1/{Port} ", Dockerfile, StringComparison.Ordinal);
        Assert.All(Gateway.Locations.Select(location => location.Service).OfType<Uri>(), service =>
        {
            Assert.Equal(Port, service.Port);
            Assert.Contains(service.Host, Compose.Own.Keys);
        });
        Assert.Equal(["${GATEWAY_PORT:-8080}:" + Gateway.Listens], Compose.Services["gateway"].List("ports"));

        var scraped = Regex.Matches(File.ReadAllText(Path.Combine(Repository.Root, "deploy/observability/prometheus.yml")), @"targets: \[([a-z-]+):(\d+)\]").Select(match => $"{match.Groups[1]}:{match.Groups[2]}");
        Assert.Equal(Compose.Own.Keys.Select(name => $"{name}:{Port}").Append("rabbitmq:15692").Order(), scraped.Order());
    }

    [Fact]
    public void The_collector_listens_where_the_services_send_and_uses_what_it_defines()
    {
        var collector = Compose.ReadYaml("deploy/observability/collector.yaml");
        var endpoint = new Uri(Assert.Single(Compose.Own.Values.Select(service => service.Map("environment").Text("OTEL_EXPORTER_OTLP_ENDPOINT")).Distinct()));
        Assert.True(Compose.Services.ContainsKey(endpoint.Host));
        Assert.Equal($"0.0.0.0:{endpoint.Port}", collector.Map("receivers").Map("otlp").Map("protocols").Map("grpc").Text("endpoint"));
        foreach (var pipeline in collector.Map("service").Map("pipelines").Entries.Select(entry => new YamlMap(entry.Value)))
            foreach (var kind in new[] { "receivers", "processors", "exporters" })
                Assert.All(pipeline.List(kind), component => Assert.True(collector.Map(kind).Has(component), $"{kind}: {component} is not defined."));
    }
}
