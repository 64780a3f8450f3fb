namespace AdPlatform.CreativeGeneration.Rendering;

internal static class InstalledProgram
{
    /// <param name="command">A name on the PATH, or a path.</param>
    /// <returns>Its path; null where it is not there.</returns>
    public static string? Find(string command) => Path.IsPathRooted(command) ? File.Exists(command) ? command : null
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, command)).FirstOrDefault(File.Exists);
}
