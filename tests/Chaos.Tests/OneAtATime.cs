// One platform for all tests, each of which kills or freezes parts of it: one after the other, and nothing else on the machine meanwhile.
[assembly: AssemblyFixture(typeof(AdPlatform.Chaos.Tests.OwnServers))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: Trait("Machine", "alone")]
