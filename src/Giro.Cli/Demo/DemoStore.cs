using Giro.Storage;
using Giro.Storage.PostgreSql;

namespace Giro.Cli.Demo;

/// <summary>
/// Where the demo keeps its book: in its folder; on the PostgreSQL that is named, as a book with a number that is free there; or on a server of its own, which is
/// stopped at the end.
/// </summary>
internal sealed class DemoStore : IDisposable
{
    public const string PostgreSql = "postgresql";

    private readonly LocalCluster? _own;

    private DemoStore(LocalCluster? own) => _own = own;

    /// <summary>Whether the text of --store can be used.</summary>
    public static bool IsValid(string text) => text == PostgreSql || text.StartsWith(PostgreSql + "=", StringComparison.Ordinal);

    /// <param name="store">As given to --store; null for what the variable GIRO_STORE says, or the folder.</param><param name="folder">The book's; it holds no book yet.</param>
    public static DemoStore Open(string? store, string folder)
    {
        var files = new BookFolder(folder);
        if (File.Exists(files.Store) || File.Exists(files.Journal)) return new DemoStore(null);
        if (store is null)
        {
            if (Environment.GetEnvironmentVariable(StoreSettings.Variable) is not { Length: > 0 }) return new DemoStore(null);
            // By its name, so that no password comes into the file.
            var reference = "${" + StoreSettings.Variable + "}";
            new StoreSettings(reference, StoreFacts.FreeBook(reference)).Write(files);
            return new DemoStore(null);
        }

        if (store.Length > PostgreSql.Length)
        {
            var connection = store[(PostgreSql.Length + 1)..];
            new StoreSettings(connection, StoreFacts.FreeBook(connection)).Write(files);
            return new DemoStore(null);
        }

        Directory.CreateDirectory(folder);
        var own = LocalCluster.Create(Path.Combine(folder, PostgreSql));
        try
        {
            own.Start();
            new StoreSettings(own.CreateDatabase("giro")).Write(files);
            return new DemoStore(own);
        }
        catch
        {
            own.Dispose();
            throw;
        }
    }

    public void Dispose() => _own?.Dispose();
}
