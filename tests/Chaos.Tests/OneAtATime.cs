// Each test owns servers and kills them: beside each other they would only wait for each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
