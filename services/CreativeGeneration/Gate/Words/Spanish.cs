namespace AdPlatform.CreativeGeneration.Gate;

internal sealed partial record Vocabulary
{
    private static readonly Vocabulary Spanish = new()
    {
        Neutral = Set("un una el la los las que es de del en con por asi esto su tu cifras descubra descubre conozca conoce diga di hola fuente al"),
        OfferWords = Set("descuento ahorre ahorra vez codigo oferta valida solo"),
        DeadlineWords = Set("hasta"),
        Superlatives = Terms(
        [
            "mejor", "mejores", "el mas", "la mas", "los mas", "numero uno", "n 1", "lider", "unico", "unica", "imbatible", "incomparable", "perfecto", "perfecta", "definitivo", "definitiva", "garantizado", "garantizada", "garantia", "siempre",
            "nunca", "jamas", "gratis", "gratuito", "gratuita", "mas barato", "mas barata", "milagro", "probado", "probada", "demostrado", "clinicamente", "cientificamente", "revolucionario", "revolucionaria", "nuevo", "nueva",
            "premiado", "premiada", "favorito", "favorita", "todo el mundo", "para siempre", "al instante", "cura",
        ]),
        Urgency = Terms(
        [
            "ahora", "hoy", "ya", "esta noche", "date prisa", "dese prisa", "ultima oportunidad", "ultimo dia", "ultimos dias", "ultimas horas", "pronto", "limitado", "limitada", "hasta agotar", "no te lo pierdas", "no se lo pierda", "flash",
            "inmediatamente", "urgente", "expira", "no espere", "no esperes", "esta semana", "este fin de semana", "casi agotado",
        ]),
        Months = ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"],
        Buttons = new HashSet<string> { "Ver la oferta", "Consulte", "Consulta", "Ver detalles", "Comprar", "Pida el suyo", "Pide el tuyo", "Descubrir", "Descubra", "Descubre", "Más información", "Ver más" },
        Disclosure = "Publicidad",
        Endings = Set("s es a e o as os an en ca que ga gue za ce ge ja zca iene enga"),
    };
}
