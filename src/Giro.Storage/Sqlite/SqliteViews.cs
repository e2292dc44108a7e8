using Giro.Ledger.Journal;
using Giro.Storage.Views;

namespace Giro.Storage.Sqlite;

/// <summary><c>views.db</c>.</summary>
internal sealed class SqliteViews(string path) : ViewsDatabase
{
    public override string Name => path;

    public override bool Exists => File.Exists(path);

    public override ViewReader Read()
    {
        if (!Exists) throw new FileNotFoundException($"{path}: there are no views here; giro views rebuild makes them from the journal", path);
        var file = new SqliteFile(path, readOnly: true);
        try
        {
            file.BeginRead();
            return new ViewReader(new SqliteViewTables(file));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public override string Rebuild(IJournal journal, Action<ulong>? progress = null)
    {
        var temporary = path + ".rebuild";
        Delete(temporary);
        using (var projector = new SqliteViewProjector(temporary)) ViewRebuild.Project(journal, projector, progress);
        string hash;
        using (var reader = InFile(temporary).Read()) hash = reader.ContentHash();
        Delete(path);
        File.Move(temporary, path);
        Delete(temporary);
        return hash;
    }

    internal override IViewProjector OpenProjector() => new SqliteViewProjector(path);

    private static void Delete(string path)
    {
        foreach (var suffix in (ReadOnlySpan<string>)["", "-wal", "-shm"]) File.Delete(path + suffix);
    }
}
