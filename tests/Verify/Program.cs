using AdPlatform.Verify;

#pragma warning disable RS0030 // The composition root names the system clock; everything else gets it passed.
return await Verification.RunAsync(args, TimeProvider.System);
#pragma warning restore RS0030
