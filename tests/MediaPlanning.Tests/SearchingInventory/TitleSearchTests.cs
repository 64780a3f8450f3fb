using System.Text;
using AdPlatform.MediaPlanning.Inventory;
using AdPlatform.MediaPlanning.SearchingInventory;
using AdPlatform.Testing;

namespace AdPlatform.MediaPlanning.Tests.SearchingInventory;

public sealed class TitleSearchTests
{
    [Fact]
    public async Task Ten_descriptive_queries_have_the_right_title_among_the_first_three()
    {
        await using var planning = await PlanningApp.StartAsync();
        var file = await File.ReadAllBytesAsync(PublicData.Path("netflix", "titles.csv"));
        using var publisher = planning.AsPublisher();
        Assert.Equal(200, (await PlanningApp.ImportAsync(publisher, file, "netflix-titles")).Status);
        (string Query, string Title)[] queries =
        [
            ("a chemistry teacher with cancer who makes and sells drugs", "Breaking Bad"),
            ("robbers take hostages in the royal mint of Spain", "La casa de papel"),
            ("orphan girl who is a chess prodigy and struggles with addiction", "The Queen's Gambit"),
            ("a small town boy vanishes and kids uncover secret experiments", "Stranger Things"),
            ("political rivalries and romance in the reign of Queen Elizabeth II", "The Crown"),
            ("desperate people play deadly children's games for a cash prize", "Squid Game"),
            ("gentleman burglar in Paris inspired by Arsène", "Lupin"),
            ("a financial planner has to launder money for a cartel in the Ozarks", "Ozark"),
            ("diver befriends an octopus in the ocean", "My Octopus Teacher"),
            ("zookeeper of big cats in Oklahoma and a murder for hire", "Tiger King"),
        ];
        var missed = new StringBuilder();
        foreach (var (query, title) in queries)
        {
            var (status, found) = await PlanningApp.GetAsync(publisher, $"/v1/inventory/search?most=3&q={Uri.EscapeDataString(query)}");
            Assert.Equal(200, status);
            var names = found.EnumerateArray().Select(f => f.GetProperty("title").GetString()!).ToArray();
            if (!names.Any(name => name.StartsWith(title, StringComparison.Ordinal))) missed.AppendLine($"{query}: {string.Join(" / ", names)}");
        }
        Assert.True(missed.Length == 0, missed.ToString());
    }

    [Fact]
    public void A_synonym_finds_a_title_and_the_very_word_ranks_above_it()
    {
        var search = new TitleSearch([Of("a", "A gripping heist"), Of("b", "A gripping robbery"), Of("c", "Something else entirely")]);
        Assert.Equal(["b", "a"], search.Find("robbery", 10).Select(f => f.Title.TitleId));
        Assert.Empty(search.Find("zebra", 10));
    }

    private static Title Of(string id, string description) => new() { PublisherId = "p", TitleId = id, Name = id, Genres = "", Categories = "", Description = description };
}
