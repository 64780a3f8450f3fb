using System.CommandLine;
using AdPlatform.Benchmarks.Bus;
using AdPlatform.Benchmarks.Creatives;
using AdPlatform.Benchmarks.Delivery;
using AdPlatform.Benchmarks.Events;
using AdPlatform.Benchmarks.Headlines;
using AdPlatform.Benchmarks.Planning;
using AdPlatform.Benchmarks.Segments;

// dotnet run -c Release --project tests/Benchmarks -- delivery | decision | bus | events | segments | planning | creatives | train [options]: one JSON
// document on stdout, what happens meanwhile on stderr.
var root = new RootCommand("Measures the shipped code against a baseline in the same run; prints medians and ratios as JSON.")
{
    DeliveryBenchmark.Command(), DecisionBenchmark.Command(), BusBenchmark.Command(), EventsBenchmark.Command(), SegmentsBenchmark.Command(), PlanningBenchmark.Command(),
    CreativesBenchmark.Command(), TrainHeadlines.Command(), BareServer.Command(), DecidingServer.Command(), LoadGenerator.Command(),
};
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(35) });
