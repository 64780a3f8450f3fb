namespace AdPlatform.Hosting.Storage;

/// <summary>
/// SQLite: ids are lower-case text, days text, bools 0 or 1. PostgreSQL: uuid, date, boolean. On both: instants are integer microseconds since
/// 1970, enums, documents and names text.
/// </summary>
public enum StorageProvider
{
    Sqlite,
    Postgres,
}
