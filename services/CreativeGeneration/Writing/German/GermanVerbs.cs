namespace AdPlatform.CreativeGeneration.Writing.German;

internal static class GermanVerbs
{
    /// <summary>Third person to infinitive, where the reader can be the one who does it: Beruhigen Sie den Abend mit ...</summary>
    private static readonly Dictionary<string, string> ReaderDoes = new()
    {
        ["beruhigt"] = "beruhigen", ["schützt"] = "schützen", ["pflegt"] = "pflegen", ["reinigt"] = "reinigen", ["wärmt"] = "wärmen", ["kühlt"] = "kühlen", ["erleichtert"] = "erleichtern", ["vereinfacht"] = "vereinfachen",
        ["stärkt"] = "stärken", ["verbessert"] = "verbessern", ["belebt"] = "beleben", ["filtert"] = "filtern", ["kocht"] = "kochen", ["trocknet"] = "trocknen", ["repariert"] = "reparieren", ["verwandelt"] = "verwandeln",
        ["verkürzt"] = "verkürzen", ["vermeidet"] = "vermeiden", ["spart"] = "sparen", ["entdeckt"] = "entdecken", ["genießt"] = "genießen", ["verschönert"] = "verschönern", ["beleuchtet"] = "beleuchten",
    };

    private static readonly HashSet<string> SeparablePrefixes = ClauseWords.Set("auf aus an ab ein mit vor zu zurück weg los bei nach um fest her hin zusammen frei durch über unter");

    public static ClauseWords Words { get; } = new()
    {
        Singular = [.. ReaderDoes.Keys, .. ClauseWords.Set(
            "ist hat wird kann hält macht bringt sorgt lädt passt gibt hilft lindert erfrischt schmeckt duftet liegt bleibt trägt fährt läuft braucht bietet entspannt verwöhnt begleitet weckt spendet leuchtet klingt verbindet öffnet deckt versichert backt wäscht spült saugt zeigt erzählt streamt liefert kommt geht steht wirkt dauert kostet misst wiegt nutzt verwendet lässt schenkt schont nimmt löst schließt erinnert unterstützt erhellt dämpft")],
        Plural = ClauseWords.Set("sind haben werden können schlafen sagen empfehlen finden würden kaufen berichten fühlen nutzen lieben bewerten bestätigen bemerken"),
        Determiners = ClauseWords.Set("ein eine einen einem einer der die das den dem des unser unsere ihr ihre ihren dein deine deinen jeder jede jedes alle zwei drei vier fünf sechs sieben acht neun zehn zwölf kein keine mit ohne von für aus"),
        Qualities = ClauseWords.Set("fertig bereit leicht einfach weich sanft schnell frisch natürlich vegan leise warm kühl stark sicher waschbar tragbar kompakt faltbar gemacht gefertigt hergestellt gewebt genäht gebrüht gebacken geröstet gepflückt getrocknet entworfen getestet zertifiziert geboren angebaut geeignet reich gedacht"),
    };

    /// <summary>Beruhigen Sie den Abend; or, informally, Beruhige den Abend.</summary>
    public static string? Imperative(string clause, bool formal)
    {
        var parts = clause.Split(' ', 2);
        if (parts.Length < 2 || !ReaderDoes.TryGetValue(parts[0].ToLowerInvariant(), out var infinitive)) return null;
        if (parts[1].Split(' ').Any(w => w is "Ihnen" or "Sie" or "dir" or "dich" or "sich")) return null;
        if (formal) return $"{infinitive} Sie {parts[1]}";
        return (infinitive.EndsWith("ern", StringComparison.Ordinal) ? infinitive[..^1] + "e" : infinitive[..^1]) + " " + parts[1];
    }

    /// <summary>The clause with its verb at the end, as after a relative pronoun: den Abend beruhigt. Null where more than moving one word would be needed.</summary>
    public static string? VerbLast(string clause)
    {
        var words = clause.Split(' ');
        if (words.Length < 2 || clause.Contains(',') || clause.Contains(" und ") || clause.Contains(" als ") || SeparablePrefixes.Contains(words[^1])) return null;
        return string.Join(' ', words[1..].Append(words[0]));
    }
}
