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
        if (rules.Segments.Count > 0 && ConsentGate.MaySelect(profile, options.AskFirst(publisherId, profile)))
        {
            var evaluation = rules.Rules.Rent(time);
            evaluation.Look(profile);
            for (var i = 0; i < rules.Segments.Count; i++)
            {
                if (!evaluation.Holds(i)) continue;
                var segment = rules.Segments[i];
                var earlier = profile.Segments.FindIndex(membership => membership.SegmentId == segment.SegmentId);
                memberships.Add(new(segment.SegmentId, segment.Version, earlier < 0 ? time.Now : profile.Segments[earlier].EnteredAt));
            }

            rules.Rules.Return(evaluation);
        }

        var changed = !memberships.SequenceEqual(profile.Segments);
        profile.Segments = memberships;
        return changed;
    }
}
