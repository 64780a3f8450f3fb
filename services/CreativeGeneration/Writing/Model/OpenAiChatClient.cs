using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI;
using Sdk = OpenAI.Chat;

namespace AdPlatform.CreativeGeneration.Writing.Model;

/// <summary>The OpenAI SDK as an <see cref="IChatClient"/>: messages, schema output and usage; no tools, because a writer may have none. Tries once: retries are Polly's.</summary>
internal sealed class OpenAiChatClient(ModelOptions options) : IChatClient
{
    private readonly Sdk.ChatClient _chat = new(options.Model, new ApiKeyCredential(options.ApiKey),
        new OpenAIClientOptions { Endpoint = options.Endpoint, RetryPolicy = new ClientRetryPolicy(0), NetworkTimeout = options.Timeout });

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var text = new System.Text.StringBuilder();
        await foreach (var update in GetStreamingResponseAsync(messages, options, cancellationToken)) text.Append(update.Text);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, text.ToString()));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var request = new Sdk.ChatCompletionOptions { MaxOutputTokenCount = options?.MaxOutputTokens, Temperature = options?.Temperature };
        if (options?.ResponseFormat is ChatResponseFormatJson { Schema: { } schema } json)
            request.ResponseFormat = Sdk.ChatResponseFormat.CreateJsonSchemaFormat(json.SchemaName ?? "answer", BinaryData.FromString(schema.GetRawText()), jsonSchemaIsStrict: true);
        await foreach (var update in _chat.CompleteChatStreamingAsync(messages.Select(Message), request, cancellationToken))
            foreach (var part in update.ContentUpdate)
                if (part.Text is { Length: > 0 } text) yield return new ChatResponseUpdate(ChatRole.Assistant, text);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private static Sdk.ChatMessage Message(ChatMessage message) => message.Role == ChatRole.System ? new Sdk.SystemChatMessage(message.Text)
        : message.Role == ChatRole.Assistant ? new Sdk.AssistantChatMessage(message.Text) : new Sdk.UserChatMessage(message.Text);
}

internal static partial class ModelClient
{
    public static IChatClient From(ModelOptions options)
    {
        IChatClient client = new OpenAiChatClient(options);
        ThroughKernel(ref client);
        return client;
    }

    /// <summary>Compiled in with <c>-p:UseSemanticKernel=true</c> only: then the Kernel's chat service answers.</summary>
    static partial void ThroughKernel(ref IChatClient client);
}
