using System.Runtime.InteropServices;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;
using Giro.Ledger.Tests.Support;

namespace Giro.Ledger.Tests.Journal;

/// <summary>A journal that is not exactly what was acknowledged is refused, and the first row that is wrong is named.</summary>
public sealed class VerificationTests
{
    private static readonly MemoryJournal Good = Make(rows: 8, amountMinor: 1);

    /// <summary>The same book up to row 4, then another history of the same length.</summary>
    private static readonly MemoryJournal Other = Make(rows: 8, amountMinor: 2);

    [Fact]
    public void An_intact_journal_opens()
    {
        using var book = new TestBook(journal: Good.Copy());
        Assert.Equal(8UL, book.Book.Recovery.VerifiedRows);
    }

    [Fact]
    public void Every_flipped_bit_of_every_payload_is_found_in_its_row()
    {
        foreach (var row in Good.Rows)
        {
            for (var bit = 0; bit < row.Payload.Length * 8; bit += row.Payload.Length < 400 ? 1 : 7) AssertRefused(row.Sequence, journal => journal.Rows[(int)row.Sequence - 1] = row.Flipped(bit), verifyOnly: true);
        }
    }

    [Fact]
    public void A_flipped_bit_keeps_a_book_from_opening()
    {
        foreach (var row in Good.Rows) AssertRefused(row.Sequence, journal => journal.Rows[(int)row.Sequence - 1] = row.Flipped(row.Payload.Length * 4));
    }

    [Fact]
    public void A_changed_hash_sequence_or_time_beside_the_payload_is_found()
    {
        for (var i = 0; i < 8; i++)
        {
            var (at, row) = (i, Good.Rows[i]);
            var hash = row.Hash;
            MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref hash, 1))[31] ^= 1;
            AssertRefused(row.Sequence, journal => journal.Rows[at] = row with { Hash = hash });
            AssertRefused(row.Sequence, journal => journal.Rows[at] = row with { TimeUs = row.TimeUs + 1 });
            AssertRefused(row.Sequence, journal => journal.Rows[at] = row with { Sequence = row.Sequence + 100 });
        }
    }

    [Fact]
    public void A_dropped_row_is_missing()
    {
        for (var i = 0; i < 8; i++)
        {
            var at = i;
            AssertRefused((ulong)i + 1, journal => journal.Rows.RemoveAt(at));
        }
    }

    [Fact]
    public void Two_rows_in_the_wrong_order_are_found_at_the_first()
    {
        for (var i = 0; i < 7; i++)
        {
            var at = i;
            AssertRefused((ulong)i + 1, journal => (journal.Rows[at], journal.Rows[at + 1]) = (journal.Rows[at + 1], journal.Rows[at]));
            AssertRefused((ulong)i + 1, journal =>
            {
                // Their contents change places, the numbers beside them stay.
                var (one, two) = (journal.Rows[at], journal.Rows[at + 1]);
                journal.Rows[at] = two with { Sequence = one.Sequence };
                journal.Rows[at + 1] = one with { Sequence = two.Sequence };
            });
        }
    }

    [Fact]
    public void A_row_of_another_history_is_found_where_it_does_not_continue_the_chain()
    {
        // Row 4 is the first that differs. It continues row 3 of both, so alone it is found by row 5, which does not continue it.
        for (var i = 3; i < 7; i++)
        {
            var at = i;
            AssertRefused((ulong)i + (i == 3 ? 2UL : 1UL), journal => journal.Rows[at] = Other.Rows[at]);
        }

        AssertRefused(8, journal => journal.Rows[7] = Other.Rows[7]);
    }

    [Fact]
    public void A_whole_tail_of_another_history_is_found_by_the_head()
    {
        AssertRefused(8, journal =>
        {
            for (var i = 3; i < 8; i++) journal.Rows[i] = Other.Rows[i];
        });
    }

    [Theory]
    [InlineData(7)]
    [InlineData(4)]
    [InlineData(1)]
    [InlineData(0)]
    public void A_cut_tail_is_missing_from_its_first_row_on(int left) => AssertRefused((ulong)left + 1, journal => journal.Rows.RemoveRange(left, 8 - left));

    [Fact]
    public void A_head_that_is_behind_or_beside_the_rows_is_refused()
    {
        AssertRefused(8, journal => journal.Head = new JournalHead(7, journal.Rows[6].Hash));
        AssertRefused(8, journal => journal.Head = new JournalHead(8, journal.Rows[6].Hash));
        AssertRefused(8, journal => journal.Head = default);
        AssertRefused(9, journal => journal.Head = new JournalHead(9, journal.Rows[7].Hash));
    }

    [Fact]
    public void A_row_cut_short_is_found()
    {
        foreach (var length in new[] { 0, 1, 79, 80, 100 })
            AssertRefused(5, journal => journal.Rows[4] = journal.Rows[4] with { Payload = journal.Rows[4].Payload[..length] });
    }

    /// <summary>With the right hash, so that only the meaning is wrong: what a defect would write, or a forger.</summary>
    [Fact]
    public void A_last_row_that_was_forged_with_its_hash_and_the_head_is_refused_for_what_it_says()
    {
        const int Record = BatchHeader.Size;
        Forge(8, "mark of a batch", bytes => bytes[0] ^= 1);
        Forge(8, "has format 2", bytes => bytes[4] = 2);
        Forge(8, "written as row 9", bytes => bytes[8] = 9);
        Forge(8, "time that is not the batch's", bytes => bytes[16] ^= 1);
        Forge(8, "starts with record", bytes => bytes[24] ^= 1);
        Forge(8, "its header says", bytes => bytes[36] ^= 8);
        Forge(8, "broken record", bytes => bytes[Record + 4] ^= 8);
        Forge(8, "was never opened", bytes => bytes[Record + 48] = 77);
        Forge(8, "a second time", bytes => Good.Rows[6].Payload.Span.Slice(Record + 8, 16).CopyTo(bytes.AsSpan(Record + 8)));
        Forge(8, "debits and credits", bytes => bytes[Record + 48 + 8] ^= 1);
    }

    [Fact]
    public void A_first_row_that_does_not_open_a_book_is_refused()
    {
        var journal = new MemoryJournal();
        var row = Good.Rows[0].Forged(bytes => bytes[BatchHeader.Size] = 32);
        journal.Rows.Add(row);
        journal.Head = new JournalHead(1, row.Hash);
        Assert.Equal(1UL, Assert.Throws<JournalCorruptException>(() => new TestBook(journal: journal)).Sequence);
    }

    [Fact]
    public void A_damaged_journal_stays_as_it_was_found()
    {
        var journal = Good.Copy();
        journal.Rows[3] = journal.Rows[3].Flipped(900);
        var before = journal.Copy();
        Assert.Throws<JournalCorruptException>(() => new TestBook(journal: journal));
        Assert.Equal(0, journal.Appends);
        Assert.Equal(before.Head, journal.Head);
    }

    private static void Forge(ulong sequence, string reason, Action<byte[]> change)
    {
        var journal = Good.Copy();
        journal.Rows[^1] = journal.Rows[^1].Forged(change);
        journal.Head = new JournalHead(8, journal.Rows[^1].Hash);
        var error = Assert.Throws<JournalCorruptException>(() => new TestBook(journal: journal));
        Assert.Equal(sequence, error.Sequence);
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
    }

    private static void AssertRefused(ulong sequence, Action<MemoryJournal> damage, bool verifyOnly = false)
    {
        var journal = Good.Copy();
        damage(journal);
        var error = Assert.Throws<JournalCorruptException>(() =>
        {
            if (verifyOnly) Verify(journal);
            else new TestBook(journal: journal).Dispose();
        });
        Assert.Equal(sequence, error.Sequence);
    }

    private static void Verify(MemoryJournal journal)
    {
        var verifier = JournalVerifier.FromStart();
        using var reader = journal.Read(1);
        while (reader.TryRead(out var row)) verifier.Check(row);
        verifier.CheckEnd(journal.ReadHead());
    }

    private static MemoryJournal Make(int rows, long amountMinor)
    {
        using var book = new TestBook();
        var (cash, shop) = (book.Open("cash"), book.Open("shop"));
        for (var i = 4; i <= rows; i++) Assert.Equal(Status.Accepted, book.Post($"e{i}", cash, shop, amountMinor).Status);
        return book.Journal;
    }
}
