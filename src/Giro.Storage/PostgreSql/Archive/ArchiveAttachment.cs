using Giro.Storage.PostgreSql.Partitions;
using Giro.Storage.PostgreSql.Views;
using Npgsql;

namespace Giro.Storage.PostgreSql.Archive;

/// <summary>Brings the rows of an archive file back into their table.</summary>
internal static class ArchiveAttachment
{
    public static ArchiveHeader Run(PostgreSqlDatabase database, string file)
    {
        // Once from end to end before anything is written.
        ArchiveHeader header;
        using (var check = new ArchiveReader(file))
        {
            header = check.Header;
            while (check.Next())
            {
                // Its end says whether it is whole.
            }
        }

        if (header.Book != database.Book) throw new InvalidDataException($"{file}: it is of book {header.Book}, and this is book {database.Book}");
        if (ArchivedTable.Named(header.Table) is not { } table) throw new InvalidDataException($"{file}: it is of the table {header.Table}, which this program does not archive");
        using var connection = database.Open();
        PostgreSqlViews.Prepare(connection);
        if (table.HasGeneration && header.Generation != PostgreSqlViews.Generation(connection, database.Book)) throw new InvalidDataException($"{file}: the views were made anew after it was written, and hold these rows or have them in a later file");
        new PartitionTables(database, table.Name).Ensure([new PartitionSlot(header.Slot)]);
        using var transaction = connection.BeginTransaction();
        using (var rows = new ArchiveReader(file)) Copy(connection, rows);
        ArchiveCatalog.Delete(connection, header.Book, header.Table, header.Slot, header.Generation);
        if (table == ArchivedTable.ClearingLines) ArchivedTotals.Delete(connection, header.Book, header.Slot);
        transaction.Commit();
        return header;
    }

    private static void Copy(NpgsqlConnection connection, ArchiveReader rows)
    {
        using var stream = connection.BeginRawBinaryCopy($"COPY giro.{rows.Header.Table} ({string.Join(", ", rows.Header.Columns)}) FROM STDIN (FORMAT BINARY)");
        try
        {
            stream.Write(BinaryCopy.Signature);
            while (rows.Next()) stream.Write(rows.Row);
            stream.Write([0xFF, 0xFF]);
        }
        catch
        {
            stream.Cancel();
            throw;
        }
    }
}
