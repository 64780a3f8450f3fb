namespace AdPlatform.CreativeGeneration.Writing;

/// <summary>How an advertiser's clause can be built into a sentence.</summary>
internal enum Shape
{
    /// <summary>Third person singular, the product being the subject: "calms the evening".</summary>
    Verb,

    /// <summary>A noun with its article or number: "a blend of 12 herbs".</summary>
    Noun,

    /// <summary>A sentence with a subject of its own: "87% of drinkers sleep better".</summary>
    Sentence,

    /// <summary>Adjective or participle: "ready in three minutes".</summary>
    Quality,

    /// <summary>Not known for sure: it may only stand alone or after a colon.</summary>
    Label,
}
