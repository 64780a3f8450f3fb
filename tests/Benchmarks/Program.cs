using System.CommandLine;
using AdPlatform.Benchmarks.Bus;
using AdPlatform.Benchmarks.Delivery;

// dotnet run -c Release --project tests/Benchmarks -- delivery | decision | bus [options]: one JSON document on stdout, what happens meanwhile on stderr.
var root = new RootCommand("Measures the shipped code against a baseline in the same run; prints medians and ratios as JSON.")
{
    DeliveryBenchmark.Command(), DecisionBenchmark.Command(), BusBenchmark.Command(), BareServer.Command(), LoadGenerator.Command(),
};
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(35) });
