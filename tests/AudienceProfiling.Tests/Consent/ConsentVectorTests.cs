using System.Text.Json;
using AdPlatform.Testing;
using AdPlatform.Verify.CheckingConsent;

namespace AdPlatform.AudienceProfiling.Tests.Consent;

public sealed class ConsentVectorTests
{
    [Theory]
    [InlineData("tc-strings.json", "tcString", 200)]
    [InlineData("legal-basis.json", "tcString", 50)]
    [InlineData("gpp-strings.json", "gpp", 62)]
    public void All_vectors_of_the_reference_libraries_agree_and_10000_mutations_never_throw(string file, string member, int total)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(PublicData.Path("tcf", file)));
        Func<JsonElement, string?> disagreement = file switch
        {
            "tc-strings.json" => TcStringVectors.Disagreement,
            "legal-basis.json" => LegalBasisVectors.Disagreement,
            _ => GppStringVectors.Disagreement,
        };

        var tally = ConsentVectors.Run([.. document.RootElement.GetProperty("vectors").EnumerateArray()], member, disagreement, 10_000);

        Assert.Empty(tally.Disagreements);
        Assert.Equal((total, total, 0), (tally.Total, tally.Agreed, tally.Threw));
    }

    [Fact]
    public void Without_any_data_10000_mutations_of_our_own_strings_never_throw()
    {
        var tc = TcText.Core([1, 2, 3], [7, 900], [2], [32], [(2, 0, 30, 40)]);
        var header = new TcText().Number(3, 6).Number(1, 6).Number(2, 12).Pattern("00110").Pattern("1011");

        Assert.Equal(0, ConsentVectors.Mutate([tc, $"{tc}.{TcText.Disclosed(7)}", $"{header}~{tc}~1YNN", "1YNN"], 10_000));
    }
}
