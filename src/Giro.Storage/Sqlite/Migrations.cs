namespace Giro.Storage.Sqlite;

/// <summary>Runs the numbered scripts under sql/sqlite/KIND that a file has not seen, each in one transaction.</summary>
internal static class Migrations
{
    private static readonly MigrationScripts Scripts = new("sqlite");

    public static void Apply(SqliteFile file, string kind)
    {
        var version = HasVersionTable(file) ? VersionOf(file, kind) : 0;
        foreach (var script in Scripts.Of(kind).Where(script => script.Number > version))
        {
            file.Execute("BEGIN IMMEDIATE");
            file.Execute(script.Read());
            using (var statement = file.Prepare("INSERT INTO giro (kind, version) VALUES (?1, ?2) ON CONFLICT (kind) DO UPDATE SET version = ?2"))
                statement.Bind(1, kind).Bind(2, script.Number).Run();
            file.Execute("COMMIT");
        }
    }

    /// <summary>The newest version of a kind of file that this program knows.</summary>
    public static int Newest(string kind) => Scripts.Newest(kind);

    public static bool HasVersionTable(SqliteFile file) => file.Scalar("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'giro'") == 1;

    public static int VersionOf(SqliteFile file, string kind)
    {
        using var statement = file.Prepare("SELECT version FROM giro WHERE kind = ?1");
        return statement.Bind(1, kind).Step() ? (int)statement.Int64(0) : 0;
    }
}
