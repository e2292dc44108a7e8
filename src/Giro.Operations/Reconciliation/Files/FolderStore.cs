using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;

namespace Giro.Operations.Reconciliation.Files;

/// <summary>
/// Images as files of a folder that this process alone has. A file is written under a temporary name and renamed, so that a process killed at any moment leaves whole
/// files only; a loss of power may leave less, which the checksums of the images find.
/// </summary>
internal sealed class FolderStore : IRunStore
{
    /// <summary>Files kept open for reading. A process may have some thousand open; those beyond are opened for each piece.</summary>
    private const int MaxOpen = 400;

    private const string LockName = "lock";
    private const string TemporaryEnd = ".part";
    private readonly ConcurrentDictionary<string, SafeFileHandle> _open = new();
    private readonly FileStream _lock;

    /// <exception cref="RunStoreException">Another run has the folder.</exception>
    public FolderStore(string folder)
    {
        Folder = folder;
        Directory.CreateDirectory(folder);
        try
        {
            _lock = new FileStream(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            throw new RunStoreException($"{folder}: another reconciliation works in this folder; wait for it, or name another with --work", e);
        }
    }

    public string Folder { get; }

    public bool Has(string name) => File.Exists(PathOf(name));

    public long Length(string name) => new FileInfo(PathOf(name)).Length;

    public void Write(string name, ReadOnlySpan<byte> image)
    {
        var path = PathOf(name);
        var temporary = path + TemporaryEnd;
        using (var file = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write, FileShare.None, FileOptions.None, image.Length)) RandomAccess.Write(file, image, 0);
        File.Move(temporary, path, overwrite: true);
    }

    public void Read(string name, long offset, Span<byte> piece)
    {
        if (_open.TryGetValue(name, out var handle))
        {
            Read(handle, name, offset, piece);
        }
        else if (_open.Count < MaxOpen)
        {
            var opened = Open(name);
            handle = _open.GetOrAdd(name, opened);
            if (handle != opened) opened.Dispose();
            Read(handle, name, offset, piece);
        }
        else
        {
            using var once = Open(name);
            Read(once, name, offset, piece);
        }
    }

    /// <summary>Removes all that a run left, for one that starts over. The lock stays.</summary>
    public void Clear()
    {
        foreach (var path in Directory.EnumerateFiles(Folder).Where(path => IsOurs(Path.GetFileName(path)))) File.Delete(path);
    }

    /// <summary>Files by their ends: a folder that somebody named by mistake keeps what else is in it.</summary>
    private static bool IsOurs(string name)
    {
        if (name.EndsWith(TemporaryEnd, StringComparison.Ordinal)) name = name[..^TemporaryEnd.Length];
        return name.EndsWith(Segment.End, StringComparison.Ordinal) || name.EndsWith(UnitImage.End, StringComparison.Ordinal) || name == RunManifest.Name;
    }

    /// <summary>Removes what a run left, and the folder when nothing else is in it.</summary>
    public void Remove()
    {
        Clear();
        Dispose();
        File.Delete(Path.Combine(Folder, LockName));
        if (!Directory.EnumerateFileSystemEntries(Folder).Any()) Directory.Delete(Folder);
    }

    public void Dispose()
    {
        foreach (var handle in _open.Values) handle.Dispose();
        _open.Clear();
        _lock.Dispose();
    }

    private static void Read(SafeFileHandle file, string name, long offset, Span<byte> piece)
    {
        while (!piece.IsEmpty)
        {
            var read = RandomAccess.Read(file, piece, offset);
            if (read == 0) throw RunStoreException.Damaged(name);
            offset += read;
            piece = piece[read..];
        }
    }

    private SafeFileHandle Open(string name) => File.OpenHandle(PathOf(name), FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.RandomAccess);

    private string PathOf(string name) => Path.Combine(Folder, name);
}
