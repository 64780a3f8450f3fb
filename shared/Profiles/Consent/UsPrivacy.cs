namespace AdPlatform.Profiles.Consent;

/// <summary>IAB US Privacy String, version 1: four characters such as <c>1YNN</c>. Each letter is Y, N, or - where the law does not apply.</summary>
/// <param name="Notice">Was notice given?</param>
/// <param name="OptOutSale">Did the viewer opt out of sale?</param>
/// <param name="LspaCovered">Is the transaction under the Limited Service Provider Agreement?</param>
public sealed record UsPrivacy(char Notice, char OptOutSale, char LspaCovered)
{
    /// <summary>Never throws; null for anything else than the four characters.</summary>
    public static UsPrivacy? TryRead(string? text) =>
        text is ['1', var notice, var sale, var lspa] && IsLetter(notice) && IsLetter(sale) && IsLetter(lspa) ? new(notice, sale, lspa) : null;

    private static bool IsLetter(char c) => c is 'Y' or 'N' or '-';
}
