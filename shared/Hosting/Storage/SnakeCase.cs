using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.Hosting.Storage;

/// <summary>Columns are snake_case, tables too unless a context names them.</summary>
internal static class SnakeCase
{
    public static void Apply(ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes())
        {
            entity.SetTableName(Name(entity.GetTableName()!));
            foreach (var property in entity.GetProperties()) property.SetColumnName(Name(property.Name));
        }
    }

    private static string Name(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
