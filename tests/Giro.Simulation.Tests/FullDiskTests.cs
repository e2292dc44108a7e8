using Giro.Ledger.Entries;
using Giro.Simulation.Victim;
using Giro.Storage;
using Giro.Storage.Sqlite;
using Giro.Tests;

namespace Giro.Simulation.Tests;

/// <summary>A book fills its disk: nothing that is not durable is acknowledged, the process says why it ends, what is there can be read, and with room it goes on.</summary>
public sealed class FullDiskTests
{
    private const int Unavailable = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_full_disk_stops_the_book_and_costs_nothing_that_was_acknowledged()
    {
        using var folder = new TempFolder();
        using var disk = new SmallDisk(folder.Path, 8);
        File.WriteAllBytes(folder["ballast"], new byte[2 << 20]);
        using (var victim = VictimProcess.Start("fill", folder["book"], 1, 0))
        {
            var (exitCode, errors, acknowledged) = await victim.EndAsync(Patience);
            AssertSaidSo(exitCode, errors);
            AssertReadable(folder["book"], acknowledged);
            using (var again = VictimProcess.Start("fill", folder["book"], 1, 1)) AssertSaidSo((await again.EndAsync(Patience)).ExitCode, errors);
            AssertReadable(folder["book"], acknowledged);
            File.Delete(folder["ballast"]);
            AssertGoesOn(folder["book"], acknowledged);
        }
    }

    [Fact]
    public async Task A_journal_that_may_not_grow_stops_the_book_and_costs_nothing_that_was_acknowledged()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the limit on file size is set with bash");
        using var folder = new TempFolder();
        using var victim = VictimProcess.StartWithFileLimit(4096, "fill", folder["book"], 1, 0);
        var (exitCode, errors, acknowledged) = await victim.EndAsync(Patience);
        AssertSaidSo(exitCode, errors);
        AssertReadable(folder["book"], acknowledged);
        AssertGoesOn(folder["book"], acknowledged);
    }

    private static void AssertSaidSo(int exitCode, string errors)
    {
        Assert.True(exitCode == Unavailable, $"exit code {exitCode}: {errors}");
        Assert.Contains("the disk is full", errors);
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    private static void AssertReadable(string folder, IReadOnlyList<(EntryId Id, ulong Number)> acknowledged)
    {
        Assert.True(acknowledged.Count > 100, $"only {acknowledged.Count} entries were acknowledged");
        using var journal = SqliteJournal.OpenReadOnly(Path.Combine(folder, "journal.db"));
        var facts = JournalFacts.Read(journal);
        foreach (var (id, number) in acknowledged) Assert.Equal(number, facts.Numbers.GetValueOrDefault(id));
    }

    private static void AssertGoesOn(string folder, IReadOnlyList<(EntryId Id, ulong Number)> acknowledged)
    {
        using var book = StoredBook.Open(folder, Load.Options);
        book.Book.Query(reader =>
        {
            foreach (var (id, number) in acknowledged) Assert.Equal(number, reader.NumberOf(id));
            return 0;
        });
        var submission = new Ledger.Writer.Submission();
        submission.Post(EntryId.FromReference("after"), 1, [Leg.Debit(2, 5), Leg.Credit(4, 5)], new byte[2048]);
        Assert.True(book.Book.Execute(submission)[0].IsAccepted);
        book.Book.TakeSnapshot();
    }
}
