using System.Reflection;

namespace Giro.Storage.Sqlite;

/// <summary>Runs the numbered scripts under sql/sqlite/KIND that a file has not seen, each in one transaction.</summary>
internal static class Migrations
{
    public static void Apply(SqliteFile file, string kind)
    {
        var version = HasVersionTable(file) ? VersionOf(file, kind) : 0;
        foreach (var (number, name) in Scripts(kind))
        {
            if (number <= version) continue;
            file.Execute("BEGIN IMMEDIATE");
            file.Execute(Read(name));
            using (var statement = file.Prepare("INSERT INTO giro (kind, version) VALUES (?1, ?2) ON CONFLICT (kind) DO UPDATE SET version = ?2"))
                statement.Bind(1, kind).Bind(2, number).Run();
            file.Execute("COMMIT");
        }
    }

    /// <summary>The newest version of a kind of file that this program knows.</summary>
    public static int Newest(string kind) => Scripts(kind).Max(script => script.Number);

    public static bool HasVersionTable(SqliteFile file) => file.Scalar("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'giro'") == 1;

    public static int VersionOf(SqliteFile file, string kind)
    {
        using var statement = file.Prepare("SELECT version FROM giro WHERE kind = ?1");
        return statement.Bind(1, kind).Step() ? (int)statement.Int64(0) : 0;
    }

    private static IEnumerable<(int Number, string Name)> Scripts(string kind)
    {
        var prefix = $"Giro.Storage.sql.sqlite.{kind}.";
        return from name in Assembly.GetExecutingAssembly().GetManifestResourceNames()
               where name.StartsWith(prefix, StringComparison.Ordinal)
               let number = int.Parse(name[prefix.Length..].TrimStart('_').Split('_')[0])
               orderby number
               select (number, name);
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
