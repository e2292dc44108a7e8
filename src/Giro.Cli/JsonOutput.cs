using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;

namespace Giro.Cli;

/// <summary>JSON for machines: camelCase, indented, text as it is.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Print(object value) => Console.WriteLine(JsonSerializer.Serialize(value, Options));
}

/// <summary>CSV (RFC 4180): a header row with the names of the record's properties, then a row a record.</summary>
internal static class CsvOutput
{
    public static void Print<T>(IEnumerable<T> rows)
    {
        var properties = typeof(T).GetProperties();
        using var csv = CsvWriter.Create(Console.Out, new CsvWriterOptions(), true);
        csv.WriteHeader(Array.ConvertAll(properties, property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)));
        foreach (var row in rows) csv.WriteRecord(Array.ConvertAll(properties, property => property.GetValue(row)?.ToString() ?? ""));
    }
}
