namespace Giro.Storage.PostgreSql.Archive;

/// <summary>A table whose partitions can be archived: it is partitioned by slot, and its rows say which book's they are.</summary>
/// <param name="Name">Its name.</param><param name="OrderBy">The order of rows in a file.</param>
/// <param name="Number">The column with a number of a record.</param><param name="HasGeneration">Whether its rows are of a generation of views.</param>
internal sealed record ArchivedTable(string Name, string OrderBy, string Number, bool HasGeneration)
{
    /// <summary>Legs of accounts, in the order of the content hash of views.</summary>
    public static readonly ArchivedTable History = new("history", "first_number >> 20, account, first_number, first_leg", "first_number", HasGeneration: true);

    public static readonly ArchivedTable ClearingLines = new("clearing_lines", "chunk, merchant", "chunk", HasGeneration: false);

    public static IReadOnlyList<ArchivedTable> All { get; } = [History, ClearingLines];

    public static ArchivedTable? Named(string name) => All.FirstOrDefault(table => table.Name == name);
}
