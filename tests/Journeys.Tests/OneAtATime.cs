// Each journey starts whole platforms: beside each other they would only wait for each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
