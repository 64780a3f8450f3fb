using AdPlatform.Hosting.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace AdPlatform.Testing;

/// <summary>Holds the migrated schema against the EF model, column by column: there is no design-time tool to keep them together.</summary>
public static class SchemaCheck
{
    /// <summary>Throws with the list of differences; tables that only raw SQL uses are not in the model and are passed over.</summary>
    public static async Task AssertMatchesAsync(ServiceDb db)
    {
        ArgumentNullException.ThrowIfNull(db);
        var differences = new List<string>();
        foreach (var entity in db.Model.GetEntityTypes())
        {
            var table = entity.GetTableName()!;
            var actual = await db.Database.SqlQuery<Column>(
                $"SELECT name AS Name, type AS Type, \"notnull\" AS Required, pk AS KeyPart FROM pragma_table_info({table})").ToListAsync();
            if (actual.Count == 0) differences.Add($"{table}: no such table");
            var store = StoreObjectIdentifier.Table(table);
            foreach (var property in entity.GetProperties())
            {
                var name = property.GetColumnName(store)!;
                if (actual.Find(column => column.Name == name) is not { } column) differences.Add($"{table}.{name}: missing");
                else
                {
                    if (column.Type != property.GetColumnType()) differences.Add($"{table}.{name}: {column.Type}, the model says {property.GetColumnType()}");
                    if (column.Required == 0 != property.IsNullable && column.KeyPart == 0) differences.Add($"{table}.{name}: null allowed {column.Required == 0}, the model says {property.IsNullable}");
                    if (column.KeyPart > 0 != property.IsPrimaryKey()) differences.Add($"{table}.{name}: key {column.KeyPart > 0}, the model says {property.IsPrimaryKey()}");
                }
            }

            var known = entity.GetProperties().Select(property => property.GetColumnName(store)).ToHashSet();
            differences.AddRange(actual.Where(column => !known.Contains(column.Name)).Select(column => $"{table}.{column.Name}: not in the model"));
        }

        if (differences.Count > 0) throw new InvalidOperationException("Schema and model differ:\n" + string.Join('\n', differences));
    }

    private sealed record Column(string Name, string Type, int Required, int KeyPart);
}
