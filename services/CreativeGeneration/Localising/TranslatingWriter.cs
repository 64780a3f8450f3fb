using AdPlatform.CreativeGeneration.Facts;
using AdPlatform.CreativeGeneration.Formats;
using AdPlatform.CreativeGeneration.Gate;
using AdPlatform.CreativeGeneration.MarketRules;
using AdPlatform.CreativeGeneration.Writing;
using AdPlatform.CreativeGeneration.Writing.Model;
using Microsoft.Extensions.AI;

namespace AdPlatform.CreativeGeneration.Localising;

/// <summary>
/// Writes a language that has no grammar: what a grammar has written from the same facts, translated by the model, each text keeping the citations of its source, and translated back by a request that
/// does not see the source. What goes wrong costs texts and is counted.
/// </summary>
internal sealed class TranslatingWriter(ModelCalls calls, GroundedWriter grounded) : IWriter
{
    /// <summary>A translation is no place for chance.</summary>
    private const float Temperature = 0;

    private const int Headlines = 4, Bodies = 4, Short = 2, Long = 2;

    public string Name => Marking.Model;

    public string Version => calls.Options.Model;

    /// <summary>A model that only knows a prompt of its own translates nothing.</summary>
    public bool Speaks(string locale) => calls.Answers && calls.Options.Template is null && TargetLanguage.For(locale) is not null;

    public async ValueTask<Drafts> WriteAsync(Slot slot, FactSheet facts, FormatSpec format, WritingSession session, CancellationToken cancellation)
    {
        var target = TargetLanguage.For(facts.Locale)!;
        var source = grounded.Write(slot, facts.TranslatedFrom!, format);
        List<(string Role, Phrase Phrase)> wanted =
        [
            .. Some(source.Headlines, Headlines).Select(p => (Roles.Headline, p)), .. Some(source.Bodies, Bodies).Select(p => (Roles.Body, p)),
            .. Some(source.ShortHeadlines, Short).Select(p => (Roles.ShortHeadline, p)), .. Some(source.LongHeadlines, Long).Select(p => (Roles.LongHeadline, p)),
        ];
        // Formats and arguments share texts: each is translated once, by whoever asks for it first.
        var mine = wanted.Where(w => session.Claim(facts.Locale, w.Phrase.Text)).ToList();
        foreach (var batch in mine.Chunk(Math.Max(1, calls.Options.TokensPerAnswer / TranslationPrompt.TokensPerText)))
        {
            IReadOnlyList<Phrase?> came = [];
            try
            {
                came = await TranslateAsync(batch, facts, target, format, session, cancellation);
            }
            finally
            {
                for (var i = 0; i < batch.Length; i++) session.Translated(facts.Locale, batch[i].Phrase.Text, i < came.Count ? came[i] : null);
            }
        }
        async Task<IReadOnlyList<Phrase>> All(string role)
        {
            List<Phrase> phrases = [];
            foreach (var (_, phrase) in wanted.Where(w => w.Role == role))
                if (await session.TranslationAsync(facts.Locale, phrase.Text) is { } translated) phrases.Add(translated);
            return phrases;
        }
        return new(await All(Roles.Headline), await All(Roles.ShortHeadline), await All(Roles.Body), format.Find(Roles.Cta) is { } cta ? [.. target.Buttons.Where(b => b.Length <= cta.Max)] : [])
        {
            LongHeadlines = await All(Roles.LongHeadline),
        };
    }

    /// <summary>The best, and the shortest: translations grow.</summary>
    private static IEnumerable<Phrase> Some(IReadOnlyList<Phrase> phrases, int most) =>
        phrases.Count <= most ? phrases : [.. phrases.Take(most - most / 2), .. phrases.Skip(most - most / 2).OrderBy(p => p.Text.Length).Take(most / 2)];

    private async Task<IReadOnlyList<Phrase?>> TranslateAsync(
        IReadOnlyList<(string Role, Phrase Phrase)> batch, FactSheet facts, TargetLanguage target, FormatSpec format, WritingSession session, CancellationToken cancellation)
    {
        var from = facts.TranslatedFrom!;
        var mask = new Mask(facts, Grammars.For(from.Locale)!, target);
        var covered = batch.Select(b => mask.Cover(b.Phrase.Text)).ToList();
        var messages = TranslationPrompt.Ask(from.Locale, $"{facts.Locale} ({target.Name})", [.. covered.Select((c, i) => (c, format.Find(batch[i].Role)?.Max))], mask.Meanings(covered), Own(facts));
        var schema = TranslationPrompt.Schema(batch.Count);
        var prompt = ModelPrompt.Sha256(messages);
        if (await calls.TryAsync(messages, schema, Temperature, session, cancellation) is not { } raw) return [];
        if (TranslationPrompt.Read(raw) is not { } first) { session.Lost(Codes.ModelGarbage, "the answer has not the asked form"); return []; }
        Phrase? Of(int i, Dictionary<int, string> answer, string asked) => answer.GetValueOrDefault(i + 1) is { } text ? Read(batch[i].Phrase, covered[i], text, mask, from.Locale, target) with { PromptSha256 = asked } : null;
        IReadOnlyList<Violation> Wrong(int i, Phrase phrase) => [.. session.Check(batch[i].Role, phrase, format).Where(v => v.Code != Codes.BackTranslation)];

        var came = Enumerable.Range(0, batch.Count).Select(i => Of(i, first, prompt)).ToList();
        var dropped = came.Select((p, i) => (Id: i + 1, Text: first.GetValueOrDefault(i + 1) ?? "", Why: p is null ? [new(Codes.ModelGarbage, "no translation")] : Wrong(i, p))).Where(d => d.Why.Count > 0).ToList();
        if (dropped.Count > 0)
        {
            List<ChatMessage> again = [.. messages, new(ChatRole.Assistant, raw), TranslationPrompt.Repair(dropped)];
            if (await calls.TryAsync(again, schema, Temperature, session, cancellation) is { } second && TranslationPrompt.Read(second) is { } repaired)
                foreach (var (id, _, _) in dropped)
                    if (Of(id - 1, repaired, ModelPrompt.Sha256(again)) is { } better && (came[id - 1] is null || Wrong(id - 1, better).Count == 0)) came[id - 1] = better;
        }
        var whole = came.Select((p, i) => (Phrase: p, At: i)).Where(c => c.Phrase is not null && Wrong(c.At, c.Phrase).Count == 0).ToList();
        if (whole.Count == 0) return came;
        var back = TranslationPrompt.Ask(facts.Locale, from.Locale, [.. whole.Select(w => (mask.CoverTarget(w.Phrase!.Text, covered[w.At]), (int?)null))], new Dictionary<string, string>(), new Dictionary<string, string>());
        if (await calls.TryAsync(back, TranslationPrompt.Schema(whole.Count), Temperature, session, cancellation) is not { } said) return came;
        if (TranslationPrompt.Read(said) is not { } read) { session.Lost(Codes.ModelGarbage, "the answer has not the asked form"); return came; }
        for (var i = 0; i < whole.Count; i++)
            if (read.GetValueOrDefault(i + 1) is { } text)
            {
                // Marks that were lost on the way back leave a hole, which the gate finds.
                var phrase = whole[i].Phrase!;
                came[whole[i].At] = phrase with { Translation = phrase.Translation! with { Back = mask.Uncover(covered[whole[i].At], text, toTarget: false).Text } };
            }
        return came;
    }

    private static Phrase Read(Phrase source, string covered, string answer, Mask mask, string from, TargetLanguage target)
    {
        var (text, fault) = mask.Uncover(covered, answer, toTarget: true);
        // One part may rest on one fact: the text cites the first, and empty parts the others.
        return new Phrase($"translated:{source.Rule}", [new Part(target.Typeset(text), source.Facts.FirstOrDefault()), .. source.Facts.Skip(1).Select(id => new Part("", id))])
        {
            Translation = new(from, source.Text, Back: null, fault),
        };
    }

    private static Dictionary<string, string> Own(FactSheet facts) => facts is { Kind: { } kind, TranslatedFrom.Kind: { } source } ? new() { [source] = kind } : [];
}
