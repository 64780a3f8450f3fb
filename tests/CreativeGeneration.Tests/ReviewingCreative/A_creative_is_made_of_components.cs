using System.Text.Json;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.Tests.ChoosingImages;
using AdPlatform.CreativeGeneration.Tests.Library;
using AdPlatform.Hosting;
using SkiaSharp;

namespace AdPlatform.CreativeGeneration.Tests.ReviewingCreative;

public sealed class A_creative_is_made_of_components
{
    [Fact]
    public async Task That_are_told_when_it_is_approved_and_are_the_same_in_every_creative()
    {
        await using var desk = await Desk.OpenAsync(Samples.Command());
        (await desk.PostAsync("/v1/creatives/approve-remaining", new { campaignId = desk.Campaign, reviewer = "Anna" })).EnsureSuccessStatusCode();
        var told = new List<CreativeReviewed>();
        foreach (var creative in desk.Generated.Creatives) told.Add(await desk.App.WaitForAsync<CreativeReviewed>(r => r.CreativeId == creative.CreativeId));
        foreach (var serving in told.Select(t => t.Serving!).Where(s => s.Format != FormatIds.ResponsiveSearch))
        {
            Assert.Equal(serving.Format, serving.Components!["format"]);
            Assert.Superset(new HashSet<string> { "headline", "cta", "image", "format" }, serving.Components.Keys.ToHashSet());
        }
        // With the approval all shapes of a native's main image are public.
        foreach (var image in told.Select(t => t.Serving!).Where(s => s.Format == FormatIds.Native).SelectMany(s => s.Images!))
            Assert.True((await desk.App.Anonymous().GetAsync(image.Url, TestContext.Current.CancellationToken)).IsSuccessStatusCode);
        var words = told.Select(t => t.Serving!).SelectMany(s => s.Components!.Where(c => s.Texts.ContainsKey(c.Key)).Select(c => (Id: c.Value, Place: c.Key.TrimEnd([.. "0123456789"]), s.Locale, Text: s.Texts[c.Key]))).ToList();
        Assert.All(words.GroupBy(w => w.Id), same => Assert.Single(same.Select(w => (w.Place, w.Locale, w.Text)).Distinct()));
        Assert.All(words.GroupBy(w => (w.Place, w.Locale, w.Text)), same => Assert.Single(same.Select(w => w.Id).Distinct()));
        Assert.Contains(words.GroupBy(w => w.Id), same => same.Count() > 1);
        var lineage = JsonDocument.Parse(await desk.Owner.GetStringAsync($"/v1/creatives/{Ids.Format("crv", told[0].CreativeId)}/lineage")).RootElement;
        Assert.Equal(told[0].Serving!.Components, lineage.GetProperty("components").Deserialize<Dictionary<string, string>>());
    }

    [Fact]
    public async Task Of_which_a_new_picture_changes_only_the_picture()
    {
        await using var shelf = await Shelf.OpenAsync();
        await shelf.KeepAsync(Files.Picture(SKEncodedImageFormat.Jpeg, 1600, 1600));
        var command = Studio_with_pictures.Command(FormatIds.Display300x250, FormatIds.Pause1920x1080);
        var before = await shelf.WriteAsync(command);
        // One photograph is one component, however it is cropped.
        var photo = Assert.Single(before.Select(Image).Distinct());
        using (var gone = await shelf.Owner.DeleteAsync($"/v1/assets/library/{before[0].Picture("image")!.Value.GetProperty("origin").GetProperty("assetId").GetString()}", TestContext.Current.CancellationToken)) gone.EnsureSuccessStatusCode();
        await shelf.KeepAsync(Files.Picture(SKEncodedImageFormat.Jpeg, 1600, 1600, SKColors.DarkSlateGray));
        var after = await shelf.WriteAsync(command with { CampaignId = Guid.Parse("0199c0de-0000-7000-8000-000000000002") });
        Assert.DoesNotContain(photo, after.Select(Image));
        Assert.NotEmpty(before.Select(s => Component(s, "headline")).Intersect(after.Select(s => Component(s, "headline"))));
        static string Component(Shown shown, string place) => shown.Lineage.GetProperty("components").GetProperty(place).GetString()!;
        static string Image(Shown shown) => Component(shown, "image");
    }
}
