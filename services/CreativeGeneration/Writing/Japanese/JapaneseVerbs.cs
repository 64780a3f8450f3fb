namespace AdPlatform.CreativeGeneration.Writing.Japanese;

/// <summary>Inflects a clause that ends in a verb's dictionary form. Ambiguous verbs in る are ichidan after an i or e sound, with the godan exceptions listed.</summary>
internal static class JapaneseVerbs
{
    private static readonly string[] GodanRu = ["入る", "走る", "知る", "切る", "要る", "減る", "滑る", "照る", "帰る", "限る", "握る", "参る"];

    /// <summary>Dictionary endings of verbs; い-adjectives and nouns end otherwise.</summary>
    public static bool EndsInVerb(string clause) => clause.Length >= 2 && "うくぐすつぬぶむる".Contains(clause[^1]) && !clause.EndsWith("です", StringComparison.Ordinal) && !clause.EndsWith("ます", StringComparison.Ordinal);

    /// <summary>守る, 守ります; 眠れる, 眠れます; 届く, 届きます; にする, にします.</summary>
    public static string Polite(string clause) => Stem(clause) + "ます";

    /// <summary>The connecting form: 守って, 眠れて, 届いて, にして.</summary>
    public static string Te(string clause)
    {
        if (clause.EndsWith("する", StringComparison.Ordinal)) return clause[..^2] + "して";
        if (clause.EndsWith("くる", StringComparison.Ordinal)) return clause[..^2] + "きて";
        if (clause.EndsWith("行く", StringComparison.Ordinal) || clause.EndsWith("いく", StringComparison.Ordinal)) return clause[..^1] + "って";
        if (Ichidan(clause)) return clause[..^1] + "て";
        return clause[..^1] + clause[^1] switch { 'く' => "いて", 'ぐ' => "いで", 'す' => "して", 'ぬ' or 'ぶ' or 'む' => "んで", _ => "って" };
    }

    private static string Stem(string clause)
    {
        if (clause.EndsWith("する", StringComparison.Ordinal)) return clause[..^2] + "し";
        if (clause.EndsWith("くる", StringComparison.Ordinal)) return clause[..^2] + "き";
        if (Ichidan(clause)) return clause[..^1];
        return clause[..^1] + clause[^1] switch { 'う' => 'い', 'く' => 'き', 'ぐ' => 'ぎ', 'す' => 'し', 'つ' => 'ち', 'ぬ' => 'に', 'ぶ' => 'び', 'む' => 'み', _ => 'り' };
    }

    private static bool Ichidan(string clause) => clause[^1] == 'る' && !GodanRu.Any(v => clause.EndsWith(v, StringComparison.Ordinal))
        && ("いきしちにひみりぎじびえけせてねへめれげぜでべ".Contains(clause[^2]) || clause.EndsWith("見る", StringComparison.Ordinal) || clause.EndsWith("着る", StringComparison.Ordinal) || clause.EndsWith("出る", StringComparison.Ordinal));
}
