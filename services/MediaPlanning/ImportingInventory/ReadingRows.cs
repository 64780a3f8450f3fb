using System.Runtime.CompilerServices;
using CsvHelper;

namespace AdPlatform.MediaPlanning.ImportingInventory;

/// <param name="Line">First physical line of the row in the request, from 1; the header is line 1.</param>
internal readonly record struct ReadRow(int Line, RowOutcome Outcome);

/// <summary>Streams the rows of a delimited file; what is wrong with one row is its outcome, never an exception.</summary>
internal static class ReadingRows
{
    /// <summary>Bytes; a longer row is an unclosed quote, not a row.</summary>
    private const int MaxRow = 64 * 1024;

    /// <param name="separator">Comma (RFC 4180 quotes) or tab (no quotes).</param>
    /// <param name="header">Receives the columns; returns false to stop before the first row.</param>
    public static async IAsyncEnumerable<ReadRow> ReadAsync(
        Stream body, char separator, Func<IReadOnlyList<string>, bool> header, Func<Func<string, string>, RowOutcome> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var malformed = new Dictionary<long, CsvMalformedReason>();
        await using var csv = CsvReader.Create(body, new CsvReaderOptions
        {
            Separator = separator,
            Mode = separator == '\t' ? CsvMode.NoEscape : CsvMode.Rfc4180,
            MaxRecordSize = MaxRow,
            TrackLineNumbers = true,
            OnMalformedRecord = record => malformed[record.LineNumber] = record.Reason,
        }, leaveOpen: true);
        string[] columns;
        try
        {
            await csv.ReadHeaderAsync(cancellationToken);
            columns = [.. csv.Headers.Select(c => c.Trim().ToLowerInvariant())];
        }
        catch (CsvFormatException)
        {
            columns = [];
        }
        if (!header(columns)) yield break;
        var index = columns.Select((name, k) => (name, k)).GroupBy(p => p.name).ToDictionary(g => g.Key, g => g.First().k);
        var line = 1;
        while (true)
        {
            var (more, endless) = await NextAsync(csv, cancellationToken);
            if (endless) yield return new ReadRow(line + 1, new RowOutcome.Refused($"the row is longer than {MaxRow} bytes: a quote is not closed, so nothing after it can be read"));
            if (!more) yield break;
            line = (int)csv.LineNumber;
            yield return new ReadRow(line, malformed.Remove(csv.LineNumber, out var reason) ? new RowOutcome.Refused(Words(reason)) : Row(csv, columns, index, read));
        }
    }

    private static async Task<(bool More, bool Endless)> NextAsync(CsvReader csv, CancellationToken cancellationToken)
    {
        try
        {
            return (await csv.ReadAsync(cancellationToken), false);
        }
        catch (CsvFormatException)
        {
            return (false, true);
        }
    }

    private static RowOutcome Row(CsvReader csv, string[] columns, Dictionary<string, int> index, Func<Func<string, string>, RowOutcome> read)
    {
        if (csv.FieldCount != columns.Length) return new RowOutcome.Refused($"the row has {csv.FieldCount} columns, the header has {columns.Length}");
        var fields = new string[csv.FieldCount];
        for (var k = 0; k < fields.Length; k++)
        {
            fields[k] = csv.GetString(k).Trim();
            if (fields[k].Contains('\uFFFD', StringComparison.Ordinal)) return new RowOutcome.Refused($"{columns[k]} is not valid UTF-8");
            if (fields[k].Any(c => c < ' ' && c is not ('\n' or '\r' or '\t'))) return new RowOutcome.Refused($"{columns[k]} has control characters");
        }
        return read(name => index.TryGetValue(name, out var k) ? fields[k] : "");
    }

    private static string Words(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.StrayQuote => "there is a quote in the middle of a field",
        CsvMalformedReason.TextAfterClosingQuote => "there is text after a closing quote",
        CsvMalformedReason.UnterminatedQuote => "a quote is not closed, so nothing after it can be read",
        _ => $"the quoting is wrong ({reason})",
    };
}
