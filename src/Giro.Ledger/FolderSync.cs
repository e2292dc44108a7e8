using System.Runtime.InteropServices;

namespace Giro.Ledger;

/// <summary>Makes the names in a folder durable: fsync on the folder, as POSIX asks for after creating or renaming a file.</summary>
public static partial class FolderSync
{
    private const int OpenReadOnly = 0;

    /// <exception cref="IOException">The folder cannot be opened or synced.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var descriptor = Open(folder, OpenReadOnly);
        if (descriptor < 0) throw new IOException($"{folder}: cannot be opened to be synced");
        var result = Fsync(descriptor);
        _ = Close(descriptor);
        if (result != 0) throw new IOException($"{folder}: fsync failed");
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
