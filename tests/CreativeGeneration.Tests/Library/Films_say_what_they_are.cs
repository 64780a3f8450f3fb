using System.Text.Json;
using AdPlatform.CreativeGeneration.Library;

namespace AdPlatform.CreativeGeneration.Tests.Library;

public sealed class Films_say_what_they_are(SharedShelf shared) : IClassFixture<SharedShelf>
{
    public static TheoryData<string, byte[], double?, string?, string?> Films => new()
    {
        { "an MP4", Files.Film(), 15, "avc1.640028", "mp4a" },
        { "a fragmented MP4", Files.Film(3600, fragmented: true), 6, "avc1.640028", "mp4a" },
        // 7,500 units of a millisecond, as a float.
        { "a WebM", Files.WebMFilm(), 7.5, "V_VP9", "A_OPUS" },
        { "an MP4 that says nothing of it", Files.Mp4(), null, null, null },
        { "an MP4 of a thousand days", Files.Film(uint.MaxValue - 1), null, "avc1.640028", "mp4a" },
    };

    [Theory]
    [MemberData(nameof(Films))]
    public async Task By_their_containers(string which, byte[] file, double? seconds, string? video, string? audio)
    {
        var asset = await shared.Shelf.KeepAsync(file, "film");
        var film = asset.GetProperty("film");
        Assert.True((seconds, video, audio) == (Number(film, "durationSeconds"), film.GetProperty("videoCodec").GetString(), film.GetProperty("audioCodec").GetString()), $"{which}: {film}");
        Assert.Equal(seconds is null ? null : Math.Round(file.Length * 8 / seconds.Value / 1000), Number(film, "bitRate"));
    }

    [Fact]
    public async Task And_what_is_no_film_says_nothing() => Assert.Equal(JsonValueKind.Null, (await shared.Shelf.KeepAsync(Files.Svg("<g/>"), "logo")).GetProperty("film").ValueKind);

    [Fact]
    public void However_their_bytes_are_broken_nothing_is_read_beyond_them()
    {
        var random = new Random(11);
        foreach (var good in new[] { Files.Film()[..2000], Files.Film(fragmented: true)[..2000], Files.WebMFilm() })
            for (var i = 0; i < 3000; i++)
            {
                var bad = good[..(i % 3 == 0 ? random.Next(good.Length) : good.Length)];
                for (var flips = 0; flips < 1 + i % 4 && bad.Length > 0; flips++) bad[random.Next(Math.Min(bad.Length, 700))] = (byte)random.Next(256);
                FilmFacts.Of(good[4] == 'f' ? FileType.Mp4 : FileType.WebM, bad);
                FilmFacts.Of(good[4] == 'f' ? FileType.WebM : FileType.Mp4, bad);
            }
    }

    private static double? Number(JsonElement film, string name) => film.GetProperty(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null;
}
