namespace AdPlatform.CreativeGeneration.Tests.GeneratingCreatives;

public sealed class Options_have_their_documented_defaults
{
    [Fact]
    public void Three_creatives_a_cell_and_four_thousand_a_campaign()
    {
        var options = new CreativeGenerationOptions();
        Assert.Equal((3, 4000), (options.CreativesPerCell, options.MaxCreatives));
    }
}
