namespace AdPlatform.CreativeGeneration.Gate;

internal sealed partial record Vocabulary
{
    private static readonly Vocabulary Portuguese = new()
    {
        Neutral = Set("um uma os as que de do da em com por para assim seu sua numeros descubra conheca diga ola fonte"),
        OfferWords = Set("desconto economize vez codigo oferta valida"),
        DeadlineWords = Set("ate"),
        Superlatives = Terms(
        [
            "melhor", "melhores", "o mais", "a mais", "os mais", "numero um", "n 1", "lider", "unico", "unica", "imbativel", "incomparavel", "perfeito", "perfeita", "definitivo", "definitiva", "garantido", "garantida", "garantia", "sempre",
            "nunca", "jamais", "gratis", "gratuito", "gratuita", "mais barato", "mais barata", "milagre", "comprovado", "comprovada", "clinicamente", "cientificamente", "revolucionario", "revolucionaria", "novo", "nova", "premiado",
            "premiada", "favorito", "favorita", "todo mundo", "para sempre", "na hora", "cura",
        ]),
        Urgency = Terms(
        [
            "agora", "hoje", "ja", "esta noite", "corra", "ultima chance", "ultimo dia", "ultimos dias", "ultimas horas", "em breve", "limitado", "limitada", "enquanto durarem", "nao perca", "relampago", "imediatamente", "urgente", "expira",
            "nao espere", "esta semana", "neste fim de semana", "amanha", "quase esgotado",
        ]),
        Months = ["janeiro", "fevereiro", "marco", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"],
        Buttons = new HashSet<string> { "Ver a oferta", "Aproveite", "Ver detalhes", "Comprar", "Peça online", "Ver a loja", "Descubra", "Saiba mais", "Ver mais" },
        Disclosure = "Publicidade",
        Endings = Set("s a e o as os ca que ga gue ge ja za m nha"),
    };
}
