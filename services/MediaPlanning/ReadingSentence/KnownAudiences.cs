namespace AdPlatform.MediaPlanning.ReadingSentence;

/// <param name="Share">Of the persons who watch, 0..1; assumption until segments are learned.</param>
/// <param name="Interests">Genre and how much more it is watched than by the average person; assumption.</param>
internal sealed record KnownAudience(string Name, double Share, IReadOnlyDictionary<string, double> Interests, string Words);

/// <summary>Audiences that a planner names by a word, for requests without segments of behaviour.</summary>
internal static class KnownAudiences
{
    public static IReadOnlyList<KnownAudience> All { get; } =
    [
        Of("young parents", 0.12, "young parents|new parents|parents of young children|jeunes parents|parents de jeunes enfants", ("family", 2.4), ("children", 2.6), ("animation", 2)),
        Of("families", 0.28, "families|family audiences|households with children|familles|foyers avec enfants|les familles", ("family", 2.2), ("children", 1.9), ("animation", 1.7)),
        Of("parents", 0.25, "parents|mothers|fathers|mums|moms|dads|mères|pères|mamans|papas", ("family", 2.1), ("children", 2.2)),
        Of("students", 0.09, "students|étudiants|étudiantes", ("comedy", 1.6), ("anime", 2), ("teen", 1.8)),
        Of("teenagers", 0.08, "teenagers|teens|adolescents|ados", ("teen", 2.6), ("anime", 2), ("action", 1.4)),
        Of("young adults", 0.2, "young adults|young people|millennials|gen z|jeunes adultes|les jeunes|jeunes", ("comedy", 1.5), ("thriller", 1.4), ("anime", 1.6)),
        Of("seniors", 0.18, "seniors|retirees|pensioners|over-60s|retraités|les plus de 60 ans", ("documentary", 1.8), ("crime", 1.6), ("history", 1.7)),
        Of("sports fans", 0.15, "sports fans|sport fans|football fans|fans de sport|amateurs de sport|fans de football", ("sports", 3), ("action", 1.3)),
        Of("gamers", 0.14, "gamers|gaming fans|joueurs|gameurs", ("sci-fi", 2), ("fantasy", 1.9), ("anime", 2.1)),
        Of("film lovers", 0.16, "film lovers|cinephiles|movie buffs|cinéphiles|amateurs de cinéma", ("drama", 1.7), ("independent", 2.2), ("classic", 2)),
        Of("thriller fans", 0.18, "thriller fans|crime fans|fans de thrillers|amateurs de polars|fans de polars", ("thriller", 2.5), ("crime", 2.2)),
        Of("women", 0.51, "women|femmes", ("romance", 1.5), ("drama", 1.2)),
        Of("men", 0.49, "men|hommes", ("action", 1.4), ("sports", 1.5)),
    ];

    private static KnownAudience Of(string name, double share, string words, params (string Genre, double Weight)[] interests) =>
        new(name, share, interests.ToDictionary(i => i.Genre, i => i.Weight), words);
}
