using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AdPlatform.Contracts;

namespace AdPlatform.Repository.Tests;

/// <summary>Fills every property of a contract with a value of its kind, the same ones every time.</summary>
internal sealed class SampleMaker
{
    private int count;

    public object Make(Type type)
    {
        count++;
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return $"text-{count}";
        if (type == typeof(Guid)) return new Guid($"01990000-0000-7000-8000-{count:x12}");
        if (type == typeof(bool)) return true;
        if (type == typeof(int)) return count;
        if (type == typeof(long)) return 1000L + count;
        if (type == typeof(double)) return count + 0.5;
        if (type == typeof(DateTimeOffset)) return new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero).AddMinutes(count);
        if (type == typeof(DateOnly)) return new DateOnly(2026, 11, 22).AddDays(count);
        if (type == typeof(Money)) return new Money(12_500_000 + count, "EUR");
        if (type == typeof(JsonElement)) return JsonDocument.Parse("{\"genre\":\"drama\"}").RootElement;
        if (type.IsEnum) return Enum.GetValues(type).GetValue(0)!;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)) return MakeList(type.GetGenericArguments()[0]);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)) return MakeDictionary(type.GetGenericArguments());
        return MakeRecord(type);
    }

    private Array MakeList(Type item)
    {
        var list = Array.CreateInstance(item, 1);
        list.SetValue(Make(item), 0);
        return list;
    }

    private object MakeDictionary(Type[] arguments)
    {
        var dictionary = (System.Collections.IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(arguments))!;
        dictionary.Add(Make(arguments[0]), Make(arguments[1]));
        return dictionary;
    }

    private object MakeRecord(Type type)
    {
        var made = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
            property.SetValue(made, Make(property.PropertyType));
        return made;
    }
}
