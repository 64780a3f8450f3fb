using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Facts;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.CreativeGeneration.Localising;
using AdPlatform.CreativeGeneration.Writing;
using AdPlatform.CreativeGeneration.Writing.Model;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace AdPlatform.CreativeGeneration.Tests.Localising;

/// <summary>A studio with a translator and no bus.</summary>
internal static class Translations
{
    public static (Studio? Studio, BriefFault? Fault) Open(CampaignBrief brief, IChatClient client, ModelOptions? options = null)
    {
        var grounded = new GroundedWriter();
#pragma warning disable RS0030 // Time-outs run against real time here.
        var calls = new ModelCalls(Options.Create(options ?? new() { Retries = 0 }), TimeProvider.System, client);
#pragma warning restore RS0030
        return Studio.Open(Samples.Command(brief, [Samples.Segments()[0]]), new CreativeGenerationOptions(), [grounded, new TranslatingWriter(calls, grounded)]);
    }

    public static async Task<(Studio Studio, BriefFault? Fault, WritingSession Session)> RunAsync(CampaignBrief brief, IChatClient client, ModelOptions? options = null)
    {
        var (studio, fault) = Open(brief, client, options);
        Assert.True(fault is null, fault?.ToString());
#pragma warning disable RS0030
        var session = new WritingSession(TimeProvider.System.GetTimestamp());
#pragma warning restore RS0030
        foreach (var cell in studio!.ToWrite) await studio.WriteAsync(cell, session, CancellationToken.None);
        foreach (var cell in studio.Cells) Assert.Null(studio.Compose(cell));
        return (studio, studio.Unwritten(), session);
    }
}
