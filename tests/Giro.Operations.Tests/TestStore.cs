using Giro.Ledger.Writer;
using Giro.Storage;
using Giro.Storage.PostgreSql;
using Giro.Storage.Records;
using Xunit.v3;

namespace Giro.Operations.Tests;

/// <summary>The books of a class's tests, and of the tests it inherits, are on PostgreSQL.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OnPostgreSqlAttribute : Attribute;

/// <summary>
/// Where a test's book is: in its folder, unless the class says <see cref="OnPostgreSqlAttribute"/> or the variable GIRO_TEST_STORE is postgresql. Then each
/// <see cref="TestDay"/> has a database of its own, copied from one in which the tables are.
/// </summary>
internal static class TestStore
{
    private const string Template = "book_template";

    /// <summary>Of a book that no test opens, so that the tables of the template are there.</summary>
    private const long TemplateBook = 99;

    public static bool IsPostgreSql =>
        Environment.GetEnvironmentVariable("GIRO_TEST_STORE") == "postgresql" ||
        (TestContext.Current.TestClass as IXunitTestClass)?.Class.IsDefined(typeof(OnPostgreSqlAttribute), inherit: false) == true;

    /// <summary>Says in an empty folder where its book is.</summary>
    /// <returns>The connection string of the database; null for a book in the folder.</returns>
    public static string? Choose(string folder)
    {
        if (!IsPostgreSql) return null;
        var database = PostgreSqlServer.NewDatabase(Template, Prepare);
        new StoreSettings(database, IsTest: true).Write(new BookFolder(folder));
        return database;
    }

    private static void Prepare(string connection)
    {
        var folder = Directory.CreateTempSubdirectory("giro-test-template-").FullName;
        new StoreSettings(connection, TemplateBook, IsTest: true).Write(new BookFolder(folder));
        using (var book = StoredBook.Open(folder, new BookOptions { FirstBusinessDate = TestInstitution.Wednesday, Seed = 1, SnapshotEveryRecords = 0 }))
        using (new AlertStore(book.Store.Records))
        {
        }

        Directory.Delete(folder, recursive: true);
    }
}
