using System.Text.Json;

namespace AdPlatform.Verify.CheckingConsent;

/// <summary><c>tc-strings</c>, <c>legal-basis</c> and <c>gpp-strings FILE</c>: {"vectors": [...]} against the decoders and the decision as they are shipped.</summary>
internal static class ConsentChecks
{
    private const int Mutations = 10_000;

    public static IEnumerable<Check> Create() =>
    [
        Of("tc-strings", "TC strings with their decoded values.", "tcString", TcStringVectors.Disagreement),
        Of("legal-basis", "May a vendor work for a purpose, given a TC string, its declaration and what is enforced.", "tcString", LegalBasisVectors.Disagreement),
        Of("gpp-strings", "GPP strings with their decoded sections.", "gpp", GppStringVectors.Disagreement),
    ];

    private static Check Of(string what, string description, string member, Func<JsonElement, string?> disagreement) =>
        new(what, $"{description} Beyond the vectors, {Mutations} seeded mutations of their strings must not throw.", [], async (run, cancellationToken) =>
        {
            var tally = ConsentVectors.Run(await VectorsAsync(run.File, member, cancellationToken), member, disagreement, Mutations);
            return new { what, file = run.File.Name, tally.Total, tally.Agreed, tally.Threw, tally.Mutations, tally.Disagreements };
        });

    private static async Task<JsonElement[]> VectorsAsync(FileInfo file, string member, CancellationToken cancellationToken)
    {
        try
        {
            using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(file.FullName, cancellationToken));
            if (document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("vectors", out var vectors) && vectors.ValueKind == JsonValueKind.Array
                && vectors.EnumerateArray().All(v => v.ValueKind == JsonValueKind.Object && v.TryGetProperty(member, out var text) && text.ValueKind == JsonValueKind.String))
                return [.. vectors.EnumerateArray().Select(vector => vector.Clone())];
        }
        catch (JsonException)
        {
        }
        throw new UsageException($"{file.Name} is no JSON object with vectors that have a {member}.");
    }
}
