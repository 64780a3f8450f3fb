using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(AdPlatform.AdDelivery.Tests.LongestFirst))]

namespace AdPlatform.AdDelivery.Tests;

/// <summary>What takes a third of the time and mostly waits for its processes would otherwise come last, beside nothing.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderByDescending(collection => collection.TestCollectionDisplayName.Contains(nameof(FourInstancesTests), StringComparison.Ordinal))];
}
