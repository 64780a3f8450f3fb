using System.Collections.Concurrent;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;
using AdPlatform.Hosting.Messaging;
using AdPlatform.Hosting.Storage;
using AdPlatform.Testing;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AdPlatform.Hosting.Tests;

/// <summary>The smallest service: a note is created over HTTP, announced, and counted by a consumer that a test can break.</summary>
internal sealed class NotesService
{
    public int FailuresLeft;
    public int RacesLeft;
    public int Attempts;

    /// <summary>Consumed by <see cref="NotesConsumer"/>.</summary>
    public bool InBatches;

    /// <summary>Texts, batch by batch, that a transaction took and kept or not.</summary>
    public ConcurrentQueue<string[]> Batches { get; } = [];

    public TestService Doors => new(
        builder =>
        {
            builder.Services.AddSingleton(this);
            builder.AddServiceDb<NotesDb>("notes");
        },
        bus =>
        {
            if (InBatches) bus.AddBatchConsumer<NotesConsumer, CampaignPaused, NotesDb>();
            else bus.AddConsumer<NoteConsumer, CampaignPaused, NotesDb>();
        },
        routes =>
        {
            routes.MapPost("/v1/notes", Create).RequireScope(Scopes.Campaigns).RequireIdempotencyKey<NotesDb>();
            routes.MapGet("/v1/notes", async (Caller caller, NotesDb db) => await db.Notes.Where(n => n.AccountId == caller.AccountId).ToListAsync()).RequireScope(Scopes.Campaigns);
            routes.MapPost("/v1/broken", string () => throw new Microsoft.Data.Sqlite.SqliteException("disk I/O error", 10));
        });

    private static Results<Created<Note>, ProblemHttpResult> Create(NewNote note, Caller caller, NotesDb db, TimeProvider clock)
    {
        var errors = new FieldErrors();
        errors.Check(note.Text is { Length: > 0 }, "text", "must not be empty");
        if (errors.Any) return errors.ToProblem();
        var row = new Note { Id = Ids.New(clock.GetUtcNow()), AccountId = caller.AccountId, Text = note.Text!, At = clock.GetUtcNow() };
        db.Notes.Add(row);
        db.Publish(new CampaignPaused { AccountId = caller.AccountId, CampaignId = row.Id, CampaignVersion = 1, PausedAt = row.At }, row.At);
        return TypedResults.Created($"/v1/notes/{row.Id}", row);
    }
}

internal sealed record NewNote(string? Text);

internal sealed class Note
{
    public required Guid Id { get; init; }
    public required string AccountId { get; init; }
    public required string Text { get; set; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class NotesDb(DbContextOptions<NotesDb> options, ServiceDatabase<NotesDb> database) : ServiceDb(options, database)
{
    public DbSet<Note> Notes => Set<Note>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Note>();
        base.OnModelCreating(modelBuilder);
    }
}

internal sealed class NoteConsumer(NotesDb db, NotesService service) : IConsumer<CampaignPaused>
{
    public async Task Consume(ConsumeContext<CampaignPaused> context)
    {
        Interlocked.Increment(ref service.Attempts);
        if (await db.Notes.FindAsync([context.Message.CampaignId], context.CancellationToken) is not { } note) return;
        note.Text += "!";
        if (Interlocked.Decrement(ref service.RacesLeft) >= 0) throw new DbUpdateConcurrencyException("planted");
        if (Interlocked.Decrement(ref service.FailuresLeft) >= 0) throw new InvalidOperationException("planted");
    }
}

/// <summary>Says its batch, and cannot take a note that begins with poison.</summary>
internal sealed class NotesConsumer(NotesDb db, NotesService service) : IBatchConsumer<CampaignPaused>
{
    public async Task ConsumeAsync(IReadOnlyList<CampaignPaused> messages, CancellationToken cancellationToken)
    {
        var notes = new List<Note>();
        foreach (var message in messages) notes.Add((await db.Notes.FindAsync([message.CampaignId], cancellationToken))!);
        service.Batches.Enqueue([.. notes.Select(note => note.Text)]);
        foreach (var note in notes) note.Text += "!";
        if (notes.Exists(note => note.Text.StartsWith("poison", StringComparison.Ordinal))) throw new InvalidOperationException("planted");
    }
}
