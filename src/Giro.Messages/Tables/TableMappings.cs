using System.Collections.Concurrent;
using System.Text;

namespace Giro.Messages.Tables;

/// <summary>Mappings that come with Giro; docs/csv-mapping.md lists them. To change one, copy its JSON.</summary>
public static class TableMappings
{
    private const string Prefix = "mapping:";

    private static readonly ConcurrentDictionary<string, TableMapping> Read = new();

    /// <summary>e.g. <c>boc-debit</c></summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(TableMappings).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..]).Order(StringComparer.Ordinal),
    ];

    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static TableMapping BuiltIn(string name) => Read.GetOrAdd(name, static name => TableMapping.Parse(Json(name), $"{name}.json"));

    /// <summary>The mapping as it is written, with its comments.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static string Json(string name)
    {
        using var resource = typeof(TableMappings).Assembly.GetManifestResourceStream(Prefix + name)
            ?? throw new ArgumentException($"there is no mapping '{name}'; there are {string.Join(", ", Names)}", nameof(name));
        using var reader = new StreamReader(resource, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
