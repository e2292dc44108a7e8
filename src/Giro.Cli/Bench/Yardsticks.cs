using System.Diagnostics;
using System.Security.Cryptography;

namespace Giro.Cli.Bench;

/// <summary>What this machine can do at this moment, so that figures taken on another or a busier one can be compared.</summary>
internal static class Yardsticks
{
    public static IEnumerable<Measurement> Take(string folder)
    {
        yield return new Measurement("yardstick: SHA-256 of one core", Sha256MegabytesPerSecond(), "MB/s");
        yield return new Measurement("yardstick: write and fsync of 4 KiB", FsyncMs(folder), "ms");
        yield return new Measurement("yardstick: random read-modify-write in 256 MiB", RandomAccessNs(), "ns");
    }

    private static double Sha256MegabytesPerSecond()
    {
        var block = new byte[655_360];
        Span<byte> hash = stackalloc byte[32];
        var clock = Stopwatch.StartNew();
        var blocks = 0;
        for (; clock.ElapsedMilliseconds < 300; blocks++) SHA256.HashData(block, hash);
        return blocks * (block.Length / 1e6) / clock.Elapsed.TotalSeconds;
    }

    private static double FsyncMs(string folder)
    {
        var path = Path.Combine(folder, "fsync.probe");
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        var page = new byte[4096];
        var clock = Stopwatch.StartNew();
        const int Times = 100;
        for (var i = 0; i < Times; i++)
        {
            file.Position = 0;
            file.Write(page);
            file.Flush(flushToDisk: true);
        }

        return clock.Elapsed.TotalMilliseconds / Times;
    }

    private static double RandomAccessNs()
    {
        var memory = new long[32 << 20];
        Array.Fill(memory, 1);
        var at = 1u;
        const int Times = 4_000_000;
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < Times; i++)
        {
            at = unchecked((at * 1664525) + 1013904223 + (uint)memory[at & ((32 << 20) - 1)]);
            memory[at & ((32 << 20) - 1)] ^= 2;
        }

        return clock.Elapsed.TotalNanoseconds / Times;
    }
}
