using System.CommandLine;
using System.Text.Json;
using AdPlatform.Testing;
using AdPlatform.Verify;
using AdPlatform.Verify.CheckingDelivery;

namespace AdPlatform.AdDelivery.Tests;

/// <summary>What `tests/Verify` prints for the public data, held against what the data's makers published or the specification says.</summary>
public sealed class PublicDataTests(ITestOutputHelper output)
{
    /// <summary>
    /// The design quotes IPS .004546, SNIPS .004617, DR .004636, ESS 2,475, for propensities that were drawn. Drawn ones differ from seed to seed by 0.00001 (100,000 draws); the exact ones
    /// are the same everywhere: see docs/decisions.
    /// </summary>
    [Fact]
    public async Task Open_Bandit_values_are_exact_to_six_digits_and_the_quoted_ones_up_to_the_noise_of_their_draws_and_the_way_back_is_refused()
    {
        const double Noise = 0.00002;
        var told = await RunAsync(OffPolicyCheck.Create(), PublicData.Path("open-bandit"));
        var there = told.GetProperty("randomToBts");

        Assert.Equal((0.004540, 0.004610), (there.GetProperty("ips").GetDouble(), there.GetProperty("snips").GetDouble()));
        Assert.Equal(0.004546, there.GetProperty("ips").GetDouble(), Noise);
        Assert.Equal(0.004617, there.GetProperty("snips").GetDouble(), Noise);
        Assert.Equal(0.004636, there.GetProperty("dr").GetDouble(), Noise);
        Assert.Equal(2475, there.GetProperty("ess").GetDouble(), 1.0);
        Assert.StartsWith("effective sample size", told.GetProperty("btsToRandom").GetProperty("refused").GetString()!, StringComparison.Ordinal);
    }

    /// <summary>
    /// Fixtures of Prebid Server. What the specification forbids is refused here as it is among the invalid ones, of which the corpus has fifteen; everything else is answered.
    /// </summary>
    [Fact]
    public async Task Every_request_of_the_corpus_gets_200_or_204_save_those_that_the_specification_forbids()
    {
        var corpus = PublicData.Path("openrtb", "corpus-dev.jsonl");
        var told = await RunAsync(OpenRtbCheck.Create(), corpus);

        Assert.Equal((1500, 0), (told.GetProperty("total").GetInt32(), told.GetProperty("serverErrors").GetInt32()));
        Assert.Empty(told.GetProperty("wrongTypes").EnumerateArray());
        var lines = await File.ReadAllLinesAsync(corpus);
        var refused = told.GetProperty("refusedLines").EnumerateArray().Select(line => line.GetInt32()).ToList();
        Assert.Equal(1500, refused.Count + told.GetProperty("byStatus").EnumerateObject().Where(status => status.Name is "200" or "204").Sum(status => status.Value.GetInt32()));
        Assert.All(refused, line => Assert.True(IsForbidden(JsonDocument.Parse(lines[line - 1]).RootElement.GetProperty("request")), $"line {line}: {lines[line - 1]}"));
    }

    [Fact]
    public async Task What_the_specification_forbids_is_refused_and_what_is_Prebids_own_is_borne()
    {
        var files = Directory.EnumerateFiles(PublicData.Path("openrtb", "invalid"), "*.json").Order(StringComparer.Ordinal).ToList();
        await using var folder = new Testing.Servers.OwnFolder("invalid");
        await File.WriteAllLinesAsync(folder.File("invalid.jsonl"), files.Select(file => JsonSerializer.Serialize(JsonDocument.Parse(File.ReadAllText(file)).RootElement)));
        var told = await RunAsync(OpenRtbCheck.Create(), folder.File("invalid.jsonl"));

        var refused = told.GetProperty("refusedLines").EnumerateArray().Select(line => line.GetInt32() - 1).ToHashSet();
        var borne = files.Where((_, i) => !refused.Contains(i)).Select(file => Path.GetFileNameWithoutExtension(file)).ToList();
        output.WriteLine($"borne: {string.Join(", ", borne)}");
        Assert.Equal(0, told.GetProperty("serverErrors").GetInt32());
        Assert.Equal(Prebids, borne);
    }

    /// <summary>Their faults are in ext, which is Prebid's own, or in hmin, which OpenRTB 2.6 has no more.</summary>
    private static readonly string[] Prebids =
    [
        "invalid-whole__alias-unknown-core", "invalid-whole__banner-hmin", "invalid-whole__bid-adj-factors-case-invalid-same-bidder-names", "invalid-whole__bid-adjustment-invalid-bidder", "invalid-whole__bid-adjustment-negative",
        "invalid-whole__imp-ext-empty", "invalid-whole__invalid-bidder-params",
    ];

    /// <summary>A second reading of OpenRTB 2.6 and Native 1.2, coarse: has the message any of the faults that these fixtures are made of?</summary>
    private static bool IsForbidden(JsonElement request)
    {
        var imps = request.TryGetProperty("imp", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().ToList() : [];
        return imps.Count == 0 || imps.TrueForAll(IsForbiddenImp) || Negative(request) || (request.TryGetProperty("user", out var user) && user.TryGetProperty("ext", out var ext)
            && ext.TryGetProperty("consent", out var consent) && consent.ValueKind is not (JsonValueKind.String or JsonValueKind.Null));
    }

    private static bool IsForbiddenImp(JsonElement imp)
    {
        if (!imp.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.String || id.GetString()!.Length == 0 || Negative(imp)) return true;
        var kinds = new[] { "banner", "video", "audio", "native" }.Where(kind => imp.TryGetProperty(kind, out var form) && form.ValueKind == JsonValueKind.Object).ToList();
        return kinds.Count == 0 || kinds.Exists(kind => imp.GetProperty(kind) is var form && kind switch
        {
            "banner" => form.TryGetProperty("format", out var formats) && formats.EnumerateArray().Any(f => !(Has(f, "w") && Has(f, "h")) && !(Has(f, "wratio") && Has(f, "hratio"))),
            "native" => !form.TryGetProperty("request", out var text) || text.ValueKind != JsonValueKind.String || text.GetString()!.Length == 0 || IsForbiddenNative(text.GetString()!),
            _ => !form.TryGetProperty("mimes", out var mimes) || mimes.GetArrayLength() == 0,
        });
    }

    /// <summary>Native 1.2 sections 4.1 to 4.7: assets with ids that differ and one content each, lists 7.1 to 7.7.</summary>
    private static bool IsForbiddenNative(string text)
    {
        using var document = JsonDocument.Parse(text);
        var native = document.RootElement.TryGetProperty("native", out var wrapped) ? wrapped : document.RootElement;
        var assets = native.TryGetProperty("assets", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().ToList() : [];
        if (assets.Count == 0 || Negative(native) || assets.Select(asset => asset.TryGetProperty("id", out var id) ? id.ToString() : "").Distinct().Count() < assets.Count) return true;
        if (assets.Exists(asset => !new[] { "title", "img", "video", "data" }.Any(kind => asset.TryGetProperty(kind, out _)))) return true;
        if (assets.Exists(asset => asset.TryGetProperty("video", out var video) && (!Has(video, "minduration") || !video.TryGetProperty("protocols", out var protocols) || protocols.GetArrayLength() == 0))) return true;
        if (native.TryGetProperty("plcmttype", out var place) && place.GetInt32() is < 1 or > 4 and < 500) return true;
        if (native.TryGetProperty("context", out var context) && native.TryGetProperty("contextsubtype", out var sub) && sub.GetInt32() is > 0 and < 500 && sub.GetInt32() / 10 != context.GetInt32()) return true;
        return native.TryGetProperty("eventtrackers", out var trackers) && trackers.EnumerateArray().Any(tracker => !tracker.TryGetProperty("event", out var kind) || kind.GetInt32() is < 1 or > 4 and < 500
            || !tracker.TryGetProperty("methods", out var methods) || methods.GetArrayLength() == 0 || methods.EnumerateArray().Any(method => method.GetInt32() is < 1 or > 2 and < 500));
    }

    private static bool Has(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.GetDouble() > 0;

    /// <summary>No count, size, duration or rate of the protocol is below 0.</summary>
    private static bool Negative(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => element.GetDouble() < 0,
        JsonValueKind.Array => element.EnumerateArray().Any(Negative),
        JsonValueKind.Object => element.EnumerateObject().Any(member => member.Name is not ("ext" or "lat" or "lon" or "utcoffset" or "startdelay" or "imp" or "pos" or "bidfloor") && Negative(member.Value)),
        _ => false,
    };

    private async Task<JsonElement> RunAsync(Check check, string path)
    {
        var told = JsonSerializer.SerializeToElement(await check.RunAsync(new CheckRun(new FileInfo(path), new RootCommand().Parse([]), new ManualClock(TestApp.DefaultNow)), CancellationToken.None), JsonSerializerOptions.Web);
        output.WriteLine(told.ToString());
        return told;
    }
}
