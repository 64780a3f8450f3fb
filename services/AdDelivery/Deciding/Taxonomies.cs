using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace AdPlatform.AdDelivery.Deciding;

/// <summary>
/// IAB taxonomies, for blocks: who blocks a category blocks all below it. The trees come from IAB Tech Lab's own TSV files in the folder that options
/// name; without them Content 3 ids block themselves alone, and a block in a taxonomy that cannot be compared with an advertiser's category keeps that
/// advertiser out: a publisher's no is never lost in translation.
/// </summary>
internal sealed class Taxonomies
{
    /// <summary>List "Category Taxonomies" of AdCOM 1.0: Content 1.0, Content 3.0, Ad Product 2.0, Content 3.1.</summary>
    public const int Content1 = 1;
    public const int Content3 = 7;
    public const int AdProduct2 = 8;
    public const int Content31 = 9;

    private readonly FrozenDictionary<string, string> _parents;
    private readonly FrozenDictionary<string, string> _names;
    private readonly FrozenDictionary<string, string> _firstContent;

    public Taxonomies(IOptions<AdDeliveryOptions> options)
        : this(options.Value.TaxonomyFolder)
    {
    }

    internal Taxonomies(string folder)
    {
        var content3 = Rows(folder, "Content_Taxonomy_3.1.tsv").Where(cells => cells.Length > 2 && cells[0] is not ("Unique ID" or "Relational ID System")).ToList();
        _parents = content3.Where(cells => cells[1].Length > 0 && cells[1] != cells[0]).DistinctBy(cells => cells[0]).ToFrozenDictionary(cells => cells[0], cells => cells[1], StringComparer.OrdinalIgnoreCase);
        _names = content3.DistinctBy(cells => cells[0]).ToFrozenDictionary(cells => cells[0], cells => cells[2], StringComparer.OrdinalIgnoreCase);
        _firstContent = Rows(folder, "Content_Taxonomy_1.0.tsv").Where(cells => cells.Length > 2 && cells[0].StartsWith("IAB", StringComparison.Ordinal) && cells[0] != "IAB Code")
            .DistinctBy(cells => cells[2], StringComparer.OrdinalIgnoreCase).ToFrozenDictionary(cells => cells[2], cells => cells[0], StringComparer.OrdinalIgnoreCase);
    }

    /// <param name="category">Of an advertiser, Content 3.1.</param>
    /// <param name="blocked">Ids of <paramref name="taxonomy"/>.</param>
    public bool IsBlocked(string category, IReadOnlyList<string> blocked, int taxonomy)
    {
        if (blocked.Count == 0) return false;
        if (taxonomy is Content3 or Content31) return Lineage(category).Any(id => blocked.Contains(id, StringComparer.OrdinalIgnoreCase));
        if (taxonomy != Content1) return true;
        // The same name in both taxonomies, of the category or the nearest one above it that has one.
        var first = Lineage(category).Select(id => _names.GetValueOrDefault(id)).Select(name => name is null ? null : _firstContent.GetValueOrDefault(name)).FirstOrDefault(id => id is not null);
        // IAB8-5 is below IAB8.
        return first is null || blocked.Any(id => first.Equals(id, StringComparison.OrdinalIgnoreCase) || first.StartsWith(id + "-", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The category and all above it.</summary>
    private IEnumerable<string> Lineage(string category)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (string? id = category; id is not null && seen.Add(id); id = _parents.GetValueOrDefault(id)) yield return id;
    }

    private static IEnumerable<string[]> Rows(string folder, string file) =>
        folder.Length > 0 && File.Exists(Path.Combine(folder, file)) ? File.ReadLines(Path.Combine(folder, file)).Select(line => line.TrimEnd('\r').Split('\t')) : [];
}
