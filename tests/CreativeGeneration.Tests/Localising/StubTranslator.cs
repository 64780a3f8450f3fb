using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using AdPlatform.CreativeGeneration.Tests.Writing.Model;
using Microsoft.Extensions.AI;

namespace AdPlatform.CreativeGeneration.Tests.Localising;

/// <summary>
/// A translator whose every language is English in disguise: Polish words end in ż, Bulgarian ones are written in Cyrillic letters, one for one. So it translates anything, and back, without a
/// dictionary; a test changes what it says.
/// </summary>
internal sealed partial class StubTranslator(Func<string, string>? spoil = null, Func<string, string>? spoilBack = null)
{
    private const string Latin = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZéèôùçÉ’";
    private const string Cyrillic = "абцдефгхийклмнопярстувжьызАБЦДЕФГХИЙКЛМНОПЯРСТУВЖЬЫЗѣѢюЮэЭ’";

    [GeneratedRegex(@"\{\d+\}|\p{L}[\p{L}\p{M}]*")]
    private static partial Regex Words();

    /// <summary>Texts that were asked for, in order.</summary>
    public List<string> Prompts { get; } = [];

    public StubModel Client() => new((messages, _) =>
    {
        lock (Prompts) Prompts.Add(string.Join('\n', messages.Select(m => m.Text)));
        // A writer's request gets nothing that it could use.
        if (messages.FirstOrDefault(m => m.Role == ChatRole.User && m.Text.Contains("\"texts\"", StringComparison.Ordinal)) is not { } asked) return Task.FromResult("""{"headlines":[],"bodies":[]}""");
        var data = JsonDocument.Parse(asked.Text).RootElement;
        var to = data.GetProperty("to").GetString()!;
        var forth = data.GetProperty("from").GetString() == "en";
        var language = (forth ? to : data.GetProperty("from").GetString()!)[..2];
        return Task.FromResult(JsonSerializer.Serialize(new
        {
            translations = data.GetProperty("texts").EnumerateArray().Select(t => new
            {
                id = t.GetProperty("id").GetInt32(),
                text = forth ? (spoil ?? (x => x))(Disguise(t.GetProperty("text").GetString()!, language)) : (spoilBack ?? (x => x))(Undisguise(t.GetProperty("text").GetString()!, language)),
            }),
        }, new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    });

    public static string Disguise(string english, string language) => Words().Replace(english, m => m.Value[0] == '{' ? m.Value : language == "pl" ? m.Value + "ż" : Swap(m.Value, Latin, Cyrillic));

    public static string Undisguise(string text, string language) => Words().Replace(text, m => m.Value[0] == '{' ? m.Value : language == "pl" ? m.Value[^1] == 'ż' ? m.Value[..^1] : m.Value : Swap(m.Value, Cyrillic, Latin));

    private static string Swap(string word, string from, string to) => string.Concat(word.Select(c => from.IndexOf(c, StringComparison.Ordinal) is >= 0 and var at ? to[at] : c));
}
