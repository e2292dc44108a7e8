using Giro.Storage.Tests.Conformance;
using Giro.Storage.Tests.Views;

namespace Giro.Storage.Tests.Sqlite;

public sealed class SqliteViewsConformance : ViewsConformance
{
    private protected override ViewBook NewBook() => new();
}

public sealed class SqliteViewsRebuildConformance : ViewsRebuildConformance
{
    private protected override ViewBook NewBook() => new();
}
