// Most of what is tested here waits: for a broker to come up, for a time-out to pass.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
