namespace AdPlatform.CreativeGeneration.Gate;

internal sealed partial record Vocabulary
{
    private static readonly Vocabulary Italian = new()
    {
        Neutral = Set("un uno una il lo la che di al all su con in suo sua tuo tua cifre ecco questo cosi scopra scopri conosca conosci dica ciao fonte per"),
        OfferWords = Set("sconto risparmi risparmia invece codice offerta valida solo"),
        DeadlineWords = Set("fino"),
        Superlatives = Terms(
        [
            "migliore", "migliori", "meglio", "il piu", "la piu", "numero uno", "n 1", "leader", "unico", "unica", "imbattibile", "ineguagliabile", "perfetto", "perfetta", "definitivo", "definitiva", "garantito", "garantita", "garanzia",
            "sempre", "mai", "gratis", "gratuito", "gratuita", "piu economico", "miracolo", "provato", "dimostrato", "clinicamente", "scientificamente", "rivoluzionario", "rivoluzionaria", "nuovo", "nuova", "premiato", "premiata",
            "preferito", "preferita", "tutti amano", "per sempre", "all istante", "guarisce",
        ]),
        Urgency = Terms(
        [
            "ora", "adesso", "oggi", "subito", "stasera", "affrettati", "si affretti", "ultima occasione", "ultimo giorno", "ultimi giorni", "ultime ore", "presto", "limitato", "limitata", "fino a esaurimento", "non perdere", "non perda", "flash",
            "immediatamente", "urgente", "scade", "non aspettare", "questa settimana", "questo weekend", "domani", "quasi esaurito",
        ]),
        Months = ["gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"],
        Buttons = new HashSet<string> { "Vedi l’offerta", "All’offerta", "Dettagli", "Approfittane", "Acquista", "Ordina online", "Vai allo shop", "Scopra di più", "Scopri di più", "Per saperne di più", "Altro" },
        Disclosure = "Pubblicità",
        Endings = Set("a e i o hi ca ga chi ghi te ti"),
    };
}
