using System.Runtime.InteropServices;
using Giro.Ledger.Accounts;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;
using Giro.Ledger.Tests.Support;

namespace Giro.Ledger.Tests.Tables;

/// <summary>What no client library would send, but anybody can.</summary>
public sealed class HostileCommandTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_reversal_cannot_bring_legs_that_its_original_does_not_have(bool inFull)
    {
        using var book = new TestBook();
        var (cash, shop, thief) = (book.Open("cash", AccountClass.Asset), book.Open("shop"), book.Open("thief"));
        Leg[] legs = [Leg.Debit(cash, 100), Leg.Credit(shop, 100)];
        book.One(s => s.Hold(TestBook.Id("h1"), 1, legs, null));
        book.One(s => s.Capture(TestBook.Id("c1"), TestBook.Id("h1"), inFull ? [] : legs));
        var genuine = book.Book.Find(TestBook.Id("c1"))!.Bytes;
        foreach (var (leg, change) in new (int, Leg)[] { (0, new Leg(thief, 100)), (1, new Leg(thief, -100)), (1, new Leg(shop, -99)) })
        {
            var forged = genuine.ToArray();
            var at = RecordHeader.Size + 32 + (leg * Leg.Size);
            MemoryMarshal.Write(forged.AsSpan(at), change);
            Assert.Equal(Status.ReversalContentMismatch, book.One(s => s.Reverse(TestBook.Id("v1"), TestBook.Id("c1"), forged)).Status);
        }

        Assert.Equal(Status.Accepted, book.One(s => s.Reverse(TestBook.Id("v1"), TestBook.Id("c1"), genuine)).Status);
        Assert.Equal(0, book.Account("thief").BalanceMinor);
        book.AssertSound();
    }

    [Fact]
    public void A_capture_in_full_can_be_reversed_after_replay_and_not_when_it_was_rolled_back()
    {
        using var book = new TestBook();
        var (cash, shop) = (book.Open("cash", AccountClass.Asset), book.Open("shop"));
        book.One(s => s.Hold(TestBook.Id("h1"), 1, [Leg.Debit(cash, 100), Leg.Credit(shop, 100)], null));
        book.Do(s =>
        {
            s.Capture(TestBook.Id("c1"), TestBook.Id("h1"), [], chainNext: true);
            s.Post(TestBook.Id("e1"), 1, [Leg.Debit(cash, 1), Leg.Credit(shop, 2)]);
        });
        book.One(s => s.Capture(TestBook.Id("c1"), TestBook.Id("h1"), []));
        var genuine = book.Book.Find(TestBook.Id("c1"))!.Bytes;
        book.Reopen();
        Assert.Equal(Status.Accepted, book.One(s => s.Reverse(TestBook.Id("v1"), TestBook.Id("c1"), genuine)).Status);
        Assert.Equal(0, book.Account("cash").BalanceMinor);
        book.AssertSound();
    }

    [Fact]
    public void Opening_an_account_again_returns_the_first_result_after_its_date_was_closed()
    {
        using var book = new TestBook();
        var command = new RawCommand(RecordType.OpenAccount) { Path = "cash" };
        command.Header.BusinessDate = TestBook.FirstDate.DayNumber;
        command.Account = new OpenAccountBody { Class = 1, Currency = 978, HighestMinor = 5 };
        var first = book.One(s => s.TryAddEncoded(command.ToBytes()));
        book.One(s => s.AdvanceDate(TestBook.Id("d1"), TestBook.FirstDate.AddDays(1)));
        Assert.Equal(first with { IsRepeat = true }, book.One(s => s.TryAddEncoded(command.ToBytes())));
        command.Account.HighestMinor = 6;
        Assert.Equal(Status.BusinessDateClosed, book.One(s => s.TryAddEncoded(command.ToBytes())).Status);
    }

    [Fact]
    public void No_amount_makes_the_fingerprint_forget_what_came_before_it()
    {
        using var book = new TestBook();
        var (cash, shop) = (book.Open("cash"), book.Open("shop"));
        const long Forgetting = unchecked((long)0x8EBC6AF09C88C6E3);
        Leg[] legs = [new(cash, Forgetting), new(shop, -Forgetting)];
        Assert.Equal(Status.Accepted, book.One(s => s.Post(TestBook.Id("e1"), 1, legs)).Status);
        Assert.Equal(Status.IdConflict, book.One(s => s.Post(TestBook.Id("e1"), 2, legs)).Status);
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(3UL)]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 63)]
    public void A_handle_that_was_never_given_is_unknown(ulong handle)
    {
        using var book = new TestBook();
        var (cash, shop) = (book.Open("cash"), book.Open("shop"));
        Leg[] legs = [Leg.Debit(cash, 1), Leg.Credit(handle, 1)];
        Assert.Equal(Status.AccountUnknown, book.One(s => s.Post(TestBook.Id("e1"), 1, legs)).Status);
        Assert.Equal(Status.AccountUnknown, book.One(s => s.Hold(TestBook.Id("h1"), 1, legs, null)).Status);
        Assert.Equal(Status.AccountUnknown, book.One(s => s.SetLimits(TestBook.Id("l1"), handle, AccountLimits.None)).Status);
        Assert.Equal(Status.Accepted, book.Post("e1", cash, shop, 1).Status);
    }

    [Theory]
    [InlineData(RecordType.OpenBook)]
    [InlineData(RecordType.Expire)]
    [InlineData(RecordType.None)]
    [InlineData((RecordType)65535)]
    public void What_only_the_ledger_writes_is_not_a_command(RecordType type)
    {
        using var book = new TestBook();
        var command = new byte[RecordHeader.Size + (type == RecordType.Expire ? 32 : 16)];
        MemoryMarshal.AsRef<RecordHeader>(command.AsSpan()) = new RecordHeader { Type = type, Length = (uint)command.Length, IdLow = 1 };
        Assert.Equal(Status.CommandUnknown, book.One(s => s.TryAddEncoded(command)).Status);
    }
}
