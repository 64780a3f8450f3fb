using System.Globalization;
using AdPlatform.Contracts;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace AdPlatform.MediaPlanning.ImportingInventory;

/// <param name="Rows">Without the header.</param>
/// <param name="Stored">New or different; the rest was already there.</param>
/// <param name="RefusedRows">The first 200; <paramref name="Refused"/> counts all.</param>
internal sealed record ImportedInventory(
    string Source, int Rows, int Accepted, int Refused, StoredInventory Stored, Money? RateCard, IReadOnlyList<RefusedRow> RefusedRows);

/// <summary>
/// <c>POST /v1/inventory/imports?source=csv|netflix-top10|netflix-titles</c> with the file as the body. Needs no Idempotency-Key: the same content again changes nothing.
/// A large file may come in pieces; each piece begins with the header line, and <c>firstLine</c> says which line of the file its first row is.
/// </summary>
internal static class ImportInventory
{
    private const long MaxBody = 64L * 1024 * 1024;
    private static readonly string[] Sources = ["csv", "netflix-top10", "netflix-titles"];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/inventory/imports", HandleAsync)
        .RequireScope(Scopes.Inventory).RequireAccount(AccountKind.Publisher)
        .WithMetadata(new RequestSizeLimitAttribute(MaxBody)).DisableAntiforgery();

    private static async Task<Results<Ok<ImportedInventory>, ProblemHttpResult>> HandleAsync(
        HttpRequest request, Caller caller, PlanningDb db, IOptions<PlanningOptions> options, TimeProvider clock, CancellationToken cancellationToken,
        string source = "csv", string? cpm = null, string? currency = null, int firstLine = 2)
    {
        var errors = new FieldErrors();
        errors.Check(Sources.Contains(source), "source", $"must be one of {string.Join(", ", Sources)}");
        errors.Check(firstLine >= 2, "firstLine", "must be 2 or more");
        var rates = ReadRates(cpm, currency, options.Value, errors);
        // The Top 10 file is tab-separated whatever a client calls it.
        char? separator = request.ContentType?.Split(';')[0].Trim().ToLowerInvariant() switch
        {
            "text/csv" => source == "netflix-top10" ? '\t' : ',',
            "text/tab-separated-values" => '\t',
            _ => null,
        };
        if (errors.Any) return errors.ToProblem();
        if (separator is null) return Problems.Problem(415, "unsupported-media-type", "The content type is not supported", "Send text/csv or text/tab-separated-values (UTF-8).");

        var required = source switch { "csv" => ReadingCsvRow.Required, "netflix-top10" => ReadingTop10Row.Required, _ => ReadingNetflixTitleRow.Required };
        Func<Func<string, string>, RowOutcome> read = source switch
        {
            "csv" => field => ReadingCsvRow.Read(caller.AccountId, field),
            "netflix-top10" => field => ReadingTop10Row.Read(caller.AccountId, rates!, field),
            _ => field => ReadingNetflixTitleRow.Read(caller.AccountId, field),
        };
        var batch = new InventoryBatch();
        IReadOnlyList<string>? columns = null;
        bool Header(IReadOnlyList<string> found) => required.All((columns = found).Contains);
        await foreach (var row in ReadingRows.ReadAsync(request.Body, separator.Value, Header, read, cancellationToken)) batch.Add(row with { Line = row.Line + firstLine - 2 });

        foreach (var missing in required.Except(columns ?? [])) errors.Add(missing, "the column is missing in the header line");
        if (errors.Any) return errors.ToProblem();
        if (batch.Refused > 0 && batch.Refused == batch.Rows)
        {
            return Problems.Unprocessable("nothing-imported", $"None of the {batch.Rows} rows could be read.",
                batch.Listed.ToDictionary(r => $"line {r.Line.ToString(CultureInfo.InvariantCulture)}", r => new[] { r.Reason }));
        }
        var stored = await StoringInventory.StoreAsync(db, caller.AccountId, batch, clock.GetUtcNow(), cancellationToken);
        return TypedResults.Ok(new ImportedInventory(
            source, batch.Rows, batch.Rows - batch.Refused, batch.Refused, stored, source == "netflix-top10" ? new Money(rates!.CpmMicros, rates.Currency) : null, batch.Listed));
    }

    private static RateCard? ReadRates(string? cpm, string? currency, PlanningOptions options, FieldErrors errors)
    {
        var units = options.DefaultCpm;
        if (cpm is not null)
            errors.Check(decimal.TryParse(cpm, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out units) && units is >= 0.01m and <= 100_000m, "cpm", "must be a decimal number from 0.01 to 100000");
        currency ??= options.DefaultCurrency;
        errors.Check(currency.Length == 3 && currency.All(char.IsAsciiLetterUpper), "currency", "must be an ISO 4217 code, such as EUR");
        return errors.Any ? null : new RateCard(Money.FromUnits(units, currency).Micros, currency);
    }
}
