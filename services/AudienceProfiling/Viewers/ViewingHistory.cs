using AdPlatform.Hosting.Storage;

namespace AdPlatform.AudienceProfiling.Viewers;

/// <param name="Kind">As the event is counted: the name of a track call, page or screen.</param>
internal sealed record ViewedTitle(string TitleId, string Kind, DateTimeOffset At);

/// <summary>
/// Which titles a viewer saw, of those alone who agreed to that being kept (VPPA, 18 U.S.C. 2710): in a table of its own, with its own retention, for
/// the publisher's and the viewer's eyes. Nothing else reads it.
/// </summary>
internal sealed class ViewingHistory(ProfilingDb db)
{
    public Task KeepAsync(string publisherId, IReadOnlyCollection<(long Number, ViewedTitle Title)> viewed, CancellationToken cancellationToken) => db.Rows(
        ("number", viewed.Select(v => v.Number).ToArray()),
        ("title", viewed.Select(v => v.Title.TitleId).ToArray()),
        ("kind", viewed.Select(v => v.Title.Kind).ToArray()),
        ("at", viewed.Select(v => UnixMicroseconds.From(v.Title.At)).ToArray())).RunAsync(
        "INSERT INTO viewing_history (publisher_id, viewer_no, title_id, kind, at) SELECT @p0, r.number, r.title, r.kind, r.at FROM {rows}", cancellationToken, publisherId);

    /// <summary>Of viewers who agree no longer.</summary>
    public Task ForgetAsync(IEnumerable<long> numbers, CancellationToken cancellationToken) =>
        db.Rows(("number", numbers.ToArray())).RunAsync("DELETE FROM viewing_history WHERE viewer_no IN (SELECT r.number FROM {rows})", cancellationToken);

    public Task<List<ViewedTitle>> ReadAsync(long number, CancellationToken cancellationToken) => db.QueryAsync(
        "SELECT title_id, kind, at FROM viewing_history WHERE viewer_no = @p0 ORDER BY at", row => new ViewedTitle(row.GetString(0), row.GetString(1), row.At(2)), cancellationToken, number);
}
