namespace AdPlatform.CreativeGeneration.Gate;

internal sealed partial record Vocabulary
{
    private static readonly Vocabulary German = new()
    {
        Neutral = Set("das ist hier wie ein eine einen einem einer der die den dem und von vom zu zum mit auf fur ihr ihre ihren dein deine deinen entdecken entdecke sie lernen lerne kennen sagen sag hallo zahlen in im es quelle"),
        OfferWords = Set("rabatt sparen spare statt code angebot gilt nur"),
        DeadlineWords = Set("bis"),
        Superlatives = Terms(
        [
            "beste", "besten", "bester", "bestes", "besser", "am meisten", "nummer eins", "nr 1", "fuhrend", "fuhrende", "marktfuhrer", "einzigartig", "einzige", "einziger", "weltweit", "unschlagbar", "unubertroffen", "perfekt", "perfekte",
            "ultimativ", "ultimative", "garantiert", "garantie", "immer", "nie", "niemals", "gratis", "kostenlos", "gunstigste", "billigste", "wunder", "bewiesen", "erwiesen", "klinisch", "wissenschaftlich", "revolutionar", "neu", "neue",
            "neuer", "neues", "preisgekront", "top", "sicherste", "schnellste", "alle lieben", "jeder", "fur immer", "sofort", "heilt", "heilung",
        ]),
        Urgency = Terms(
        [
            "jetzt", "heute", "schnell", "beeilen", "beeil", "letzte chance", "letzter tag", "letzte tage", "nur noch", "bald", "begrenzt", "limitiert", "solange der vorrat reicht", "nicht verpassen", "verpassen", "fast weg", "sofort",
            "diese woche", "dieses wochenende", "endet", "eilig", "zugreifen",
        ]),
        Months = ["januar", "februar", "marz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember"],
        Buttons = new HashSet<string> { "Zum Angebot", "Angebot ansehen", "Angebot sichern", "Sichere es dir", "Bestellen", "Zum Shop", "Entdecken", "Mehr erfahren", "Mehr ansehen", "Schau es dir an" },
        Disclosure = "Anzeige",
        Endings = Set("s es e en er em n r m t et st te ern ere"),
    };
}
