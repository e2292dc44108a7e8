using Giro.Storage;
using Giro.Storage.PostgreSql;
using Giro.Storage.Records;
using Xunit.v3;

namespace Giro.Operations.Tests;

/// <summary>The tests of a class, and of those it derives from, keep records on PostgreSQL.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OnPostgreSqlAttribute : Attribute;

/// <summary>
/// Where a test's records are: in a file, unless the class says <see cref="OnPostgreSqlAttribute"/> or the variable GIRO_TEST_STORE is postgresql. Then each
/// <see cref="TestDay"/> has a database of its own.
/// </summary>
internal sealed class TestStore : IDisposable
{
    private const string Template = "records_template";
    private readonly string? _database;

    private TestStore(RecordsDatabase records, string? database)
    {
        Records = records;
        _database = database;
    }

    public static bool IsPostgreSql =>
        Environment.GetEnvironmentVariable("GIRO_TEST_STORE") == "postgresql" ||
        (TestContext.Current.TestClass as IXunitTestClass)?.Class.IsDefined(typeof(OnPostgreSqlAttribute), inherit: false) == true;

    public RecordsDatabase Records { get; }

    /// <param name="book">The book's own store, which keeps them where nothing else is asked for.</param>
    /// <param name="folder">An empty folder.</param>
    public static TestStore For(BookStore book, string folder)
    {
        if (!IsPostgreSql) return new TestStore(book.Records, null);
        var database = PostgreSqlServer.NewDatabase(Template, connection => new AlertStore(In(connection, Path.Combine(folder, "template"))).Dispose());
        return new TestStore(In(database, folder), database);
    }

    public void Dispose()
    {
        if (_database is not null) PostgreSqlServer.Drop(_database);
    }

    private static RecordsDatabase In(string connection, string folder)
    {
        Directory.CreateDirectory(folder);
        new StoreSettings(connection, IsTest: true).Write(new BookFolder(folder));
        return BookStore.In(folder).Records;
    }
}
