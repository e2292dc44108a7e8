using System.Runtime.InteropServices;

namespace Giro.Ledger;

/// <summary>
/// Large zeroed memory outside the collector's heap, on Linux in pages of 2 MiB where the kernel allows it (transparent huge pages): a table of 256 MiB
/// probed at random then needs 128 entries of the TLB instead of 65,536, and its first touches fault 128 times.
/// </summary>
internal static unsafe partial class NativePages
{
    private const int ReadWrite = 1 | 2;
    private const int PrivateAnonymous = 2 | 32;
    private const int HugePageAdvice = 14;
    private const nuint HugePageSize = 2 << 20;

    /// <exception cref="OutOfMemoryException">There is not so much memory.</exception>
    public static void* AllocateZeroed(nuint bytes)
    {
        if (!OperatingSystem.IsLinux()) return NativeMemory.AllocZeroed(bytes);
        var memory = MapMemory(null, bytes, ReadWrite, PrivateAnonymous, -1, 0);
        if ((nint)memory == -1) throw new OutOfMemoryException($"{bytes:N0} bytes could not be mapped");
        // Only advice: without it, or for less than one large page, the memory has small pages.
        if (bytes >= HugePageSize) _ = AdviseMemory(memory, bytes, HugePageAdvice);
        return memory;
    }

    public static void Free(void* memory, nuint bytes)
    {
        if (memory == null) return;
        if (OperatingSystem.IsLinux()) _ = UnmapMemory(memory, bytes);
        else NativeMemory.Free(memory);
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial void* MapMemory(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int UnmapMemory(void* address, nuint length);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int AdviseMemory(void* address, nuint length, int advice);
}
