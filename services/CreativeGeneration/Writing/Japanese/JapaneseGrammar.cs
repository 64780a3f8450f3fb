using System.Globalization;
using System.Text.RegularExpressions;
using AdPlatform.Contracts;
using AdPlatform.Contracts.Briefs;
using AdPlatform.CreativeGeneration.Facts;

namespace AdPlatform.CreativeGeneration.Writing.Japanese;

internal sealed partial class JapaneseGrammar : IGrammar
{
    private static readonly CldrNumbers Numbers = new(",", 1, ".", SignFirst: true, "", "",
        new Dictionary<string, string> { ["JPY"] = "￥", ["EUR"] = "€", ["USD"] = "$", ["GBP"] = "£", ["CAD"] = "CA$", ["AUD"] = "A$", ["BRL"] = "R$" });

    public string Language => "ja";
    public Labels Labels { get; } = new("広告", "提供：", "出典：", "政治広告");

    [GeneratedRegex("\"([^\"]*)\"")]
    private static partial Regex StraightQuotes();

    [GeneratedRegex("(?<=\\p{IsHiragana}|\\p{IsKatakana}|\\p{IsCJKUnifiedIdeographs}|\\d)[ \u00A0\u202F]+(?=\\p{IsHiragana}|\\p{IsKatakana}|\\p{IsCJKUnifiedIdeographs}|[%％])")]
    private static partial Regex SpaceBetween();

    /// <summary>JIS X 4051: no spaces between Japanese characters, corner brackets for quotes; one form of the percent sign.</summary>
    public string Typeset(string text) => StraightQuotes().Replace(SpaceBetween().Replace(text, ""), "「$1」").Replace('％', '%').Replace('\u00A0', ' ').Replace('\u202F', ' ');

    public string Money(Money amount) => Numbers.Money(amount);

    public string Percent(int value) => Numbers.Percent(value);

    public string Date(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day.Month}月{day.Day}日");

    public IEnumerable<Phrase> Headlines(Slot slot, FactSheet facts) => new JapaneseSentences(facts, this).Headlines(slot);

    public IEnumerable<Phrase> Bodies(Slot slot, FactSheet facts) => new JapaneseSentences(facts, this).Bodies(slot);

    public IEnumerable<string> Ctas(Slot slot, FactSheet facts) => (slot.Angle, facts.Objective) switch
    {
        (Angle.Offer, _) => ["特典を見る", "詳細を見る", "オファーを確認"],
        (_, Objective.Conversions) => ["購入する", "ご注文はこちら", "詳しく見る"],
        _ => ["詳しく見る", "もっと知る", "公式サイトへ"],
    };
}
