using AdPlatform.Hosting.Messaging;

namespace AdPlatform.Hosting.Tests;

public sealed class ConvoyTests
{
    [Fact]
    public async Task What_comes_meanwhile_goes_together_and_in_its_order()
    {
        var (gate, groups) = (new TaskCompletionSource(), new List<int[]>());
        var convoy = new Convoy<int>(100, _ => 1, async group =>
        {
            groups.Add([.. group]);
            if (groups.Count == 1) await gate.Task;
        });
        var first = convoy.JoinAsync(0);
        while (groups.Count == 0) await Task.Yield();
        var others = Enumerable.Range(1, 20).Select(convoy.JoinAsync).ToArray();
        Assert.DoesNotContain(others, task => task.IsCompleted);
        gate.SetResult();
        await Task.WhenAll([first, .. others]);
        Assert.Equal([[0], [.. Enumerable.Range(1, 20)]], groups);
    }

    [Fact]
    public async Task A_group_is_no_heavier_than_it_may_be_save_for_one_item_alone()
    {
        var (gate, groups) = (new TaskCompletionSource(), new List<int[]>());
        var convoy = new Convoy<int>(10, weight => weight, async group =>
        {
            groups.Add([.. group]);
            if (groups.Count == 1) await gate.Task;
        });
        var joined = new List<Task> { convoy.JoinAsync(1) };
        while (groups.Count == 0) await Task.Yield();
        foreach (var weight in (int[])[4, 6, 1, 99, 5]) joined.Add(convoy.JoinAsync(weight));
        gate.SetResult();
        await Task.WhenAll(joined);
        Assert.Equal([[1], [4, 6], [1], [99], [5]], groups);
    }

    [Fact]
    public async Task A_failure_is_told_to_its_group_alone()
    {
        var convoy = new Convoy<int>(1, _ => 1, group => group[0] == 1 ? throw new IOException("planted") : Task.CompletedTask);
        var joined = Enumerable.Range(0, 3).Select(convoy.JoinAsync).ToArray();
        await Task.WhenAll(joined).ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.Equal([false, true, false], joined.Select(task => task.IsFaulted));
    }
}
