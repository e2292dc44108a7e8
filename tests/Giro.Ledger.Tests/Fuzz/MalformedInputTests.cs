using System.Runtime.InteropServices;
using Giro.Ledger.Accounts;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;
using Giro.Ledger.Tests.Support;
using Giro.Ledger.Writer;

namespace Giro.Ledger.Tests.Fuzz;

/// <summary>Whatever bytes come in, the book answers them and goes on.</summary>
public sealed class MalformedInputTests(ITestOutputHelper output)
{
    private const int BuffersPerSeed = 60_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Any_bytes_are_answered_and_leave_the_book_sound(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var book = new TestBook(options => options with { MaxOpenHolds = 50 });
        var seeds = Seeds(book);
        var submission = new Submission();
        var statuses = new int[64];
        for (var i = 0; i < BuffersPerSeed;)
        {
            submission.Clear();
            for (var several = random.Next(1, 8); several > 0; several--, i++)
            {
                var bytes = Mutated(seeds, random);
                submission.TryAddEncoded(bytes);
            }

            if (random.Next(50) == 0) book.Time.Advance(TimeSpan.FromSeconds(30));
            foreach (var result in book.Book.Execute(submission)) statuses[(int)result.Status]++;
        }

        Assert.Equal(0, statuses[(int)Status.Invalid]);
        Assert.True(statuses[(int)Status.Accepted] > 500, "too little was accepted for this to test much");
        Assert.True(statuses.Count(count => count > 0) > 25, "too few kinds of refusal");
        Assert.Null(book.Book.Failure);
        book.AssertSound();
    }

    [Fact]
    public void Bytes_of_every_length_up_to_two_headers_are_answered()
    {
        using var book = new TestBook();
        foreach (var fill in new byte[] { 0, 1, 0x7F, 0x80, 0xFF })
        {
            for (var length = 0; length <= 2 * RecordHeader.Size; length++)
            {
                var bytes = new byte[length];
                Array.Fill(bytes, fill);
                var results = book.Do(s => Assert.True(s.TryAddEncoded(bytes)));
                Assert.Equal(length == 0 ? 0 : 1, results.Length);
                Assert.All(results, result => Assert.Equal(Status.Malformed, result.Status));
            }
        }

        book.Open("still-here");
    }

    [Fact]
    public void More_than_a_submission_takes_is_not_added()
    {
        var submission = new Submission();
        Assert.False(submission.TryAddEncoded(new byte[Submission.MaxBytes + 8]));
        var many = new byte[(Submission.MaxCommands + 1) * RecordHeader.Size];
        for (var at = 0; at < many.Length; at += RecordHeader.Size) MemoryMarshal.AsRef<RecordHeader>(many.AsSpan(at)).Length = RecordHeader.Size;
        Assert.False(submission.TryAddEncoded(many));
        Assert.True(submission.TryAddEncoded(many.AsSpan(RecordHeader.Size)));
        Assert.False(submission.TryAddEncoded(many.AsSpan(0, RecordHeader.Size)));
        Assert.Equal(Submission.MaxCommands, submission.Count);
        Assert.Equal(0, new Submission().Count);
    }

    [Fact]
    public void A_submission_as_large_as_there_can_be_is_taken()
    {
        using var book = new TestBook();
        var (cash, shop) = (book.Open("cash"), book.Open("shop"));
        var hold = Enumerable.Range(0, 128).SelectMany(_ => new[] { Leg.Debit(cash, 1), Leg.Credit(shop, 1) }).ToArray();
        var submission = new Submission();
        var captures = 0;
        for (var i = 0; submission.HasRoom(256) && i < 200; i++) submission.Hold(new EntryId((UInt128)(i + 1)), 1, hold, null);
        Assert.All(book.Book.Execute(submission).ToArray(), result => Assert.Equal(Status.Accepted, result.Status));
        submission.Clear();
        for (; captures < 200; captures++) submission.Capture(new EntryId((UInt128)(captures + 1001)), new EntryId((UInt128)(captures + 1)), []);
        Assert.All(book.Book.Execute(submission).ToArray(), result => Assert.Equal(Status.Accepted, result.Status));
        Assert.Equal(-200 * 128, book.Account("cash").BalanceMinor);
        book.AssertSound();
    }

    private static byte[] Mutated(List<byte[]> seeds, Random random)
    {
        var bytes = seeds[random.Next(seeds.Count)].ToArray();
        if (random.Next(4) == 0) MemoryMarshal.AsRef<RecordHeader>(bytes.AsSpan()).IdLow = (ulong)random.NextInt64(0, 5000);
        switch (random.Next(10))
        {
            case 0:
                bytes = new byte[random.Next(0, 200)];
                random.NextBytes(bytes);
                break;
            case 1:
                bytes = bytes[..random.Next(bytes.Length)];
                break;
            case 2 or 3:
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                break;
            case 4:
                for (var i = random.Next(1, 8); i > 0; i--) bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                break;
            case 5:
                // A word of extreme value, where amounts, handles and times are.
                var at = random.Next(bytes.Length / 8) * 8;
                BitConverter.TryWriteBytes(bytes.AsSpan(at), random.GetItems([0L, 1, -1, long.MinValue, long.MaxValue, int.MinValue, 1L << 40], 1)[0]);
                break;
            case 6:
                MemoryMarshal.AsRef<RecordHeader>(bytes.AsSpan()).Type = (RecordType)random.Next(0, 50);
                break;
            case 7:
                MemoryMarshal.AsRef<RecordHeader>(bytes.AsSpan()).Flags = (RecordFlags)random.Next(0, 4);
                break;
            case 8:
                ref var header = ref MemoryMarshal.AsRef<RecordHeader>(bytes.AsSpan());
                if (random.Next(2) == 0) header.LegCount = (ushort)random.Next(0, 65_536);
                else header.AttributeLength = (ushort)random.Next(0, 65_536);
                break;
        }

        return bytes;
    }

    /// <summary>Good commands of every type over a few accounts.</summary>
    private static List<byte[]> Seeds(TestBook book)
    {
        var handles = Enumerable.Range(0, 6).Select(i => book.Open($"account/{i}", (AccountClass)(1 + (i % 5)), i < 4 ? "EUR" : "JPY")).ToList();
        book.One(s => s.Post(TestBook.Id("original"), 1, [Leg.Debit(1, 5), Leg.Credit(2, 5)]));
        var original = book.Book.Find(TestBook.Id("original"))!.Bytes;
        var seeds = new List<byte[]>();
        void Add(Action<Submission> add)
        {
            var submission = new Submission();
            add(submission);
            seeds.Add(submission.Commands.ToArray());
        }

        for (ulong i = 1; i < 40; i++)
        {
            var (debit, credit) = (handles[(int)i % 2], handles[2 + ((int)i % 2)]);
            Leg[] legs = [Leg.Debit(debit, (long)i), Leg.Credit(credit, (long)i)];
            var (id, other) = (new EntryId(i), new EntryId(i / 2));
            Add(s => s.Post(id, 1, legs));
            Add(s => s.Post(new EntryId(i + 1000), 1, legs, "text"u8, chainNext: true));
            Add(s => s.Hold(new EntryId(i + 2000), 1, legs, book.Time.Now.AddSeconds(i)));
            Add(s => s.Capture(new EntryId(i + 3000), new EntryId(i + 2000), i % 2 == 0 ? [] : legs, final: i % 3 == 0));
            Add(s => s.Release(new EntryId(i + 4000), new EntryId(i + 2000)));
        }

        Add(s => s.Extend(new EntryId(1), new EntryId(2003), book.Time.Now.AddDays(1)));
        Add(s => s.Reverse(new EntryId(2), TestBook.Id("original"), original));
        Add(s => s.OpenAccount("account/7", AccountClass.Asset, Giro.Ledger.Currencies.Currency.FromCode("KWD"), AccountLimits.NotNegative, "meta"u8));
        Add(s => s.SetLimits(new EntryId(3), 2, AccountLimits.None));
        Add(s => s.SetState(new EntryId(4), 3, AccountState.Open));
        Add(s => s.SetMetadata(new EntryId(5), 4, "other"u8));
        Add(s => s.AdvanceDate(new EntryId(6), TestBook.FirstDate.AddDays(1)));
        return seeds;
    }
}
