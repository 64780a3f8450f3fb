using AdPlatform.Contracts.CreativeGeneration.V1;
using MassTransit;

namespace AdPlatform.Campaigns.ReviewingCampaign;

internal sealed class CreativeReviewedConsumer(CampaignsDb db) : IConsumer<CreativeReviewed>
{
    public async Task Consume(ConsumeContext<CreativeReviewed> context)
    {
        var message = context.Message;
        var creative = await db.Creatives.FindAsync([message.CreativeId], context.CancellationToken)
            // Reviews only follow CreativesGenerated; should one overtake it, the retry finds the row.
            ?? throw new InvalidOperationException($"Creative {message.CreativeId} is not known to its campaign yet.");
        if (message.CreativeVersion <= creative.ReviewVersion) return;
        creative.ReviewVersion = message.CreativeVersion;
        creative.Approved = message.Decision == ReviewDecision.Approved;
    }
}
