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
            var actual = await ColumnsAsync(db, table);
            if (actual.Count == 0) differences.Add($"{table}: no such table");
            var store = StoreObjectIdentifier.Table(table);
            foreach (var property in entity.GetProperties())
            {
                var name = property.GetColumnName(store)!;
                if (actual.Find(column => column.Name == name) is not { } column) differences.Add($"{table}.{name}: missing");
                else
                {
                    if (!column.Type.Equals(property.GetColumnType(), StringComparison.OrdinalIgnoreCase)) differences.Add($"{table}.{name}: {column.Type}, the model says {property.GetColumnType()}");
                    if (column.Required == property.IsNullable && !column.InKey) differences.Add($"{table}.{name}: null allowed {!column.Required}, the model says {property.IsNullable}");
                    if (column.InKey != property.IsPrimaryKey()) differences.Add($"{table}.{name}: key {column.InKey}, the model says {property.IsPrimaryKey()}");
                }
            }

            var known = entity.GetProperties().Select(property => property.GetColumnName(store)).ToHashSet();
            differences.AddRange(actual.Where(column => !known.Contains(column.Name)).Select(column => $"{table}.{column.Name}: not in the model"));
        }

        if (differences.Count > 0) throw new InvalidOperationException("Schema and model differ:\n" + string.Join('\n', differences));
    }

    private static Task<List<Column>> ColumnsAsync(ServiceDb db, string table) => db.Provider == StorageProvider.Postgres
        ? db.Database.SqlQuery<Column>(
            $"""
            SELECT c.column_name AS "Name", c.data_type AS "Type", c.is_nullable = 'NO' AS "Required", k.column_name IS NOT NULL AS "InKey"
            FROM information_schema.columns c
            LEFT JOIN information_schema.table_constraints t ON t.table_schema = c.table_schema AND t.table_name = c.table_name AND t.constraint_type = 'PRIMARY KEY'
            LEFT JOIN information_schema.key_column_usage k ON k.constraint_schema = t.constraint_schema AND k.constraint_name = t.constraint_name AND k.column_name = c.column_name
            WHERE c.table_schema = current_schema() AND c.table_name = {table}
            """).ToListAsync()
        : db.Database.SqlQuery<Column>(
            $"SELECT name AS Name, type AS Type, \"notnull\" AS Required, pk > 0 AS InKey FROM pragma_table_info({table})").ToListAsync();

    private sealed record Column(string Name, string Type, bool Required, bool InKey);
}
