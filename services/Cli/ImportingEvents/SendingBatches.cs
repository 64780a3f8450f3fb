using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text.Json;
using AdPlatform.Cli.Connecting;

namespace AdPlatform.Cli.ImportingEvents;

/// <summary>What became of an import. <c>Refused</c> lists the first of them; <c>RefusedCount</c> counts all.</summary>
internal sealed record EventImport(long Sent, long Accepted, long RefusedCount, IReadOnlyList<RefusedEvent> Refused);

internal sealed record RefusedEvent(string File, long Line, string Reason);

/// <summary>
/// Sends events in batches of 500, gzipped. Each has its own messageId, so that what is sent again changes nothing.
/// </summary>
internal sealed class SendingBatches(PlatformClient platform, TimeProvider clock)
{
    /// <summary>Events a batch, and its size before compression: the tracking API's limits are 500 kB a batch, 32 kB an event.</summary>
    private const int BatchEvents = 500;
    private const int BatchBytes = 450_000;
    private const int ListedRefusals = 100;

    private readonly List<(FileEvent Source, byte[] Json)> batch = [];
    private readonly List<RefusedEvent> refused = [];
    private int bytes;
    private long sent, accepted, refusedCount;

    /// <param name="progress">Told how many of the entries have been dealt with, after each batch.</param>
    /// <param name="skip">Entries that an earlier run has dealt with.</param>
    public async Task<EventImport> SendAsync(IAsyncEnumerable<FileEvent> events, Action<long> progress, CancellationToken cancellationToken, long skip = 0)
    {
        long seen = 0;
        await foreach (var e in events.WithCancellation(cancellationToken))
        {
            if (seen >= skip) await TakeAsync(e, seen, progress, cancellationToken);
            seen++;
        }

        if (batch.Count > 0) await FlushAsync(cancellationToken);
        progress(seen);
        return new EventImport(sent, accepted, refusedCount, refused);
    }

    private async Task TakeAsync(FileEvent e, long before, Action<long> progress, CancellationToken cancellationToken)
    {
        if (e.Event is null)
        {
            Refuse(e, e.Refusal!);
            return;
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(e.Event, PlatformClient.Json);
        if (batch.Count == BatchEvents || (batch.Count > 0 && bytes + json.Length > BatchBytes))
        {
            await FlushAsync(cancellationToken);
            progress(before);
        }

        batch.Add((e, json));
        bytes += json.Length + 1;
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        var rejected = 0;
        foreach (var (index, reason) in await PostAsync(cancellationToken))
        {
            Refuse(batch[index].Source, reason);
            rejected++;
        }

        sent += batch.Count;
        accepted += batch.Count - rejected;
        batch.Clear();
        bytes = 0;
    }

    /// <returns>The events that were refused, by their index in the batch.</returns>
    private async Task<IReadOnlyList<(int Index, string Reason)>> PostAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await platform.PostAsync("/v1/batch", Compressed(), idempotencyKey: null, repeatable: true, cancellationToken);
            return [.. answer.GetProperty("rejected").EnumerateArray().Select(r => (r.GetProperty("index").GetInt32(), $"{r.GetProperty("field")} {r.GetProperty("reason")}"))];
        }
        catch (RefusedException refused) when (refused.Problem is { Status: 400, Errors.Count: > 0 })
        {
            // Not one of the batch was accepted: the fields name them, batch[3].userId.
            return [.. refused.Problem.Errors.Select(error => (IndexOf(error.Key), $"{error.Key} {error.Value[0]}")).DistinctBy(error => error.Item1)];
        }
    }

    private static int IndexOf(string field) =>
        field.Split('[', ']') is ["batch", var index, ..] && int.TryParse(index, out var number) ? number : throw new FormatException($"The platform names no event in '{field}'.");

    private ByteArrayContent Compressed()
    {
        using var body = new MemoryStream();
        using (var gzip = new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write("{\"batch\":["u8);
            for (var i = 0; i < batch.Count; i++)
            {
                if (i > 0) gzip.WriteByte((byte)',');
                gzip.Write(batch[i].Json);
            }

            gzip.Write("],\"sentAt\":"u8);
            gzip.Write(JsonSerializer.SerializeToUtf8Bytes(clock.GetUtcNow()));
            gzip.WriteByte((byte)'}');
        }

        var content = new ByteArrayContent(body.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        return content;
    }

    private void Refuse(FileEvent e, string reason)
    {
        refusedCount++;
        if (refused.Count < ListedRefusals) refused.Add(new RefusedEvent(e.File, e.Line, reason));
    }
}
