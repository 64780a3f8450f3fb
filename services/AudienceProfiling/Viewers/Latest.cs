namespace AdPlatform.AudienceProfiling.Viewers;

/// <summary>A value that an event stated, with the time of the event: the later one holds, in whatever order they come.</summary>
internal readonly record struct Latest(string Value, DateTimeOffset At)
{
    /// <summary>Of the same instant the ordinally greater value holds, so that the order of arrival never decides.</summary>
    public static Latest? Of(Latest? a, Latest? b) =>
        a is not { } x ? b : b is not { } y ? a
        : x.At != y.At ? (x.At > y.At ? a : b)
        : string.CompareOrdinal(x.Value, y.Value) >= 0 ? a : b;
}

/// <summary>A declared trait: exactly one of text, number and flag is set, or none for an explicit null (the trait was taken back).</summary>
internal readonly record struct Trait(DateTimeOffset At, string? Text = null, double? Number = null, bool? Flag = null)
{
    public bool IsSet => Text is not null || Number is not null || Flag is not null;

    public static Trait Of(Trait a, Trait b) =>
        a.At != b.At ? (a.At > b.At ? a : b)
        : string.CompareOrdinal(a.ToString(), b.ToString()) >= 0 ? a : b;
}

/// <param name="Source">Where it was stated, e.g. context.consent.purposes.</param>
internal readonly record struct PurposeConsent(bool Allowed, DateTimeOffset At, string Source)
{
    /// <summary>Of the same instant the refusal holds.</summary>
    public static PurposeConsent Of(PurposeConsent a, PurposeConsent b) =>
        a.At != b.At ? (a.At > b.At ? a : b)
        : a.Allowed != b.Allowed ? (a.Allowed ? b : a)
        : string.CompareOrdinal(a.Source, b.Source) >= 0 ? a : b;
}
