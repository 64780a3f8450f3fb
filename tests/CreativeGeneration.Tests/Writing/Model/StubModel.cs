using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AdPlatform.CreativeGeneration.Tests.Writing.Model;

/// <summary>A chat service whose answers a test decides: the prompt in, the text out.</summary>
internal sealed class StubModel(Func<IReadOnlyList<ChatMessage>, CancellationToken, Task<string>> answer) : IChatClient
{
    private int _calls;

    public int Calls => _calls;

    public static StubModel Saying(string text) => new((_, _) => Task.FromResult(text));

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _calls);
        foreach (var piece in (await answer([.. messages], cancellationToken)).Chunk(16)) yield return new ChatResponseUpdate(ChatRole.Assistant, new string(piece));
    }

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        new(new ChatMessage(ChatRole.Assistant, await answer([.. messages], cancellationToken)));

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    /// <summary>In the asked form: each text citing the given facts.</summary>
    public static string Copy(IEnumerable<string> headlines, IEnumerable<string> bodies, params string[] facts) =>
        JsonSerializer.Serialize(new { headlines = headlines.Select(text => new { text, facts }), bodies = bodies.Select(text => new { text, facts }) });
}
