namespace Giro.Ledger.Writer;

/// <summary>How a book is run. The defaults suit one large book on a machine with a few GiB of memory.</summary>
public sealed record BookOptions
{
    /// <summary>Where snapshots and old ids are kept; both can be rebuilt from the journal. Null keeps all ids in memory and takes no snapshots.</summary>
    public string? Folder { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether the writer wakes by itself when a hold's time has come. False where the clock is moved by hand and every row must be the same again: holds then expire
    /// with the next submission.</summary>
    public bool WakesForExpiry { get; init; } = true;

    /// <summary>The name written into a new book.</summary>
    public string Name { get; init; } = "book";

    /// <summary>The first business date of a new book; null for today in UTC.</summary>
    public DateOnly? FirstBusinessDate { get; init; }

    /// <summary>The seed of a new book's hashes; null for a random one. Given only where the same bytes must come out again.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Submissions that may wait for the writer.</summary>
    public int QueueCapacity { get; init; } = 1024;

    /// <summary>Journal rows that are kept in memory for views and clearing, so that they may be behind for a moment without slowing intake.</summary>
    public int FeedRows { get; init; } = 4096;

    /// <summary>Bytes of those rows.</summary>
    public long FeedBytes { get; init; } = 64 << 20;

    public int MaxAccounts { get; init; } = 16_000_000;

    public int MaxOpenHolds { get; init; } = 10_000_000;

    /// <summary>The table of recent ids starts with 2^IdTableBits slots of 32 bytes.</summary>
    public int IdTableBits { get; init; } = 16;

    /// <summary>It grows to 2^IdTableMaxBits slots, half of them used; then the ids go to disk. 23: 256 MiB for 4 Mi ids.</summary>
    public int IdTableMaxBits { get; init; } = 23;

    /// <summary>A snapshot is taken after so many records; 0 for only when asked.</summary>
    public ulong SnapshotEveryRecords { get; init; } = 50_000_000;

    /// <summary>Whether the chain is also verified in rows that a snapshot covers, and the store's pages with it. Without it, damage there is found by `giro verify` only.</summary>
    public bool VerifyWholeChainOnOpen { get; init; } = true;

    /// <summary>Called once, from the thread that met it, when the book stops because of a failure. The process should end.</summary>
    public Action<Exception>? OnFailure { get; init; }
}
