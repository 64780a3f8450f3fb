using AdPlatform.Hosting.Storage;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.Testing;

/// <summary>A service with nothing but an outbox: through it a test publishes as another service would, durably.</summary>
public sealed class OutsiderDb(DbContextOptions<OutsiderDb> options, ServiceDatabase<OutsiderDb> database) : ServiceDb(options, database);
