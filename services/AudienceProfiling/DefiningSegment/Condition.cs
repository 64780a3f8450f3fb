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
/// <param name="WithinDays">Today and the days before, UTC: 1 is today only. Null for ever.</param>
internal sealed record EventCondition(string? Name, string? Genre, int? WithinDays, int? AtLeast, int? AtMost) : Condition;

/// <param name="Attribute">What is compared with the values.</param>
internal sealed record AttributeCondition(ViewerAttribute Attribute, IReadOnlyList<string> Values) : Condition;

internal enum ViewerAttribute { Country, Device, Language }
