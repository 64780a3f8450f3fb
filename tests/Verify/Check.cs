using System.CommandLine;

namespace AdPlatform.Verify;

/// <summary>One WHAT: the shipped code, run on a file of a known form. A new one is a file that makes one of these, and its line in Verification.</summary>
/// <param name="Options">Beyond the file.</param>
/// <param name="Folder">Takes a folder instead of a file.</param>
/// <param name="RunAsync">What it returns is printed; it throws <see cref="UsageException"/> only for what the caller got wrong, never for what it found.</param>
internal sealed record Check(string What, string Description, IReadOnlyList<Option> Options, Func<CheckRun, CancellationToken, Task<object>> RunAsync,
    bool Folder = false);

/// <param name="File">Exists.</param>
internal sealed record CheckRun(FileInfo File, ParseResult Arguments, TimeProvider Clock);

/// <summary>What was given cannot be run; the message says why.</summary>
internal sealed class UsageException(string message) : Exception(message);
