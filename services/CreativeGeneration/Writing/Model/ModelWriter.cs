using AdPlatform.CreativeGeneration.Facts;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.Gate;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace AdPlatform.CreativeGeneration.Writing.Model;

/// <summary>
/// Asks a language model for more candidates. Its loss, slowness or nonsense costs candidates and is counted; it never costs the campaign. What it returns is trusted no more than
/// anything else: the gate reads all of it, and what was dropped may be repaired once.
/// </summary>
internal sealed class ModelWriter : IWriter, IDisposable
{
    private const float Temperature = 0.7f;
    private readonly ModelCalls _calls;
    private readonly ModelOptions _options;

    public ModelWriter(ModelCalls calls) => (_calls, _options) = (calls, calls.Options);

    /// <summary>With requests of its own.</summary>
    public ModelWriter(IOptions<ModelOptions> options, TimeProvider clock, IChatClient? client = null)
        : this(new ModelCalls(options, clock, client))
    {
    }

    public string Name => "model";

    public string Version => _options.Model;

    /// <summary>Only where the gate has a language's words: what cannot be checked is not asked for.</summary>
    public bool Speaks(string locale) => _calls.Answers && Grammars.For(locale) is not null;

    public async ValueTask<Drafts> WriteAsync(Slot slot, FactSheet facts, FormatSpec format, WritingSession session, CancellationToken cancellation)
    {
        // One answer serves all formats: each takes what fits it.
        var answer = await session.OnceAsync($"{facts.Locale}|{slot.Key}", () => AnswerAsync(slot, facts, format, session, cancellation));
        IReadOnlyList<Phrase> Fitting(IReadOnlyList<Phrase> texts, string role) => format.Find(role) is { } limit ? [.. texts.Where(t => t.Text.Length <= limit.Max)] : [];
        return new(Fitting(answer.Headlines, Roles.Headline), Fitting(answer.Headlines, Roles.ShortHeadline), Fitting(answer.Bodies, Roles.Body), []) { LongHeadlines = Fitting(answer.Headlines, Roles.LongHeadline) };
    }

    private async Task<(IReadOnlyList<Phrase> Headlines, IReadOnlyList<Phrase> Bodies)> AnswerAsync(Slot slot, FactSheet facts, FormatSpec format, WritingSession session, CancellationToken cancellation)
    {
        var plain = _options.Template;
        string? prompt = null;
        (IReadOnlyList<Phrase> Headlines, IReadOnlyList<Phrase> Bodies)? Read(string answer) =>
            (plain is null ? ModelAnswer.Read(answer) : ModelAnswer.ReadPlain(answer)) is { } read ? (Cited(Roles.Headline, read.Headlines), Cited(Roles.Body, read.Bodies)) : null;
        IReadOnlyList<Phrase> Cited(string role, IReadOnlyList<Phrase> texts) => [.. texts.Select(text => Recited(role, text, facts, format, session) with { PromptSha256 = prompt })];

        var messages = plain is null ? ModelPrompt.Ask(slot, facts) : ModelPrompt.Fill(plain, slot, facts);
        var schema = plain is null ? ModelPrompt.Schema(facts, _options.TokensPerAnswer, _options.BoundedSchema) : ModelPrompt.PlainSchema(_options.TokensPerAnswer);
        prompt = ModelPrompt.Sha256(messages);
        if (await _calls.TryAsync(messages, schema, Temperature, session, cancellation) is not { } raw) return ([], []);
        if (Read(raw) is not { } first) { session.Lost(Codes.ModelGarbage, "the answer has not the asked form"); return ([], []); }
        var dropped = Dropped(first, format, session).ToList();
        if (dropped.Count == 0) return first;
        // A model with a prompt of its own understands no reasons: it is asked once more.
        if (plain is null) messages.AddRange([new(ChatRole.Assistant, raw), .. ModelPrompt.Repair(dropped)]);
        prompt = ModelPrompt.Sha256(messages);
        if (await _calls.TryAsync(messages, schema, Temperature, session, cancellation) is not { } again || Read(again) is not { } repaired) return first;
        return ([.. first.Headlines, .. repaired.Headlines], [.. first.Bodies, .. repaired.Bodies]);
    }

    /// <summary>A text that other facts of the brief carry than it cites, or that cites none, cites those; what no fact carries stays as it came.</summary>
    private static Phrase Recited(string role, Phrase text, FactSheet facts, FormatSpec format, WritingSession session)
    {
        if (!session.Check(role, text, format).Any(v => v.Code != Codes.TooLong)) return text;
        var (found, violations) = Citing.Find(role, text.Text, text.Facts, facts, text.Rule, phrase => session.Check(role, phrase, format));
        return text.Facts.Count == 0 || violations.All(v => v.Code == Codes.TooLong) ? found : text;
    }

    private static IEnumerable<(string Text, IReadOnlyList<Violation> Why)> Dropped((IReadOnlyList<Phrase> Headlines, IReadOnlyList<Phrase> Bodies) answer, FormatSpec format, WritingSession session) =>
        answer.Headlines.Select(h => (h.Text, session.Check(Roles.Headline, h, format))).Concat(answer.Bodies.Select(b => (b.Text, session.Check(Roles.Body, b, format)))).Where(d => d.Item2.Count > 0);

    public void Dispose() => _calls.Dispose();
}
