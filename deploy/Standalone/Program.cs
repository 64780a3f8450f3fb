using System.CommandLine;
using AdPlatform.Standalone;

// After a signal the platform drains for up to 30 s; the library's own patience is 2 s.
return await StandaloneCommand.Create().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(35) });
