using System.ComponentModel.DataAnnotations;

namespace AdPlatform.MediaPlanning.Tests;

public sealed class PlanningOptionsTests
{
    [Fact]
    public void Defaults_are_pinned()
    {
        var options = new PlanningOptions();
        Assert.Equal((200, 1000, 100m, 53), (options.MaxLines, options.MaxCandidates, options.MinimumBooking, options.MaxWeeks));
        Assert.Equal((30.0, 6.0, 4.0), (options.ImpressionsPerViewerWeek, options.ImpressionsPerTitleViewerWeek, options.ResponseExposures));
        Assert.Equal((0.001, 0.02, 18m, "EUR"), (options.ClickRate, options.ConversionRate, options.DefaultCpm, options.DefaultCurrency));
        Assert.Equal((0.8, 1.0, 1.2), (options.StatedSupply.Low, options.StatedSupply.Mid, options.StatedSupply.High));
        Assert.Equal((0.3, 0.1), (options.AdTierShare.Mid, options.SellThrough.Mid));
        Assert.Equal(12, options.CountryShare.Count);
        Assert.Equal((TimeSpan.FromHours(48), 12, 66_500_000), (options.HoldFor, options.Universes.Count, options.Universes["FR"].Persons));
        Assert.All(options.CountryShare.Values, share => Assert.NotEmpty(share.Source));
        Assert.Empty(Check(options));
    }

    [Fact]
    public void An_interval_out_of_order_is_refused_by_name()
    {
        var options = new PlanningOptions();
        options.CountryShare["FR"] = new AssumedInterval { Low = 0.5, Mid = 0.2, High = 0.6 };
        Assert.Equal("CountryShare:FR", Assert.Single(Check(options)).MemberNames.Single());
    }

    private static List<ValidationResult> Check(PlanningOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return results;
    }
}
