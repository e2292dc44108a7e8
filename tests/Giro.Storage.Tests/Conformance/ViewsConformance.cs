using Giro.Ledger.Accounts;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;
using Giro.Storage.Views;
using Giro.Storage.Tests.Views;

namespace Giro.Storage.Tests.Conformance;

/// <summary>What the views of every database must answer.</summary>
public abstract class ViewsConformance
{
    private static readonly DateOnly Monday = ViewBook.FirstDay;
    private static readonly DateOnly Tuesday = Monday.AddDays(1);
    private static readonly DateOnly Wednesday = Monday.AddDays(2);

    private protected abstract ViewBook NewBook();

    [Fact]
    public void History_gives_each_leg_with_the_balance_after_it()
    {
        using var book = NewBook();
        var cash = book.Account("bank/cash", AccountClass.Asset);
        var alice = book.Account("customer/alice", AccountClass.Liability);
        book.Pay("deposit", cash, alice, 500_00);
        book.Pay("withdrawal", alice, cash, 120_50);
        using var views = book.ReadViews();
        Assert.Equal([(-500_00L, 500_00L), (120_50L, 379_50L)], views.History(alice, 1, views.LastNumber).Select(leg => (leg.AmountMinor, (long)leg.BalanceMinor)));
        Assert.Equal([(500_00L, 500_00L), (-120_50L, 379_50L)], views.History(cash, 1, views.LastNumber).Select(leg => (leg.AmountMinor, (long)leg.BalanceMinor)));
    }

    [Fact]
    public void A_backdated_entry_changes_the_past_by_value_date_and_never_by_booking_date()
    {
        using var book = NewBook();
        var cash = book.Account("bank/cash", AccountClass.Asset);
        book.Account("customer/alice", AccountClass.Liability);
        using (var before = book.ReadViews())
            Assert.Equal(0, before.BalanceAt(2, before.LastNumber));
        book.Pay("monday", cash, 2, 100_00);
        book.Advance(Tuesday);
        book.Pay("tuesday", cash, 2, 10_00);
        book.Advance(Wednesday);
        book.Pay("backdated", cash, 2, 1_00, valueDate: Monday);
        book.Pay("forward", cash, 2, 5_00, valueDate: Wednesday.AddDays(3));

        using var views = book.ReadViews();
        var alice = views.Account("customer/alice")!;
        var now = views.LastNumber;
        Assert.Equal((100_00, 110_00, 116_00), (Booked(Monday), Booked(Tuesday), Booked(Wednesday)));
        Assert.Equal((101_00, 111_00, 111_00), (Valued(Monday), Valued(Tuesday), Valued(Wednesday)));
        Assert.Equal((111_00, 116_00), (Valued(Wednesday.AddDays(2)), Valued(Wednesday.AddDays(3))));
        Assert.Equal(0, Valued(Monday.AddDays(-1)));

        int Booked(DateOnly date) => (int)views.BalanceAt(alice.Handle, views.NumberAt(new AsOf.BusinessDate(date)));
        int Valued(DateOnly date) => (int)views.BalanceByValueDate(alice, date, now);
    }

    [Fact]
    public void A_balance_can_be_asked_as_of_a_row_a_time_and_a_business_date()
    {
        using var book = NewBook();
        var cash = book.Account("bank/cash", AccountClass.Asset);
        var alice = book.Account("customer/alice", AccountClass.Liability);
        book.Pay("first", cash, alice, 1_00);
        var atNine = book.Clock.GetUtcNow();
        var afterFirst = book.Embedded.Book.Feed.LastSequence;
        book.Clock.Advance(TimeSpan.FromHours(1));
        book.Pay("second", cash, alice, 2_00);
        book.Clock.Advance(TimeSpan.FromHours(12));
        book.Advance(Tuesday);
        book.Pay("third", cash, alice, 4_00);

        using var views = book.ReadViews();
        Assert.Equal(1_00, At(new AsOf.Sequence(afterFirst)));
        Assert.Equal(1_00, At(new AsOf.Time(atNine)));
        Assert.Equal(1_00, At(new AsOf.Time(atNine.AddMinutes(59))));
        Assert.Equal(3_00, At(new AsOf.Time(atNine.AddMinutes(61))));
        Assert.Equal(0, At(new AsOf.Time(atNine.AddDays(-1))));
        Assert.Equal(3_00, At(new AsOf.BusinessDate(Monday)));
        Assert.Equal(7_00, At(new AsOf.BusinessDate(Tuesday)));
        Assert.Equal(7_00, At(new AsOf.Now()));

        int At(AsOf point) => (int)views.BalanceAt(alice, views.NumberAt(point));
    }

    [Fact]
    public void A_day_has_opening_debits_credits_and_closing_and_a_skipped_day_repeats_the_balance()
    {
        using var book = NewBook();
        var cash = book.Account("bank/cash", AccountClass.Asset);
        var alice = book.Account("customer/alice", AccountClass.Liability);
        book.Pay("in", cash, alice, 300);
        book.Pay("out", alice, cash, 120);
        book.Advance(Wednesday);
        book.Pay("in again", cash, alice, 20);
        using var views = book.ReadViews();
        var account = views.Account("customer/alice")!;
        Assert.Equal(new AccountDay(Monday, 0, 120, 300, 180), views.Day(account, Monday));
        Assert.Equal(new AccountDay(Tuesday, 180, 0, 0, 180), views.Day(account, Tuesday));
        Assert.Equal(new AccountDay(Wednesday, 180, 0, 20, 200), views.Day(account, Wednesday));
        Assert.Equal([Monday, Wednesday], views.BusinessDates());
    }

    [Fact]
    public void An_entry_is_found_by_its_reference_and_a_hold_with_what_became_of_it()
    {
        using var book = NewBook();
        var cash = book.Account("bank/cash", AccountClass.Asset);
        var alice = book.Account("customer/alice", AccountClass.Liability);
        var paid = book.Pay("payment/1", cash, alice, 1_000);
        var hold = EntryId.FromReference("hold/1");
        book.Do(submission => submission.Hold(hold, 2, [Leg.Debit(alice, 600), Leg.Credit(cash, 600)], expiresAt: null));
        var part = book.Do(submission => submission.Capture(EntryId.FromReference("capture/1"), hold, [Leg.Debit(alice, 200), Leg.Credit(cash, 200)]));
        var rest = book.Do(submission => submission.Release(EntryId.FromReference("release/1"), hold));
        using var views = book.ReadViews();
        Assert.Equal(paid.Number, views.NumberOf(EntryId.FromReference("payment/1")));
        Assert.Equal(0UL, views.NumberOf(EntryId.FromReference("payment/2")));
        Assert.Equal([(part.Number, RecordType.Capture), (rest.Number, RecordType.Release)], views.LinksOf(hold));
        Assert.Equal(800, views.BalanceAt(alice, views.LastNumber));
        var record = JournalLookup.Find(book.Embedded.Journal, paid.Number)!;
        Assert.Equal(EntryId.FromReference("payment/1").Value, record.Body.Header.Id);
    }

    [Fact]
    public void Accounts_are_listed_by_path_with_changed_limits_state_and_metadata()
    {
        using var book = NewBook();
        book.Account("merchant/M2/pending", AccountClass.Liability);
        var first = book.Account("merchant/M1/pending", AccountClass.Liability, "JPY");
        book.Account("bank/cash", AccountClass.Asset);
        book.Do(submission => submission.SetLimits(EntryId.FromReference("limits"), first, new AccountLimits(-5, 100)));
        book.Do(submission => submission.SetState(EntryId.FromReference("state"), first, AccountState.DebitsFrozen));
        book.Do(submission => submission.SetMetadata(EntryId.FromReference("metadata"), first, "blue"u8));
        using var views = book.ReadViews();
        Assert.Equal(["merchant/M1/pending", "merchant/M2/pending"], views.Accounts("merchant/").Select(account => account.Path));
        var account = views.Account("merchant/M1/pending")!;
        Assert.Equal((new AccountLimits(-5, 100), AccountState.DebitsFrozen, "blue", "JPY"), (account.Limits, account.State, account.Metadata, account.Currency.Code));
    }
}
