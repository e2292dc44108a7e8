using Npgsql;

namespace Giro.Storage.PostgreSql.Archive;

/// <summary>What stays in the database of rows that leave it, taken from their file as it is read back and written when that is recorded.</summary>
internal abstract class KeptFigures
{
    public static KeptFigures For(ArchivedTable table) => table == ArchivedTable.History ? new CarriedBalances() : new ArchivedTotals();

    /// <summary>Before the first row.</summary>
    public abstract void Begin(ArchiveReader reader);

    /// <summary>Takes in the row that was read.</summary>
    public abstract void Add(ArchiveReader reader);

    /// <summary>Writes them in the open transaction.</summary>
    public abstract void Write(NpgsqlConnection connection, ArchivedPartition archived);
}
