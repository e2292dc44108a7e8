using Giro.Ledger.Entries;
using Giro.Ledger.Ids;
using Giro.Ledger.Journal;
using Giro.Ledger.Tests.Support;

namespace Giro.Ledger.Tests.Ids;

public sealed class IdIndexTests
{
    private static readonly BookHash Hash = new(42);

    [Fact]
    public void Ids_are_found_through_growth_sealing_and_merging()
    {
        using var folder = new TempFolder();
        using var index = Sealing(folder, 6, 6);
        var random = new Random(1);
        for (var i = 1; i <= 20_000; i++)
        {
            index.EnsureRoom(1);
            index.Insert(Record(i));
            if (i % 100 != 0) continue;
            for (var j = 0; j < 20; j++) AssertFound(index, random.Next(1, i + 1));
            Assert.False(index.TryFind(Record(i + 1).IdLow, Record(i + 1).IdHigh, out _));
        }

        for (var i = 1; i <= 20_000; i++) AssertFound(index, i);
        for (var i = 20_001; i <= 25_000; i++) Assert.False(index.TryFind(Record(i).IdLow, Record(i).IdHigh, out _));
    }

    [Fact]
    public void Runs_of_like_size_are_merged_so_there_are_few()
    {
        using var folder = new TempFolder();
        var sealer = new IdSealer(folder.Ids, Hash, []);
        using var index = new IdIndex(Hash, 6, 6, sealer);
        for (var i = 1; i <= 32 * 200; i++)
        {
            index.EnsureRoom(1);
            index.Insert(Record(i));
        }

        index.Freeze();
        using var done = new ManualResetEventSlim();
        List<string> runs = [];
        sealer.AfterSeals(names => runs.AddRange(names), _ => done.Set());
        done.Wait();

        // 200 tables of 32 ids, sixteen of a size class merged into one of the next: 12 of 512 and 8 of 32 are left; the others' files are gone.
        Assert.Equal(12 + 8, runs.Count);
        Assert.Equal(runs.Order(), Directory.GetFiles(folder.Ids).Select(path => Path.GetFileName(path)).Order());
        for (var i = 1; i <= 32 * 200; i++) AssertFound(index, i);
    }

    [Fact]
    public void A_submission_larger_than_the_largest_table_still_fits()
    {
        using var folder = new TempFolder();
        using var index = Sealing(folder, 6, 6);
        for (var i = 1; i <= 5_000; i++)
        {
            if (i % 1000 == 1) index.EnsureRoom(1000);
            index.Insert(Record(i));
        }

        for (var i = 1; i <= 5_000; i++) AssertFound(index, i);
    }

    [Fact]
    public void Without_a_folder_the_table_grows()
    {
        using var index = new IdIndex(Hash, 4, 4, null);
        for (var i = 1; i <= 10_000; i++)
        {
            index.EnsureRoom(1);
            index.Insert(Record(i));
        }

        for (var i = 1; i <= 10_000; i++) AssertFound(index, i);
        Assert.Equal(10_000, index.RecentCount);
    }

    [Fact]
    public void Insertions_can_be_taken_back_in_reverse_order()
    {
        using var table = new IdTable(Hash, 6);
        for (var i = 1; i <= 16; i++) table.Insert(Record(i));
        for (var i = 17; i <= 32; i++) table.Insert(Record(i));
        for (var i = 32; i > 16; i--) table.RemoveLatest(Record(i).IdLow, Record(i).IdHigh);
        Assert.Equal(16, table.Count);
        for (var i = 1; i <= 32; i++) Assert.Equal(i <= 16, table.TryFind(PlaceOf(i), Record(i).IdLow, Record(i).IdHigh, out _));
    }

    [Fact]
    public void Sealing_sorts_by_place()
    {
        using var table = new IdTable(Hash, 10);
        for (var i = 1; i <= 512; i++) table.Insert(Record(i));
        var sorted = new IdRecord[512];
        table.CopySorted(sorted);
        var places = sorted.Select(record => Hash.Place(record.IdLow, record.IdHigh)).ToList();
        Assert.Equal(places.Order(), places);
        Assert.Equal(512, sorted.Select(record => record.Number).Distinct().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(1000)]
    [InlineData(70_000)]
    public void A_run_holds_its_records_and_no_others(int count)
    {
        using var folder = new TempFolder();
        var records = Enumerable.Range(1, count).Select(Record).OrderBy(record => Hash.Place(record.IdLow, record.IdHigh)).ToArray();
        using var run = IdRun.Write(Path.Combine(folder.Path, "a.ids"), Hash, records);
        using var opened = IdRun.Open(run.Path);
        for (var i = 1; i <= count; i++)
        {
            Assert.True(opened.TryFind(PlaceOf(i), Record(i).IdLow, Record(i).IdHigh, out var found));
            Assert.Equal((ulong)i, found.Number);
        }

        for (var i = count + 1; i <= count + 1000; i++) Assert.False(opened.TryFind(PlaceOf(i), Record(i).IdLow, Record(i).IdHigh, out _));
    }

    private static ulong PlaceOf(int i) => Hash.Place(Record(i).IdLow, Record(i).IdHigh);

    [Fact]
    public void Clients_cannot_choose_ids_that_share_a_place()
    {
        // Ids made from the constants of the hash, without knowing the book's seed: if a factor could be made zero, the other would not count.
        ulong[] constants = [0xA0761D6478BD642F, 0xE7037ED1A0B428DB, 0x8EBC6AF09C88C6E3];
        foreach (var low in constants)
        {
            var one = new BookHash(1);
            var other = new BookHash(2);
            Assert.NotEqual(one.Place(low, 12345), other.Place(low, 12345));
        }
    }

    private static IdIndex Sealing(TempFolder folder, int bits, int maxBits) => new(Hash, bits, maxBits, new IdSealer(folder.Ids, Hash, []));

    private static IdRecord Record(int i) => new(EntryId.FromReference($"id {i}").Value, (ulong)i * 7, (ulong)i, RecordType.Entry);

    private static void AssertFound(IdIndex index, int i)
    {
        Assert.True(index.TryFind(Record(i).IdLow, Record(i).IdHigh, out var found), $"id {i}");
        Assert.Equal((ulong)i, found.Number);
        Assert.Equal((ulong)i * 7, found.Fingerprint);
    }
}
