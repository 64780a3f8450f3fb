using AdPlatform.Cli;

#pragma warning disable RS0030 // The composition root names the system clock; everything else gets it passed.
return await CommandLine.RunAsync(args, TimeProvider.System);
#pragma warning restore RS0030
