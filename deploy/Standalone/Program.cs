using AdPlatform.Standalone;

return await StandaloneCommand.Create().Parse(args).InvokeAsync();
