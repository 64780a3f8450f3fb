namespace AdPlatform.Hosting;

public sealed class PlatformOptions
{
    /// <summary>Folder of the embedded databases and secrets, absolute. Default: <c>adplatform</c> under the user's data folder.</summary>
    public string Data { get; set; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "adplatform");
}
