using System.Runtime.InteropServices;
using Giro.Storage.PostgreSql.Partitions;
using Giro.Storage.Views;
using Npgsql;

namespace Giro.Storage.PostgreSql.Archive;

/// <summary>A row of history: its account, its legs, and what it is ordered by.</summary>
internal readonly record struct ArchivedPack(ulong Account, byte[] Legs) : IComparable<ArchivedPack>
{
    private HistoryLeg First => MemoryMarshal.Read<HistoryLeg>(Legs);

    public ulong FirstNumber => First.Number;

    /// <summary>By part, account, number and leg, as in the content hash.</summary>
    public int CompareTo(ArchivedPack other)
    {
        var (mine, others) = (First, other.First);
        return (mine.Number >> ViewFold.PartBits, Account, mine.Number, mine.Leg).CompareTo((others.Number >> ViewFold.PartBits, other.Account, others.Number, others.Leg));
    }
}

/// <summary>Legs that stand in archive files, for readers. A file is read from its beginning: what is archived is seldom asked for.</summary>
internal sealed class ArchivedPacks
{
    private readonly Dictionary<long, ArchivedPartition> _files;

    public ArchivedPacks(NpgsqlConnection connection, long book, long generation) =>
        _files = ArchiveCatalog.Of(connection, book, ArchivedTable.History.Name, generation).ToDictionary(archived => archived.Slot.Value);

    public bool IsEmpty => _files.Count == 0;

    /// <summary>The packs of an account in some slots that are archived, in order.</summary>
    /// <exception cref="LegsArchivedException">A file is not there.</exception>
    public List<byte[]> Of(ulong account, IEnumerable<PartitionSlot> slots)
    {
        var packs = new List<ArchivedPack>();
        foreach (var slot in slots.Distinct())
        {
            if (_files.TryGetValue(slot.Value, out var file)) packs.AddRange(Read(file).Where(pack => pack.Account == account));
        }

        packs.Sort();
        return packs.ConvertAll(pack => pack.Legs);
    }

    /// <summary>All packs of all files, merged with those of the database; a pack that is in both comes once.</summary>
    public IEnumerable<ArchivedPack> MergedWith(IEnumerable<ArchivedPack> live) => OrderedMerge.Of([live, .. _files.Values.Select(Read)]);

    private static IEnumerable<ArchivedPack> Read(ArchivedPartition archived)
    {
        using var reader = archived.Open((one, e) => new LegsArchivedException(one, e));
        var (account, legs) = (reader.ColumnOf("account"), reader.ColumnOf("legs"));
        while (reader.Next()) yield return new ArchivedPack((ulong)reader.Int64(account), reader.Bytes(legs).ToArray());
    }
}

/// <summary>What was asked for is archived in a file that is not there.</summary>
public sealed class LegsArchivedException : IOException
{
    internal LegsArchivedException(ArchivedPartition archived, Exception inner)
        : base(archived.IsAway("legs"), inner) => Path = archived.File;

    /// <summary>Where the file was written.</summary>
    public string Path { get; }
}
