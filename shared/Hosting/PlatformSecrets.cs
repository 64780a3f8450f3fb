using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace AdPlatform.Hosting;

/// <summary>
/// Keys of 32 bytes by name: base64 in <c>AdPlatform__Secrets__ViewerHash</c> (of <c>viewer-hash</c>; an environment variable has no dash), or else made
/// once in a file of the data folder that only its owner can read. Processes that share viewers must be given the same.
/// </summary>
/// <param name="folder">Null where every secret must be given, because other processes need the same.</param>
public sealed class PlatformSecrets(IConfiguration configuration, Func<DataFolder>? folder)
{
    private const int Size = 32;
    private readonly ConcurrentDictionary<string, Lazy<byte[]>> known = new(StringComparer.Ordinal);

    public byte[] Get(string name) => known.GetOrAdd(name, n => new Lazy<byte[]>(() => Load(n))).Value;

    private byte[] Load(string name)
    {
        var setting = name.Replace("-", "", StringComparison.Ordinal);
        if ((configuration[$"AdPlatform:Secrets:{setting}"] ?? configuration[$"AdPlatform:Secrets:{name}"]) is { Length: > 0 } text)
        {
            var bytes = new byte[text.Length];
            return Convert.TryFromBase64String(text, bytes, out var length) && length >= Size
                ? bytes[..length]
                : throw new InvalidOperationException($"AdPlatform__Secrets__{setting} must be base64 of at least {Size} bytes.");
        }

        if (folder is null)
            throw new InvalidOperationException($"AdPlatform__Secrets__{setting} is not set: base64 of {Size} random bytes, the same for all services, e.g. from 'openssl rand -base64 {Size}'.");
        var path = folder().File($"{name}.key");
        if (!File.Exists(path))
        {
            // A crash between creating and filling must not leave a short key: write beside, then rename.
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var file = new FileStream(path + ".new", options))
            {
                file.Write(RandomNumberGenerator.GetBytes(Size));
                file.Flush(flushToDisk: true);
            }

            File.Move(path + ".new", path);
        }

        return File.ReadAllBytes(path);
    }
}
