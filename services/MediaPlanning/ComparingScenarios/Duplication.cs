using AdPlatform.MediaPlanning.BuildingPlan;
using AdPlatform.MediaPlanning.Reach;

namespace AdPlatform.MediaPlanning.ComparingScenarios;

/// <summary>Persons whom two lines both reach, by the plan's audience model.</summary>
internal static class Duplication
{
    private const int MostLines = 30;

    public static DuplicationMatrix Of(PlanInputs inputs, PlanDocument document)
    {
        var audience = PlanAudience.From(inputs.Request.Universe, inputs.Request.Segments, inputs.Request.Overlaps, inputs.Request.OverlapFloor, inputs.WeeklyImpressions, inputs.Options);
        PlannedLine[] lines = [.. document.Lines.Take(MostLines)];
        var missed = lines.Select(line =>
        {
            var rates = LineAudience.Of(audience, inputs.Offers.First(o => o.Line.TitleId == line.TitleId && o.Line.Format == line.Format && o.Geography == line.Geography && o.Line.Daypart == line.Daypart && o.Line.Device == line.Device)).Rates;
            return rates.SelectMany(rate => ViewingIntensity.Fifths.Select(intensity => Math.Exp(-rate * line.Impressions * intensity))).ToArray();
        }).ToArray();
        double Both(int a, int b)
        {
            var persons = 0.0;
            for (var kind = 0; kind < missed[a].Length; kind++)
            {
                var here = audience.Persons[kind / ViewingIntensity.Nodes] / ViewingIntensity.Nodes * (1 - missed[a][kind]);
                persons += a == b ? here : here * (1 - missed[b][kind]);
            }
            return Math.Round(persons, 1);
        }
        return new DuplicationMatrix(
            [.. lines.Select(l => l.LineId)], [.. lines.Select(l => l.Title)], [.. lines.Select((_, a) => (IReadOnlyList<double>)[.. lines.Select((_, b) => Both(a, b))])]);
    }
}
