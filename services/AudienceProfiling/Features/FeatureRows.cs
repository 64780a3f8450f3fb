using System.Runtime.InteropServices;
using AdPlatform.AudienceProfiling.Consent;
using AdPlatform.AudienceProfiling.Viewers;
using AdPlatform.Hosting.Storage;
using Microsoft.Extensions.Options;

namespace AdPlatform.AudienceProfiling.Features;

/// <summary>
/// One narrow row for each viewer who may be selected: the features as sorted numbers, feature * 2^31 + value, which a double holds exactly. How often a
/// feature has a value in a range is then the difference of two searches, and a size one pass over this table alone.
/// </summary>
internal sealed class FeatureRows(ProfilingDb db, FeatureKeys keys, IOptions<ProfilingOptions> options)
{
    /// <summary>Values of one feature.</summary>
    public const double Values = 1L << 31;

    /// <summary>Of one value of one feature; conditions ask for at most one fewer.</summary>
    public const int MostTimes = 1001;

    /// <summary>In the write transaction that writes the viewers.</summary>
    public async Task WriteAsync(string publisherId, IReadOnlyList<(long Number, ViewerProfile Profile)> viewers, CancellationToken cancellationToken)
    {
        var regimes = options.Value.RegimesOf(publisherId);
        var decay = Decay.Of(options.Value.InterestHalfLife);
        var (kept, gone, numbering) = (new List<Written>(viewers.Count), new List<long>(), keys.Numbering(publisherId));
        foreach (var (number, profile) in viewers)
        {
            if (!ConsentGate.MaySelect(profile, regimes.AskFirst(profile)))
            {
                gone.Add(number);
                continue;
            }

            var written = new Written(number, TraitFeatures.Write(profile.Traits), numbering);
            ViewerFeatures.AddTo(profile, decay, written);
            kept.Add(written);
        }

        await DeleteAsync(gone, cancellationToken);
        if (kept.Count == 0) return;
        await keys.GiveAsync(publisherId, numbering, cancellationToken);
        var rows = kept.ConvertAll(viewer => viewer.Packed());
        await (db.Provider == StorageProvider.Postgres ? WriteArraysAsync(publisherId, rows, cancellationToken) : WriteBlobsAsync(publisherId, rows, cancellationToken));
    }

    public Task<int> DeleteAsync(IEnumerable<long> numbers, CancellationToken cancellationToken) =>
        db.Rows(("number", numbers.ToArray())).RunAsync("DELETE FROM viewer_features WHERE viewer_no IN (SELECT r.number FROM {rows})", cancellationToken);

    /// <summary>Rows of different lengths travel as slices of one array.</summary>
    private Task<int> WriteArraysAsync(string publisherId, List<(long Number, string Traits, double[] Features, double[] Properties)> rows, CancellationToken cancellationToken)
    {
        var (features, lastFeatures) = Joined(rows.ConvertAll(row => row.Features));
        var (properties, lastProperties) = Joined(rows.ConvertAll(row => row.Properties));
        return db.Rows(
            ("number", rows.Select(row => row.Number).ToArray()), ("declared", rows.Select(row => row.Traits).ToArray()),
            ("first_f", rows.Select((row, i) => lastFeatures[i] - row.Features.Length + 1).ToArray()), ("last_f", lastFeatures),
            ("first_p", rows.Select((row, i) => lastProperties[i] - row.Properties.Length + 1).ToArray()), ("last_p", lastProperties)).RunAsync(
            $"""
            INSERT INTO viewer_features (viewer_no, publisher_id, traits, features, properties)
            SELECT r.number, @p0, r.declared::jsonb, (@p1)[r.first_f:r.last_f], (@p2)[r.first_p:r.last_p] FROM {"{rows}"} {OnConflict}
            """, cancellationToken, publisherId, features, properties);
    }

    private Task<int> WriteBlobsAsync(string publisherId, List<(long Number, string Traits, double[] Features, double[] Properties)> rows, CancellationToken cancellationToken) => db.Rows(
        ("number", rows.Select(row => row.Number).ToArray()), ("declared", rows.Select(row => row.Traits).ToArray()),
        ("f", rows.Select(row => Bytes(row.Features)).ToArray()), ("p", rows.Select(row => Bytes(row.Properties)).ToArray())).RunAsync(
        $"INSERT INTO viewer_features (viewer_no, publisher_id, traits, features, properties) SELECT r.number, @p0, r.declared, r.f, r.p FROM {"{rows}"} WHERE true {OnConflict}",
        cancellationToken, publisherId);

    private const string OnConflict =
        "ON CONFLICT (viewer_no) DO UPDATE SET traits = excluded.traits, features = excluded.features, properties = excluded.properties";

    private static byte[] Bytes(double[] values) => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    private static (double[] All, int[] Last) Joined(List<double[]> parts)
    {
        var (all, last, end) = (new double[parts.Sum(part => part.Length)], new int[parts.Count], 0);
        for (var i = 0; i < last.Length; i++)
        {
            parts[i].CopyTo(all, end);
            last[i] = end += parts[i].Length;
        }
        return (all, last);
    }

    private sealed class Written(long number, string traits, FeatureNumbering numbering) : IFeatureSink
    {
        private readonly List<double> features = [];
        private readonly List<double> properties = [];
        private readonly List<(FeatureName Name, int Value, int Count)> unnumbered = [];

        public void Add(FeatureName name, int value, int count)
        {
            if (numbering.Of(name) is { } feature) Add(name.Kind, feature, value, count);
            else unnumbered.Add((name, value, count));
        }

        /// <summary>When names have been given their numbers.</summary>
        public (long Number, string Traits, double[] Features, double[] Properties) Packed()
        {
            foreach (var (name, value, count) in unnumbered)
                if (numbering.Of(name) is { } feature) Add(name.Kind, feature, value, count);
            features.Sort();
            properties.Sort();
            return (number, traits, [.. features], [.. properties]);
        }

        private void Add(FeatureKind kind, int feature, int value, int count)
        {
            var packed = (feature * Values) + value;
            var into = kind == FeatureKind.EventProperties ? properties : features;
            for (var i = Math.Min(count, MostTimes); i > 0; i--) into.Add(packed);
        }
    }
}
