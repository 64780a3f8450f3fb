namespace AdPlatform.CreativeGeneration.Gate;

/// <summary>Why the gate dropped something. <c>Code</c> is counted and stable, <c>Detail</c> is for people.</summary>
internal sealed record Violation(string Code, string Detail);

/// <summary>A dropped phrase or candidate with where it was meant to stand.</summary>
internal sealed record Rejection(string Format, string Locale, string Slot, string Role, string Text, string Writer, Violation Violation);

internal static class Codes
{
    public const string TooLong = "too-long";
    public const string Uncited = "uncited";
    public const string UnknownFact = "unknown-fact";
    public const string UnsupportedNumber = "unsupported-number";
    public const string UnsupportedSuperlative = "unsupported-superlative";
    public const string UnsupportedUrgency = "unsupported-urgency";
    public const string UnsupportedOffer = "unsupported-offer";
    public const string UnsupportedWord = "unsupported-word";
    public const string SaysNothing = "says-nothing";
    public const string ForbiddenTerm = "forbidden-term";
    public const string MarkUp = "mark-up";
    public const string ForeignUrl = "foreign-url";
    public const string CodePoint = "code-point";
    public const string Typography = "typography";
    public const string Shouting = "shouting";
    public const string RepeatedWord = "repeated-word";
    public const string NotAlone = "does-not-read-alone";
    public const string MissingSource = "missing-source";
    public const string NotVerbatim = "not-verbatim";
    public const string UnknownButton = "unknown-button";
    public const string Twin = "twin";
    public const string NearDuplicate = "near-duplicate";
    public const string DoesNotFit = "does-not-fit";

    /// <summary>Its film could not be rendered.</summary>
    public const string NotRendered = "not-rendered";

    // Of translations only.
    public const string Untranslated = "untranslated";
    public const string WrongScript = "wrong-script";
    public const string Placeholder = "placeholder";
    public const string BackTranslation = "back-translation";

    // Candidates that were never there to be read.
    public const string ModelTimeout = "model-timeout";
    public const string ModelDown = "model-down";
    public const string ModelGarbage = "model-garbage";
    public const string ModelBudget = "model-budget";
}
