using System.Diagnostics;
using Giro.Ledger.Journal;
using Giro.Ledger.Writer;

namespace Giro.Storage.Tests.Conformance;

/// <summary>
/// What every <see cref="IJournal"/> must do, whatever stands behind it. A subclass says how its store is opened; each test gets a store of its own,
/// which is empty at first and is the same one each time that the test opens it.
/// </summary>
public abstract class JournalConformance
{
    private readonly RowChain _chain = new();

    protected abstract IJournal Open();

    protected abstract IJournal OpenReadOnly();

    [Fact]
    public void A_new_journal_is_empty()
    {
        using var journal = Open();
        Assert.Equal(default, journal.ReadHead());
        Assert.Empty(ReadAll(journal));
        Assert.Null(journal.FindRow(1));
    }

    [Fact]
    public void Rows_come_back_as_they_were_appended()
    {
        using var journal = Open();
        var rows = _chain.Rows(5, recordBytes: 100);
        foreach (var row in rows) journal.Append(row.Sequence, [row]);
        AssertSame(rows, ReadAll(journal));
        AssertSame(rows[2..], ReadAll(journal, from: 3));
    }

    [Fact]
    public void Several_rows_are_appended_together()
    {
        using var journal = Open();
        var rows = _chain.Rows(8, recordBytes: 100);
        journal.Append(1, rows);
        AssertSame(rows, ReadAll(journal));
        Assert.Equal(new JournalHead(8, rows[7].Hash), journal.ReadHead());
    }

    [Fact]
    public void The_head_is_the_last_row()
    {
        using var journal = Open();
        foreach (var row in _chain.Rows(3, recordBytes: 8))
        {
            journal.Append(row.Sequence, [row]);
            Assert.Equal(new JournalHead(row.Sequence, row.Hash), journal.ReadHead());
        }
    }

    [Fact]
    public void The_second_of_two_writers_is_refused_and_leaves_no_trace()
    {
        using var first = Open();
        using var second = Open();
        var mine = _chain.Next();
        var other = new RowChain().Next(recordBytes: 16);
        first.Append(1, [mine]);
        Assert.Equal(1UL, Assert.Throws<JournalConflictException>(() => second.Append(1, [other])).Sequence);
        AssertSame([mine], ReadAll(second));
        Assert.Equal(new JournalHead(1, mine.Hash), second.ReadHead());
    }

    [Fact]
    public void A_writer_that_lost_the_book_is_refused_at_every_later_row_too()
    {
        using var first = Open();
        using var second = Open();
        var rows = _chain.Rows(3, recordBytes: 8);
        first.Append(1, rows[..1]);
        second.Append(2, rows[1..2]);
        Assert.Throws<JournalConflictException>(() => first.Append(2, rows[1..2]));
        Assert.Throws<JournalConflictException>(() => first.Append(2, rows[1..3]));
        AssertSame(rows[..2], ReadAll(first));
    }

    [Fact]
    public void A_row_beyond_the_end_is_refused()
    {
        using var journal = Open();
        var rows = _chain.Rows(3, recordBytes: 8);
        journal.Append(1, rows[..1]);
        Assert.Throws<JournalConflictException>(() => journal.Append(3, rows[2..]));
        AssertSame(rows[..1], ReadAll(journal));
    }

    [Fact]
    public void Rows_that_do_not_follow_each_other_are_a_mistake_of_the_caller_and_none_is_appended()
    {
        using var journal = Open();
        var rows = _chain.Rows(4, recordBytes: 8);
        Assert.Throws<ArgumentException>(() => journal.Append(1, [rows[0], rows[1], rows[1]]));
        Assert.Throws<ArgumentException>(() => journal.Append(1, [rows[0], rows[2]]));
        Assert.Throws<ArgumentException>(() => journal.Append(1, [rows[1]]));
        Assert.Throws<ArgumentException>(() => journal.Append(1, []));
        Assert.Empty(ReadAll(journal));
        Assert.Equal(default, journal.ReadHead());
        journal.Append(1, rows);
        AssertSame(rows, ReadAll(journal));
    }

    [Fact]
    public async Task A_reader_sees_all_rows_of_an_append_or_none()
    {
        using var journal = Open();
        using var reading = Open();
        const int Group = 3;
        using var done = new CancellationTokenSource();
        var (looks, appends) = (0, 0);
        var writer = Task.Run(() =>
        {
            try
            {
                // A hundred without a pause, and more with one where the reader came to look too seldom meanwhile.
                for (; appends < 100 || (Volatile.Read(ref looks) <= 10 && appends < 5_000); appends++)
                {
                    if (appends >= 100) Thread.Sleep(2);
                    var rows = _chain.Rows(Group, recordBytes: 20_000);
                    journal.Append(rows[0].Sequence, rows);
                }
            }
            finally
            {
                done.Cancel();
            }
        });
        while (!done.IsCancellationRequested)
        {
            using var reader = reading.Read(Math.Max(1, reading.ReadHead().Sequence));
            var last = 0UL;
            while (reader.TryRead(out var row)) last = row.Sequence;
            Assert.Equal(0UL, last % Group);
            Assert.Equal(0UL, reading.ReadHead().Sequence % Group);
            Interlocked.Increment(ref looks);
        }

        await writer;
        Assert.True(looks > 10, $"looked only {looks} times");
        Assert.True(appends >= 100);
        Assert.Equal(appends * Group, ReadAll(reading).Count);
    }

    [Fact]
    public void A_reader_that_stands_still_holds_up_nobody()
    {
        using var journal = Open();
        var rows = _chain.Rows(6, recordBytes: 50_000);
        journal.Append(1, rows[..4]);
        using var reader = journal.Read(1);
        Assert.True(reader.TryRead(out _));
        var clock = Stopwatch.StartNew();
        journal.Append(5, rows[4..5]);
        journal.Append(6, rows[5..6]);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"two appends took {clock.Elapsed}");
        for (var i = 1; i < 6; i++)
        {
            Assert.True(reader.TryRead(out var row));
            AssertSame(rows[i], row);
        }

        Assert.False(reader.TryRead(out _));
    }

    [Fact]
    public void A_reader_at_the_end_finds_what_is_appended_later()
    {
        using var journal = Open();
        var rows = _chain.Rows(2, recordBytes: 8);
        using var reader = journal.Read(1);
        Assert.False(reader.TryRead(out _));
        foreach (var row in rows)
        {
            journal.Append(row.Sequence, [row]);
            Assert.True(reader.TryRead(out var read));
            AssertSame(row, read);
            Assert.False(reader.TryRead(out _));
        }
    }

    [Fact]
    public void A_journal_is_the_same_after_reopening_and_goes_on()
    {
        var rows = _chain.Rows(4, recordBytes: 500);
        using (var journal = Open()) journal.Append(1, rows[..2]);
        using (var journal = Open())
        {
            Assert.Equal(new JournalHead(2, rows[1].Hash), journal.ReadHead());
            AssertSame(rows[..2], ReadAll(journal));
            journal.Append(3, rows[2..]);
        }

        using var again = Open();
        AssertSame(rows, ReadAll(again));
    }

    [Fact]
    public void A_journal_opened_for_reading_only_reads_beside_the_writer_and_appends_nothing()
    {
        using var journal = Open();
        var rows = _chain.Rows(3, recordBytes: 500);
        journal.Append(1, rows[..1]);
        using var readOnly = OpenReadOnly();
        journal.Append(2, rows[1..2]);
        AssertSame(rows[..2], ReadAll(readOnly));
        Assert.Equal(new JournalHead(2, rows[1].Hash), readOnly.ReadHead());
        Assert.Equal(2UL, readOnly.FindRow(2));
        Assert.Throws<JournalUnavailableException>(() => readOnly.Append(3, rows[2..]));
        journal.Append(3, rows[2..]);
        AssertSame(rows, ReadAll(readOnly));
    }

    [Fact]
    public void Rows_of_four_mebibytes_come_back_whole()
    {
        var rows = new[] { _chain.Next(recordBytes: 4 << 20), _chain.Next(recordBytes: 0), _chain.Next(recordBytes: 4 << 20), _chain.Next(recordBytes: 8) };
        using (var journal = Open())
        {
            journal.Append(1, rows[..2]);
            journal.Append(3, rows[2..]);
        }

        using var again = Open();
        AssertSame(rows, ReadAll(again));
    }

    [Fact]
    public void The_row_of_every_record_is_found()
    {
        using var journal = Open();
        uint[] counts = [1, 5, 1, 8190, 2, 3];
        var rowOf = new List<ulong> { 0 };
        foreach (var count in counts)
        {
            var row = _chain.Next(64, count);
            journal.Append(row.Sequence, [row]);
            for (var i = 0; i < count; i++) rowOf.Add(row.Sequence);
        }

        for (var number = 1; number < rowOf.Count; number++) Assert.Equal(rowOf[number], journal.FindRow((ulong)number));
    }

    [Fact]
    public void A_record_beyond_the_end_is_in_no_row()
    {
        using var journal = Open();
        journal.Append(1, [_chain.Next(64, 1), _chain.Next(64, 5)]);
        Assert.Equal(2UL, journal.FindRow(6));
        Assert.Null(journal.FindRow(7));
        Assert.Null(journal.FindRow(ulong.MaxValue));
        Assert.Null(journal.FindRow(0));
    }

    [Fact]
    public void The_first_row_opens_the_book_and_is_written_once()
    {
        var options = new BookOptions { Name = "first", FirstBusinessDate = new DateOnly(2026, 1, 5), Seed = 7 };
        using var journal = Open();
        using (var book = Book.Open(journal, options)) Assert.Equal("first", book.Query(reader => reader.BookName));
        var row = Assert.Single(ReadAll(journal));
        using (var book = Book.Open(journal, options with { Name = "second", Seed = 8 })) Assert.Equal("first", book.Query(reader => reader.BookName));
        AssertSame(row, Assert.Single(ReadAll(journal)));
        JournalVerifier.FromStart().Check(row);
    }

    private static List<JournalRow> ReadAll(IJournal journal, ulong from = 1)
    {
        var rows = new List<JournalRow>();
        using var reader = journal.Read(from);
        while (reader.TryRead(out var row)) rows.Add(row with { Payload = row.Payload.ToArray() });
        return rows;
    }

    private static void AssertSame(JournalRow[] expected, List<JournalRow> actual)
    {
        Assert.Equal(expected.Select(row => row.Sequence), actual.Select(row => row.Sequence));
        for (var i = 0; i < expected.Length; i++) AssertSame(expected[i], actual[i]);
    }

    private static void AssertSame(JournalRow expected, JournalRow actual)
    {
        Assert.Equal(expected.Sequence, actual.Sequence);
        Assert.Equal(expected.TimeUs, actual.TimeUs);
        Assert.Equal(expected.Hash, actual.Hash);
        Assert.True(expected.Payload.Span.SequenceEqual(actual.Payload.Span), $"row {expected.Sequence} has other bytes");
    }
}
