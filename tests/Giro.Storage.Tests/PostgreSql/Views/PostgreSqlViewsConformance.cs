using Giro.Storage.PostgreSql;
using Giro.Storage.PostgreSql.Views;
using Giro.Storage.Tests.Conformance;
using Giro.Storage.Tests.Views;

namespace Giro.Storage.Tests.PostgreSql.Views;

public sealed class PostgreSqlViewsConformance : ViewsConformance
{
    private protected override ViewBook NewBook() => new(PostgreSqlViewBooks.NewViews());
}

public sealed class PostgreSqlViewsRebuildConformance : ViewsRebuildConformance
{
    private protected override ViewBook NewBook() => new(PostgreSqlViewBooks.NewViews());
}

/// <summary>Views of a book of its own on the server of the tests; the books share one database, as books do.</summary>
internal static class PostgreSqlViewBooks
{
    private static readonly Lazy<string> Database = new(PostgreSqlServer.NewDatabase);
    private static long _books;

    public static PostgreSqlDatabase NewBook() => new(new StoreSettings(Database.Value, Interlocked.Increment(ref _books), IsTest: true));

    public static PostgreSqlViews NewViews() => new(NewBook());
}
