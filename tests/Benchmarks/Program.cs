using System.CommandLine;
using AdPlatform.Benchmarks.Bus;
using AdPlatform.Benchmarks.Creatives;
using AdPlatform.Benchmarks.Delivery;
using AdPlatform.Benchmarks.Headlines;

// dotnet run -c Release --project tests/Benchmarks -- delivery | bus | creatives | train [options]: one JSON document on stdout, what happens meanwhile on stderr.
var root = new RootCommand("Measures the shipped code against a baseline in the same run; prints medians and ratios as JSON.")
{
    DeliveryBenchmark.Command(), BusBenchmark.Command(), BareServer.Command(), LoadGenerator.Command(), TrainHeadlines.Command(), CreativesBenchmark.Command(),
};
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(35) });
