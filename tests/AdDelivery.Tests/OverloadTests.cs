using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AdPlatform.AdDelivery.Shedding;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.AdDelivery.Tests;

public sealed class OverloadTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Above_what_it_answers_at_once_the_door_says_503_with_Retry_After_and_takes_nothing()
    {
        await using var app = await DeliveryApp.StartAsync(("MaxConcurrentDecisions", "2"), ("MaxQueueDelay", "00:00:10"));
        await app.ServeAsync(new Sample());
        var adServer = app.AdServer();
        using var first = new HeldBody(DeliveryApp.Request());
        using var second = new HeldBody(DeliveryApp.Request());
        var inside = new[] { adServer.PostAsync("/v1/decisions", first), adServer.PostAsync("/v1/decisions", second) };
        await Task.WhenAll(first.Sending, second.Sending);

        // No question before both are inside: one of them would be refused in its stead.
        var gate = app.App.Services.GetRequiredService<LoadGate>();
        await Testing.TestApp.EventuallyAsync(() => Task.FromResult(gate.Inside == 2), "both to be inside");
        using var refused = await adServer.PostAsJsonAsync("/v1/decisions", DeliveryApp.Request());

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "1"), (refused.StatusCode, Assert.Single(refused.Headers.GetValues("Retry-After"))));
        Assert.Equal("/problems/overloaded", (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("type").GetString());
        foreach (var door in (string[])["/v1/vast", "/v1/vmap?breaks=start"])
        {
            using var other = await adServer.GetAsync(door);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, other.StatusCode);
        }
        using (var auction = await adServer.PostAsync("/openrtb2/auction", new StringContent("{}"))) Assert.Equal(HttpStatusCode.ServiceUnavailable, auction.StatusCode);
        Assert.All(inside, answer => Assert.False(answer.IsCompleted));
        // Who has no key is told that, and learns nothing of the load.
        using (var stranger = await app.App.Anonymous().PostAsJsonAsync("/v1/decisions", DeliveryApp.Request())) Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);

        first.Release();
        second.Release();
        foreach (var answer in await Task.WhenAll(inside)) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Single(await DeliveryApp.ServedAsync(adServer, DeliveryApp.Request()));
    }

    /// <summary>A machine that answers 100 questions in the 10 ms of a look, and refuses at a twelfth of an answer's cost; first in, first out.</summary>
    [Theory]
    [InlineData(0.9, 0.89)]
    [InlineData(2, 0.9)]
    [InlineData(10, 0.2)]
    public void What_is_refused_settles_where_nobody_waits_beyond_50_ms_and_what_can_be_answered_is(double load, double goodput)
    {
        const double Capacity = 100, Cost = 0.08;
        var allowed = new AdDeliveryOptions().MaxQueueDelay;
        double queued = 0, letIn = 1, answered = 0, worst = 0;
        var looks = 0;
        for (var look = 0; look < 1_000; look++)
        {
            var arrived = Capacity * load;
            queued = Math.Max(0, queued + (arrived * letIn) + (arrived * (1 - letIn) * Cost) - Capacity);
            var waited = TimeSpan.FromMilliseconds(queued / Capacity * 10);
            letIn = Refusal.Next(letIn, waited, allowed);
            if (look < 100) continue;
            looks++;
            worst = Math.Max(worst, waited.TotalMilliseconds);
            answered += queued > 0 ? Math.Min(Capacity - (arrived * (1 - letIn) * Cost), Capacity) : arrived * letIn;
        }
        output.WriteLine($"load {load:0.#} x: {answered / looks / Capacity:P0} of the capacity answered, longest wait {worst:0} ms");
        Assert.InRange(worst, 0, 50);
        Assert.True(answered / looks / Capacity >= goodput, $"{answered / looks / Capacity:P0}");
    }

    /// <summary>A body whose last byte is kept back until it is released.</summary>
    private sealed class HeldBody : HttpContent
    {
        private readonly byte[] _bytes;
        private readonly TaskCompletionSource _sending = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public HeldBody(object request)
        {
            _bytes = JsonSerializer.SerializeToUtf8Bytes(request);
            Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        public Task Sending => _sending.Task;

        public void Release() => _released.TrySetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(_bytes.AsMemory(0, _bytes.Length - 1));
            await stream.FlushAsync();
            _sending.TrySetResult();
            await _released.Task;
            await stream.WriteAsync(_bytes.AsMemory(_bytes.Length - 1));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _bytes.Length;
            return true;
        }
    }
}
