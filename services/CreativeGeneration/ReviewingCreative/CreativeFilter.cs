using AdPlatform.CreativeGeneration.GeneratingCreatives;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Http;

namespace AdPlatform.CreativeGeneration.ReviewingCreative;

/// <summary>Which creatives of a campaign version are meant; null asks for nothing.</summary>
/// <param name="NeedsEyes">In review, and with a reason why a person should look; false for what is in review without.</param>
internal sealed record CreativeFilter(string? Format, string? Locale, string? Segment, string? Angle, string? Status, bool? NeedsEyes)
{
    public void Check(FieldErrors errors, string prefix = "")
    {
        if (Segment is not null) errors.Check(Ids.TryParse("seg", Segment, out _), $"{prefix}segment", "must be a segment id, seg_...");
        if (Status is not null) errors.Check(Creative.Statuses.Contains(Status), $"{prefix}status", $"must be one of {string.Join(", ", Creative.Statuses)}");
    }

    public IQueryable<Creative> Of(IQueryable<Creative> creatives)
    {
        var segment = Ids.TryParse("seg", Segment, out var id) ? id : Guid.Empty;
        return creatives.Where(c => (Format == null || c.Format == Format) && (Locale == null || c.Locale == Locale) && (Angle == null || c.Angle == Angle)
            && (Segment == null || c.SegmentId == segment) && (Status == null || c.Status == Status)
            && (NeedsEyes == null || (c.Status == Creative.InReview && c.Eyes != Creative.NoEyes == NeedsEyes)));
    }
}
