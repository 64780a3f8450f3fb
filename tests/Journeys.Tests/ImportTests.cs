using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.Json;
using AdPlatform.Cli;
using AdPlatform.Cli.ImportingEvents;
using AdPlatform.Testing.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AdPlatform.Journeys.Tests;

/// <summary>An import that breaks off, against a door that notes what comes.</summary>
public sealed class ImportTests
{
    private const int Lines = 2300;

    [Fact]
    public async Task An_import_that_broke_off_goes_on_where_it_was_and_says_what_it_refused()
    {
        await using var folder = new OwnFolder("import");
        var source = new FileInfo(folder.File("events.jsonl"));
        await File.WriteAllLinesAsync(source.FullName, Enumerable.Range(1, Lines).Select(line => line is 700 or 1900 ? "{broken" : $$"""{"type":"track","userId":"u{{line % 50}}","event":"A","messageId":"m{{line}}"}"""));
        await using var door = await NotingDoor.StartAsync(answers: 2);
        Environment.SetEnvironmentVariable("ADPLATFORM_STATE", folder.File("state"));
        var place = ImportPlace.Of(source, "segment-jsonl", door.Address);
        Assert.Equal(0, place.Read());

        Assert.NotEqual(ExitCodes.Done, await ImportAsync(source, door.Address));
        Assert.Equal(1000, door.Received.Count);
        Assert.Equal(1001, place.Read());

        door.Answers = int.MaxValue;
        Assert.Equal(ExitCodes.Partly, await ImportAsync(source, door.Address));
        Assert.Equal(Lines - 2, door.Received.Count);
        Assert.All(door.Received, message => Assert.Equal(1, message.Value));
        Assert.Equal(0, place.Read());

        // Done is done: the next one is an import of its own.
        Assert.Equal(ExitCodes.Partly, await ImportAsync(source, door.Address));
        Assert.All(door.Received, message => Assert.Equal(2, message.Value));
    }

    private static Task<int> ImportAsync(FileInfo source, Uri address) =>
        CommandLine.RunAsync(["events", "import", source.FullName, "--format", "segment-jsonl", "--url", address.AbsoluteUri, "--key", "adp_any"], RealClock.Instance);

    private sealed class NotingDoor(WebApplication app) : IAsyncDisposable
    {
        /// <summary>By message id, how often it came.</summary>
        public ConcurrentDictionary<string, int> Received { get; } = new();

        /// <summary>Requests that are taken; the others are refused.</summary>
        public int Answers { get; set; }

        public Uri Address => new(app.Urls.First());

        public static async Task<NotingDoor> StartAsync(int answers)
        {
            var builder = WebApplication.CreateBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            var app = builder.Build();
            var door = new NotingDoor(app) { Answers = answers };
            app.Run(door.TakeAsync);
            await app.StartAsync();
            return door;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private async Task TakeAsync(HttpContext context)
        {
            if (Answers-- <= 0)
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return;
            }

            await using var body = new GZipStream(context.Request.Body, CompressionMode.Decompress);
            using var json = await JsonDocument.ParseAsync(body);
            foreach (var call in json.RootElement.GetProperty("batch").EnumerateArray()) Received.AddOrUpdate(call.GetProperty("messageId").GetString()!, 1, (_, times) => times + 1);
            await context.Response.WriteAsync("""{"success":true,"accepted":500,"rejected":[]}""");
        }
    }
}
