namespace AdPlatform.AudienceProfiling.DefiningSegment;

/// <summary>The condition tree of a segment's rule. The JSON forms are in <see cref="ConditionReading"/>.</summary>
internal abstract record Condition;

/// <summary>All of them; of none: everyone.</summary>
internal sealed record AllOf(IReadOnlyList<Condition> Conditions) : Condition;

internal sealed record AnyOf(IReadOnlyList<Condition> Conditions) : Condition;

internal sealed record Not(Condition Inner) : Condition;

/// <param name="Operator">One of the comparisons in <see cref="TraitOperator"/>.</param>
/// <param name="Values">One, or several for In.</param>
internal sealed record TraitCondition(string Name, TraitOperator Operator, IReadOnlyList<TraitValue> Values) : Condition;

internal enum TraitOperator { Equals, NotEquals, In, Contains, AtLeast, AtMost, Exists }

/// <summary>Exactly one is set.</summary>
internal readonly record struct TraitValue(string? Text, double? Number, bool? Flag);

/// <param name="IsCategory">The name is an IAB category id, not a genre.</param>
/// <param name="IsShare">The bounds are of the share in all interest of the viewer, 0..1; otherwise of the decayed score (about 1 an event).</param>
internal sealed record InterestCondition(string Name, bool IsCategory, bool IsShare, double? AtLeast, double? AtMost) : Condition;

/// <param name="Name">Event name, page or screen; null for any.</param>
/// <param name="Genre">Only events of titles of this genre; null for any.</param>
/// <param name="Where">Only events whose kept properties pass all of these; never together with a genre.</param>
/// <param name="AtLeast">Both 0 to <see cref="MostTimes"/>; at least one is set.</param>
internal sealed record EventCondition(string? Name, string? Genre, IReadOnlyList<PropertyFilter> Where, EventWindow Window, int? AtLeast, int? AtMost) : Condition
{
    public const int MostTimes = 1000;
}

/// <param name="Values">One, or several for In.</param>
internal sealed record PropertyFilter(string Property, TraitOperator Operator, IReadOnlyList<TraitValue> Values);

/// <param name="WithinDays">Today and the days before, UTC: 1 is today only.</param>
/// <param name="From">Day number; days that are no longer told apart are not in.</param>
/// <param name="To">Day number, included.</param>
internal readonly record struct EventWindow(int? WithinDays, int? From = null, int? To = null)
{
    /// <summary>Days, both included; day 0 stands for those that are no longer told apart.</summary>
    public (int First, int Last) DaysAt(int today, int historyDays) =>
        WithinDays is { } days ? (today - days + 1, int.MaxValue)
        : From is null && To is null ? (0, int.MaxValue)
        : (Math.Max(From ?? 0, today - historyDays + 1), To ?? int.MaxValue);
}

/// <param name="Attribute">What is compared with the values.</param>
internal sealed record AttributeCondition(ViewerAttribute Attribute, IReadOnlyList<string> Values) : Condition;

internal enum ViewerAttribute { Country, Device, Language }

/// <param name="Purpose">Of the TCF, 1 to 11.</param>
internal sealed record ConsentCondition(int Purpose, ConsentState State) : Condition;

internal enum ConsentState { Allowed, Refused, Unstated }

/// <summary>Membership of another segment of the publisher, by that segment's rule as it is now; replaced by it in <see cref="ExpandingReferences"/>.</summary>
/// <param name="Path">Of the node, for what is wrong with the reference.</param>
internal sealed record SegmentCondition(Guid SegmentId, string Path) : Condition;

/// <summary>A reusable score by its name; replaced by its elements in <see cref="ExpandingReferences"/>.</summary>
internal sealed record NamedScoreCondition(string Name, int? AtLeast, int? AtMost, string Path) : Condition;

/// <summary>The sum of points against bounds; at least one is set.</summary>
internal sealed record ScoreCondition(IReadOnlyList<ScoreElement> Elements, int? AtLeast, int? AtMost) : Condition;

/// <param name="Points">When <paramref name="When"/> holds, or for each occurrence of <paramref name="Each"/>.</param>
/// <param name="UpTo">Occurrences that count.</param>
internal sealed record ScoreElement(int Points, Condition? When, EventCondition? Each, int UpTo);
