// A journey starts whole platforms and mostly waits for them: two classes beside each other fill the machine, more would only wait for each other.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
