using AdPlatform.AudienceProfiling.Consent;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Profiles;

namespace AdPlatform.AudienceProfiling.DefiningSegment;

/// <summary>In which segments a viewer is now; who stays keeps the time of entry.</summary>
internal static class UpdatingMembership
{
    /// <returns>Whether a membership changed.</returns>
    public static bool Update(ViewerProfile profile, CompiledSegments rules, EvaluationTime time, ProfilingOptions options, string publisherId)
    {
        foreach (var history in profile.Events.Values) history.ForgetDaysBefore(time.Today - options.HistoryDays + 1);

        var memberships = new List<SegmentMembership>();
        if (ConsentGate.MaySelect(profile, options.TcfAppliesTo(publisherId)))
        {
            foreach (var segment in rules.Segments)
            {
                if (!segment.Holds(profile, time)) continue;
                var earlier = profile.Segments.FindIndex(membership => membership.SegmentId == segment.SegmentId);
                memberships.Add(new(segment.SegmentId, segment.Version, earlier < 0 ? time.Now : profile.Segments[earlier].EnteredAt));
            }
        }

        var changed = !memberships.SequenceEqual(profile.Segments);
        profile.Segments = memberships;
        return changed;
    }
}
