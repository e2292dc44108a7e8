using Giro.Storage.PostgreSql;
using Giro.Storage.PostgreSql.Records;

namespace Giro.Storage.Tests.PostgreSql.Records;

/// <summary>Databases in which the tables of records are, with records of no book that a test uses.</summary>
internal static class RecordsTemplate
{
    public static string NewDatabase() =>
        PostgreSqlServer.NewDatabase("records_template", connection => new PostgreSqlRecords(new PostgreSqlDatabase(new StoreSettings(connection, Book: 99))).Open().Dispose());
}
