namespace AdPlatform.CreativeGeneration.Gate;

internal sealed partial record Vocabulary
{
    private static readonly Vocabulary Dutch = new()
    {
        Neutral = Set("een de het dit is dat die hoe met van voor in op uw je ontdek maak kennis zeg hallo tegen cijfers bron en"),
        OfferWords = Set("korting bespaar plaats code actie geldt alleen"),
        DeadlineWords = Set("tot"),
        Superlatives = Terms(
        [
            "beste", "beter", "meest", "meeste", "nummer een", "nummer 1", "nr 1", "marktleider", "uniek", "unieke", "enige", "onverslaanbaar", "ongeevenaard", "perfect", "perfecte", "ultieme", "gegarandeerd", "garantie", "altijd", "nooit",
            "gratis", "goedkoopste", "laagste", "wonder", "bewezen", "klinisch", "wetenschappelijk", "revolutionair", "revolutionaire", "nieuw", "nieuwe", "bekroond", "bekroonde", "veiligste", "snelste", "favoriet", "favoriete",
            "iedereen", "voor altijd", "direct", "geneest",
        ]),
        Urgency = Terms(
        [
            "nu", "vandaag", "vanavond", "snel", "haast", "laatste kans", "laatste dag", "laatste dagen", "laatste uren", "binnenkort", "beperkt", "beperkte", "zolang de voorraad strekt", "op op", "mis het niet", "flash", "onmiddellijk", "bijna uitverkocht",
            "verloopt", "wacht niet", "deze week", "dit weekend", "nog maar",
        ]),
        Months = ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"],
        Buttons = new HashSet<string> { "Bekijk de actie", "Naar de actie", "Bekijk details", "Bestellen", "Naar de winkel", "Ontdek", "Meer informatie", "Lees meer" },
        Disclosure = "Advertentie",
        Endings = Set("t dt d en e er s"),
    };
}
