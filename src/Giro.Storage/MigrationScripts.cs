using System.Reflection;

namespace Giro.Storage;

/// <summary>The numbered scripts of a database under sql/, such as sql/postgresql/journal/001_journal.sql.</summary>
/// <param name="database">The folder under sql.</param>
internal sealed class MigrationScripts(string database)
{
    /// <summary>The newest version of a kind of tables that this program knows.</summary>
    public int Newest(string kind) => Of(kind).Max(script => script.Number);

    /// <summary>In the order of their numbers; none where this program has no tables of the kind.</summary>
    public IEnumerable<MigrationScript> Of(string kind)
    {
        var prefix = $"Giro.Storage.sql.{database}.{kind}.";
        return from name in Assembly.GetExecutingAssembly().GetManifestResourceNames()
               where name.StartsWith(prefix, StringComparison.Ordinal)
               let number = int.Parse(name[prefix.Length..].TrimStart('_').Split('_')[0])
               orderby number
               select new MigrationScript(number, name);
    }
}

/// <param name="Number">The version that it brings the tables to.</param><param name="Resource">Its name in the assembly.</param>
internal sealed record MigrationScript(int Number, string Resource)
{
    public string Read()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!);
        return reader.ReadToEnd();
    }
}
