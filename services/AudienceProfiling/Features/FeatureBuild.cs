using System.Globalization;
using AdPlatform.Hosting.Storage;
using Microsoft.Extensions.Options;

namespace AdPlatform.AudienceProfiling.Features;

/// <summary>Whether all viewers' features are written as the options want them; until then sizes are counted from the documents.</summary>
internal sealed class FeatureBuild(IOptions<ProfilingOptions> options)
{
    private volatile bool done;

    /// <summary>Everything that a viewer's features depend on, beside the viewer.</summary>
    public string Form { get; } = string.Create(
        CultureInfo.InvariantCulture, $"1 {options.Value.InterestHalfLife.Ticks} {string.Join(',', options.Value.TcfPublishers.Order(StringComparer.Ordinal))} {options.Value.Regimes}").TrimEnd();

    public async Task<bool> IsDoneAsync(ProfilingDb db, CancellationToken cancellationToken) =>
        done = done || await db.QueryAsync("SELECT 1 FROM feature_build WHERE form = @p0 AND viewers_before IS NULL", _ => true, cancellationToken, Form) is not [];
}
