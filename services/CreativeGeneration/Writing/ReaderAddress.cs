namespace AdPlatform.CreativeGeneration.Writing;

/// <summary>Whether a clause in the advertiser's words fits the form of address that the brief wants.</summary>
internal sealed class ReaderAddress(string formal, string informal)
{
    private readonly HashSet<string> _formal = [.. formal.Split(' ')];
    private readonly HashSet<string> _informal = [.. informal.Split(' ')];

    /// <summary>German tells Ihnen from ihnen by the capital, so case counts.</summary>
    public bool Fits(string clause, bool wantsFormal) =>
        !clause.Split([' ', '\u00A0', ',', '.', ':'], StringSplitOptions.RemoveEmptyEntries).Any((wantsFormal ? _informal : _formal).Contains);
}
