using System.Globalization;
using Giro.Ledger;

namespace Giro.Storage.Backup;

/// <summary>A folder with generations of a backup, for the one process that adds to it. A generation has another name until it is whole and durable.</summary>
internal sealed class BackupFolder : IDisposable
{
    private const string Unfinished = ".unfinished";
    private readonly FileStream _lock;

    /// <exception cref="BackupRefusedException">Another process adds to it.</exception>
    /// <exception cref="BackupDamagedException">An older generation's manifest cannot be read.</exception>
    public BackupFolder(string root, string store)
    {
        Root = Path.GetFullPath(root);
        Directory.CreateDirectory(Root);
        try
        {
            _lock = new FileStream(Path.Combine(Root, "backup.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new BackupRefusedException($"{root}: another process makes a backup there");
        }

        try
        {
            Generations = BackupManifest.ReadAll(Root);
            if (Generations.FirstOrDefault(generation => generation.Store != store) is { } other)
                throw new BackupRefusedException($"{root} holds backups of a book on {other.Store}, this one is {store}; give another folder");
            Generation = (Generations.Count == 0 ? 0 : Generations[^1].Generation) + 1;
            foreach (var left in Directory.EnumerateDirectories(Root, "*" + Unfinished)) Directory.Delete(left, recursive: true);
            Directory.CreateDirectory(Current);
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
    }

    public string Root { get; }

    public IReadOnlyList<BackupManifest> Generations { get; }

    /// <summary>The number of the generation that is being made.</summary>
    public int Generation { get; }

    /// <summary>Where it is being made.</summary>
    public string Current => BackupManifest.FolderOf(Root, Generation) + Unfinished;

    /// <summary>Copies the files that people keep beside a book; not what can be made anew, nor what is exchanged with others, nor store.json, which may hold a password.</summary>
    public IReadOnlyList<BackupFile> CopyFiles(BookFolder book)
    {
        if (!Directory.Exists(book.Root)) return [];
        string[] databases = [book.Journal, book.Records, book.Views];
        string[] folders = ["snapshots", "ids", "intake", "in", "out", Migration.StoreMigration.OldFiles];
        var files = new List<BackupFile>();
        foreach (var path in Directory.EnumerateFiles(book.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(book.Root, path);
            var isDatabase = databases.Any(database => path.StartsWith(database, StringComparison.Ordinal));
            var isElsewhere = folders.Contains(name.Split(Path.DirectorySeparatorChar)[0], StringComparer.Ordinal) || path.StartsWith(Root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
            if (isDatabase || isElsewhere || path == book.Lock || path == book.Store || File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint)) continue;
            var copy = Path.Combine(Current, "files", name);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
            Sync(copy);
            files.Add(BackupManifest.Describe(copy, "files/" + name.Replace(Path.DirectorySeparatorChar, '/')));
        }

        return files;
    }

    /// <summary>Makes the generation one that can be restored from.</summary>
    public void Finish(BackupManifest manifest)
    {
        manifest.Write(Current);
        FolderSync.Flush(Current);
        Directory.Move(Current, BackupManifest.FolderOf(Root, Generation));
        FolderSync.Flush(Root);
    }

    public static void Sync(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    public static string Number(ulong sequence) => sequence.ToString("N0", CultureInfo.InvariantCulture);

    public void Dispose() => _lock.Dispose();
}
