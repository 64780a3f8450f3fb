using System.Runtime.CompilerServices;
using AdPlatform.Contracts;
using AdPlatform.Contracts.CreativeGeneration.V1;
using AdPlatform.CreativeGeneration.GeneratingCreatives;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.CreativeGeneration.ReviewingCreative;

/// <summary>Every approved creative with its serving form, as its last review told it.</summary>
internal static class ApprovedSnapshot
{
    public static async IAsyncEnumerable<IAccountMessage> ReadAsync(CreativesDb db, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var approved = from creative in db.Creatives.AsNoTracking()
                       where creative.Status == Creative.Approved
                       join review in db.Reviews.AsNoTracking() on new { creative.CreativeId, CreativeVersion = creative.Version } equals new { review.CreativeId, review.CreativeVersion }
                       select new { creative, review };
        await foreach (var row in approved.AsAsyncEnumerable().WithCancellation(cancellationToken))
            yield return Reviewing.Told(row.creative, ReviewDecision.Approved, row.review.Reviewer, row.review.ReviewedAt);
    }
}
