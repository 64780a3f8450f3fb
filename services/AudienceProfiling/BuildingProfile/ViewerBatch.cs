using AdPlatform.AudienceProfiling.Consent;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Profiles.Consent;

namespace AdPlatform.AudienceProfiling.BuildingProfile;

/// <summary>A viewer while a batch is applied.</summary>
/// <param name="number">Row number; null for a viewer that is not stored yet.</param>
internal sealed class BatchViewer(long? number, long version, ViewerProfile profile)
{
    public long? Number => number;
    public long Version => version;
    public ViewerProfile Profile => profile;
    public bool Changed { get; set; }

    /// <summary>What the viewer allows is not what it was when the batch began.</summary>
    public bool ConsentChanged { get; set; }

    /// <summary>Ids whose row does not lead here yet.</summary>
    public HashSet<ViewerId> IdsToLink { get; } = [];

    public BatchViewer? MergedInto { get; set; }

    /// <summary>Who holds all that was merged, perhaps in several steps.</summary>
    public BatchViewer Survivor => MergedInto?.Survivor ?? this;

    /// <summary>Purpose 1 was withdrawn at this time: the viewer is to be erased.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }
}

/// <summary>Applies events in memory: who it was, whether it may be kept, what it changes. The caller loads before and stores after.</summary>
internal sealed class ViewerBatch(BatchRules rules)
{
    private readonly Dictionary<ViewerId, BatchViewer> byId = [];
    private readonly List<BatchViewer> viewers = [];

    /// <summary>Events of titles that nobody has catalogued yet, to be counted for their genres when that happens.</summary>
    private readonly List<UnknownTitleEvent> unknownTitles = [];

    private readonly List<(BatchViewer Viewer, ViewedTitle Title)> viewedTitles = [];

    public IReadOnlyList<BatchViewer> Viewers => viewers;

    /// <summary>For the history of those who agreed.</summary>
    public IReadOnlyList<(BatchViewer Viewer, ViewedTitle Title)> ViewedTitles => viewedTitles;
    public IReadOnlyList<UnknownTitleEvent> UnknownTitles => unknownTitles;
    public int Applied { get; private set; }
    public int WithoutConsent { get; private set; }
    public int MalformedConsent { get; private set; }
    public int FromBeforeErasure { get; private set; }

    /// <summary>Of ids that were erased or whose viewer refused to be kept.</summary>
    public Dictionary<ViewerId, ErasureMark> Marks { get; } = [];

    /// <summary>Marks that this batch has set or lifted.</summary>
    public HashSet<ViewerId> ChangedMarks { get; } = [];

    public Dictionary<string, CataloguedTitle> Titles { get; } = new(StringComparer.Ordinal);

    public static IEnumerable<ViewerId> IdsOf(ViewerEvent e)
    {
        if (e.UserId is { } user) yield return ViewerId.User(user);
        if (e.AnonymousId is { } anonymous) yield return ViewerId.Anonymous(anonymous);
        if (e is not { Type: "alias", PreviousId: { } previous }) yield break;
        // Clients pass either kind as previousId and do not say which.
        yield return ViewerId.Anonymous(previous);
        yield return ViewerId.User(previous);
    }

    public void Know(BatchViewer stored)
    {
        viewers.Add(stored);
        foreach (var id in stored.Profile.Ids) byId[id] = stored;
    }

    public void Apply(ViewerEvent e)
    {
        if (IdsOf(e).Any(id => IsErased(id, e.Timestamp)))
        {
            FromBeforeErasure++;
            EraseLinked(e);
            return;
        }

        var facts = ReadingFacts.Of(e, rules.Facts);
        if (facts.MalformedConsent)
        {
            MalformedConsent++;
            return;
        }

        if (!LiftRefusals(e, facts))
        {
            WithoutConsent++;
            EraseLinked(e);
            return;
        }

        var viewer = Resolve(e);
        // Where the viewer is says which law holds, so that comes first; and it is remembered as long as anything is.
        if (facts.Country is { } country) viewer.Profile.Country = Latest.Of(viewer.Profile.Country, new Latest(country, e.Timestamp));
        TakeConsent(viewer, e, facts);
        if (facts.ViewingHistory is { } history)
        {
            var stated = new PurposeConsent(history, e.Timestamp, "context.consent.viewingHistory");
            viewer.Profile.HistoryConsent = viewer.Profile.HistoryConsent is { } earlier ? PurposeConsent.Of(earlier, stated) : stated;
        }

        if (e.Type == "identify") ReadingTraits.Into(viewer.Profile.Traits, facts.Traits, "", e.Timestamp);
        switch (ConsentGate.Of(viewer.Profile, rules.Regimes.AskFirst(viewer.Profile)))
        {
            case Permission.Nothing:
                WithoutConsent++;
                var refused = Says(facts.Allowed | facts.Refused, ConsentGate.Store);
                Forget(viewer, new(e.Timestamp, refused), isMarked: refused || viewer.Number is not null);
                return;
            case Permission.Identity:
                WithoutConsent++;
                viewer.Profile.ForgetBehaviour();
                viewer.Profile.Seen(e.Timestamp);
                break;
            default:
                ApplyBehaviour(viewer, e, facts);
                Applied++;
                break;
        }

        viewer.Changed = true;
    }

    private void TakeConsent(BatchViewer viewer, ViewerEvent e, ViewerFacts facts)
    {
        for (var purpose = ConsentGate.Store; purpose <= LegalBasis.LastPurpose; purpose++)
        {
            if (!Says(facts.Allowed | facts.Refused, purpose)) continue;
            var (allowedBefore, stated) = (viewer.Profile.Allows(purpose, rules.Regimes.AskFirst(viewer.Profile)), new PurposeConsent(Says(facts.Allowed, purpose), e.Timestamp, facts.ConsentSource ?? ""));
            viewer.Profile.Consent[purpose] = viewer.Profile.Consent.TryGetValue(purpose, out var earlier) ? PurposeConsent.Of(earlier, stated) : stated;
            viewer.ConsentChanged |= viewer.Profile.Allows(purpose, rules.Regimes.AskFirst(viewer.Profile)) != allowedBefore;
        }
    }

    private static bool Says(int purposes, int purpose) => (purposes & (1 << purpose)) != 0;

    private void ApplyBehaviour(BatchViewer viewer, ViewerEvent e, ViewerFacts facts)
    {
        var titleId = facts.TitleId;
        var title = titleId is null ? null : Titles.GetValueOrDefault(titleId);
        if (e.GroupId is { } group) ReadingTraits.Put(viewer.Profile.Traits, "group.id", new Trait(e.Timestamp, Text: group));
        if (e.Type == "group") ReadingTraits.Into(viewer.Profile.Traits, facts.Traits, "group.", e.Timestamp);
        ApplyingEvent.Apply(viewer.Profile, e, facts, title, rules.HalfLife);
        if (titleId is not null && facts.Kind is { } seen && viewer.Profile.HistoryConsent is { Allowed: true }) viewedTitles.Add((viewer, new(titleId, seen, e.Timestamp)));
        if (titleId is not null && title is null && facts.Kind is { } kind && facts.Genres is null)
            unknownTitles.Add(new(viewer, titleId, kind, facts.Weight ?? 1, e.Timestamp));
    }

    private BatchViewer Resolve(ViewerEvent e)
    {
        var viewer = e.UserId is { } user ? Find(ViewerId.User(user)) : null;
        if (e.AnonymousId is { } anonymous)
        {
            var id = ViewerId.Anonymous(anonymous);
            viewer = viewer is null ? Find(id) is { } known && (e.UserId is null || !known.Profile.HasUser) ? known : null : Joined(viewer, id);
        }

        viewer ??= New();
        foreach (var id in IdsOf(e))
        {
            if (e.Type == "alias" && id.Id == e.PreviousId && Find(id) is { } previous && previous != viewer) viewer = Merge(viewer, previous);
            else if (Find(id) is null && viewer.Profile.Ids.Count < ViewerProfile.MaxIds) Link(viewer, id);
        }
        return viewer;
    }

    /// <summary>An anonymous viewer turns out to be the user. When it already is another user, the device is shared: two persons, not one.</summary>
    private BatchViewer Joined(BatchViewer user, ViewerId anonymous) =>
        Find(anonymous) is { } other && other != user && !other.Profile.HasUser ? Merge(user, other) : user;

    private BatchViewer? Find(ViewerId id) => byId.GetValueOrDefault(id);

    private BatchViewer New()
    {
        var viewer = new BatchViewer(null, 0, new ViewerProfile());
        viewers.Add(viewer);
        return viewer;
    }

    private void Link(BatchViewer viewer, ViewerId id)
    {
        viewer.Profile.Link(id);
        viewer.IdsToLink.Add(id);
        byId[id] = viewer;
    }

    /// <summary>The viewer that was stored earlier stays, so that its row number and cap counters do.</summary>
    private BatchViewer Merge(BatchViewer a, BatchViewer b)
    {
        var (stays, goes) = (a.Number ?? long.MaxValue) <= (b.Number ?? long.MaxValue) ? (a, b) : (b, a);
        stays.Profile.Take(goes.Profile, rules.HalfLife);
        stays.Changed = true;
        goes.MergedInto = stays;
        foreach (var id in goes.Profile.Ids)
        {
            stays.IdsToLink.Add(id);
            byId[id] = stays;
        }
        return stays;
    }

    /// <summary>A viewer who said no stays unknown until an event says yes.</summary>
    private bool LiftRefusals(ViewerEvent e, ViewerFacts facts)
    {
        foreach (var id in IdsOf(e))
        {
            if (!Marks.TryGetValue(id, out var mark) || !mark.Refused) continue;
            if (!Says(facts.Allowed, ConsentGate.Store)) return false;
            Mark(id, mark with { Refused = false });
        }
        return true;
    }

    private bool IsErased(ViewerId id, DateTimeOffset at) => Marks.TryGetValue(id, out var mark) && at <= mark.At;

    private bool IsErasedOrRefused(ViewerId id, DateTimeOffset at) => Marks.TryGetValue(id, out var mark) && (mark.Refused || at <= mark.At);

    /// <summary>
    /// What a user who was erased or refused had done under other ids comes late: had this event come in time, those ids would have gone with the user. A
    /// device of another user stays, and so does a user when only a device was erased, which several may share.
    /// </summary>
    private void EraseLinked(ViewerEvent e)
    {
        var isAlias = e.Type == "alias";
        foreach (var from in IdsOf(e).Where(id => (isAlias || id.IsUser) && IsErasedOrRefused(id, e.Timestamp)).ToArray())
        {
            foreach (var id in IdsOf(e).Where(id => !IsErasedOrRefused(id, e.Timestamp)))
            {
                if (Find(id) is not { } viewer) Mark(id, Marks[from]);
                else if (!viewer.Profile.HasUser || (isAlias && id.Id != e.AnonymousId)) Forget(viewer, Marks[from], isMarked: true);
            }
        }
    }

    /// <summary>Forgets the viewer, within the batch as well: later consent starts afresh.</summary>
    private void Forget(BatchViewer viewer, ErasureMark mark, bool isMarked)
    {
        foreach (var id in viewer.Profile.Ids)
        {
            byId.Remove(id);
            if (isMarked) Mark(id, mark);
        }
        viewer.WithdrawnAt = mark.At;
    }

    private void Mark(ViewerId id, ErasureMark mark)
    {
        Marks[id] = mark;
        ChangedMarks.Add(id);
    }
}

internal sealed record UnknownTitleEvent(BatchViewer Viewer, string TitleId, string Kind, double Weight, DateTimeOffset At);

/// <param name="At">Events up to this time are refused.</param>
/// <param name="Refused">By the viewer, who must say yes before later events are kept.</param>
internal readonly record struct ErasureMark(DateTimeOffset At, bool Refused);

/// <param name="Regimes">Of the publisher of the batch.</param>
internal sealed record BatchRules(ConsentRegimes Regimes, FactRules Facts, TimeSpan HalfLife);
