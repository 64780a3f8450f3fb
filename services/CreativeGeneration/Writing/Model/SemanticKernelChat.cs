using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace AdPlatform.CreativeGeneration.Writing.Model;

/// <summary>The only file that knows Semantic Kernel: its chat completion service as the <see cref="IChatClient"/>. See docs/decisions/0105.</summary>
internal static partial class ModelClient
{
    static partial void ThroughKernel(ref IChatClient client)
    {
        var builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton<IChatCompletionService>(client.AsChatCompletionService());
        client = builder.Build().GetRequiredService<IChatCompletionService>().AsChatClient();
    }
}
