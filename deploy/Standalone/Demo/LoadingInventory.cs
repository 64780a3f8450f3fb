using AdPlatform.Cli.Connecting;
using AdPlatform.Cli.ImportingInventory;
using AdPlatform.Standalone.Sample;

namespace AdPlatform.Standalone.Demo;

internal static class LoadingInventory
{
    public static async Task RunAsync(PlatformClient publisher, DemoScreen screen, CancellationToken cancellationToken)
    {
        var imported = await ImportInventory.SendAsync(publisher, SampleFile.Bytes(SampleFile.Inventory), "csv", cancellationToken);
        screen.Line($"{imported.GetProperty("rows").GetInt32()} lines of {SampleTitle.All.Count} titles in France, Belgium and the United Kingdom; {imported.GetProperty("refused").GetInt32()} refused");
    }
}
