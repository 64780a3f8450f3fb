using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Contracts.AudienceProfiling.V1;
using AdPlatform.Contracts.MediaPlanning.V1;
using AdPlatform.Hosting.Storage;

namespace AdPlatform.AudienceProfiling.BuildingProfile;

/// <summary>What a batch of events needs besides the viewers: which of them are new, marks of erasures, titles.</summary>
internal sealed class BatchRows(ProfilingDb db, ViewerKeys keys)
{
    /// <summary>Remembers the ids; returns the indexes of those that were not seen within the duplicate window.</summary>
    public HashSet<int> NotSeen(string publisherId, IReadOnlyList<string> messageIds, DateTimeOffset now, TimeSpan window)
    {
        using var command = db.Command(
            "INSERT INTO seen_messages (publisher_id, digest, seen_at) VALUES ($p, $d, $t) ON CONFLICT (publisher_id, digest) DO UPDATE SET seen_at = excluded.seen_at WHERE seen_at < $w")
            .With("$p", "$d", "$t", "$w");
        var (seenAt, oldest) = (UnixMicroseconds.From(now), UnixMicroseconds.From(now - window));
        var fresh = new HashSet<int>();
        for (var i = 0; i < messageIds.Count; i++)
            if (command.Of(publisherId, DigestOf(messageIds[i]), seenAt, oldest).ExecuteNonQuery() > 0) fresh.Add(i);
        return fresh;
    }

    public void LoadMarks(string publisherId, IEnumerable<ViewerId> ids, Dictionary<ViewerId, ErasureMark> into)
    {
        using (var any = db.Command("SELECT EXISTS (SELECT 1 FROM erasures WHERE publisher_id = $p)").With("$p"))
            if ((long)any.Of(publisherId).ExecuteScalar()! == 0) return;
        using var command = db.Command("SELECT erased_at, refused FROM erasures WHERE publisher_id = $p AND hash = $h").With("$p", "$h");
        foreach (var id in ids)
        {
            using var row = command.Of(publisherId, keys.ErasureHashOf(publisherId, id)).ExecuteReader();
            if (row.Read()) into[id] = new(UnixMicroseconds.To(row.GetInt64(0)), row.GetBoolean(1));
        }
    }

    public void WriteMark(string publisherId, ViewerId id, ErasureMark mark) => db.Command(
        """
        INSERT INTO erasures (publisher_id, hash, erased_at, refused) VALUES ($p, $h, $t, $r)
        ON CONFLICT (publisher_id, hash) DO UPDATE SET erased_at = max(erased_at, excluded.erased_at), refused = excluded.refused
        """).With("$p", "$h", "$t", "$r").Run(publisherId, keys.ErasureHashOf(publisherId, id), UnixMicroseconds.From(mark.At), mark.Refused ? 1 : 0);

    public void LoadTitles(string publisherId, IEnumerable<ViewerEvent> events, Dictionary<string, CataloguedTitle> into)
    {
        using var command = db.Command("SELECT name, genres, categories FROM titles WHERE publisher_id = $p AND title_id = $i").With("$p", "$i");
        foreach (var id in events.Select(EventFacts.TitleIdOf).OfType<string>().Distinct())
        {
            using var row = command.Of(publisherId, id).ExecuteReader();
            if (row.Read()) into[id] = new(id, row.GetString(0), List(row.GetString(1)), List(row.GetString(2)));
        }
    }

    public void KeepUnknownTitle(string publisherId, long viewerNumber, UnknownTitleEvent e, DateTimeOffset now) => db.Command(
        "INSERT INTO unknown_title_events (publisher_id, title_id, viewer_no, kind, weight, at, received_at) VALUES ($p, $t, $n, $k, $w, $a, $r)")
        .With("$p", "$t", "$n", "$k", "$w", "$a", "$r")
        .Run(publisherId, e.TitleId, viewerNumber, e.Kind, e.Weight, UnixMicroseconds.From(e.At), UnixMicroseconds.From(now));

    private static List<string> List(string json) => JsonSerializer.Deserialize<List<string>>(json)!;

    private static byte[] DigestOf(string messageId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(messageId), hash);
        return hash[..16].ToArray();
    }
}
