using Giro.Ledger.Accounts;
using Giro.Ledger.Entries;
using Giro.Operations.DayEnd;
using Giro.Operations.Institution;
using Giro.Operations.Reconciliation;
using Giro.Operations.Settlement;
using Giro.Storage.Records;

namespace Giro.Operations.Tests.DayEnd;

public class DayEndRunTests
{
    [Fact]
    public void A_day_whose_tie_outs_hold_is_closed_and_the_next_business_date_is_open()
    {
        using var day = Worked();
        var end = Close(day);
        Assert.All(end.TieOuts, tieOut => Assert.True(tieOut.Holds, $"{tieOut}"));
        Assert.Equal((TestInstitution.Wednesday, new DateOnly(2026, 11, 12)), (end.ClosedDate, end.NextDate));
        Assert.Equal(new DateOnly(2026, 11, 12), day.Book.Query(reader => reader.BusinessDate));
    }

    [Fact]
    public void A_day_with_a_tie_out_that_differs_stays_open()
    {
        using var day = Worked();
        day.PostByHand("mistake", Leg.Debit(day.Accounts.FeeIncome, 1), Leg.Credit(day.Accounts.Capital, 1));
        var end = Close(day);
        Assert.False(end.IsClosed);
        var failed = Assert.Single(end.TieOuts, tieOut => !tieOut.Holds);
        Assert.Equal(("merchant fees", "1.24", "1.25"), (failed.Name, failed.Left, failed.Right));
        Assert.Equal(TestInstitution.Wednesday, day.Book.Query(reader => reader.BusinessDate));
    }

    [Fact]
    public void Each_figure_that_is_changed_fails_its_tie_out()
    {
        AssertFails("nostro = bank statement", day => day.PostByHand("x", Leg.Debit(day.Accounts.Nostro, 1), Leg.Credit(day.Accounts.Capital, 1)));
        AssertFails("payouts by state EUR", day => day.PostByHand("x", Leg.Debit(day.Accounts.Capital, 1), Leg.Credit(day.Accounts.InTransit, 1)));
        AssertFails("suspense", day => day.PostByHand("x", Leg.Debit(day.Accounts.BankSuspense, 1), Leg.Credit(day.Accounts.Capital, 1)));
        AssertFails("obligations", day => day.PostByHand("x", Leg.Debit(day.Accounts.Capital, 1), Leg.Credit(day.Accounts.Payable(day.Institution.Merchants[1]), 1)));
        AssertFails("channel receivables", day => day.PostByHand("x", Leg.Debit(day.Accounts.Receivable(TestInstitution.Card), 1), Leg.Credit(day.Accounts.Capital, 1)));
        AssertFails("pending, merchant by merchant", day => day.PostByHand("x", Leg.Debit(day.Accounts.Pending(day.Institution.Merchants[0]), 1), Leg.Credit(day.Accounts.Pending(day.Institution.Merchants[1]), 1)));
        AssertFails("channel costs", day => day.PostByHand("x", Leg.Debit(day.Accounts.ChannelCosts, 1), Leg.Credit(day.Accounts.Capital, 1)));
        AssertFails("tax", day => day.PostByHand("x", Leg.Debit(day.Accounts.Capital, 1), Leg.Credit(Opened(day, "tax/fees"), 1)));
        AssertFails("fees due", day => day.PostByHand("x", Leg.Debit(Opened(day, "merchant/M1/fees-due"), 1), Leg.Credit(day.Accounts.Capital, 1)));
        AssertFails("wallets", day => day.PostByHand("x", Leg.Debit(day.Accounts.Capital, 1), Leg.Credit(Opened(day, "wallet/W-1"), 1)));
        AssertFails("gross", day => day.Post(TestDay.Payment("P-9", "M2", "1.00")), isCleared: false);
        AssertFails("every payment is cleared once", day => day.Post(TestDay.Payment("P-9", "M2", "1.00")), isCleared: false);
    }

    /// <summary>Fees off payments and fees owed, fees and surcharges, a share, a cost of ours, wallets: the tie-outs hold with all of them together.</summary>
    [Fact]
    public void The_tie_outs_hold_for_every_kind_of_line()
    {
        var institution = TestInstitution.Make(contract => contract with { Deduction = contract.Schedule == TestInstitution.NextDay ? FeeDeduction.Gross : FeeDeduction.Net });
        using var day = new TestDay(institution, """
            strategy standard version 1
            currency EUR
            input amount: money
            input event: text
            output interchange: money as interchange charged
            output discount: money as discount credited
            output extra: money as surcharge credited
            output agent: money as share charged to "M3"
            output refund-fee: money as refund-fee charged
            output cost: money as channel-cost borne

            algorithm sold
                interchange = amount * 2.00% rounded half-up
                discount = 0.10
                extra = 0.50
                agent = amount * 10.00% rounded half-up
                cost = 0.07
            algorithm returned
                refund-fee = 0.25
            use sold
                when event = "payment"
            use returned
                otherwise
            """);
        day.Post(
            TestDay.Payment("P-1", "M1", "100.00"), TestDay.Payment("P-2", "M2", "50.00"), TestDay.Return("refund", "R-1", "P-1", "M1", "30.00"), TestDay.Return("chargeback", "C-1", "P-1", "M1", "50.00"),
            """{"id":"W-1","type":"top-up","wallet":"W-1","amount":"20.00","currency":"EUR","at":"2026-11-11T09:00:00+01:00"}""",
            """{"id":"W-2","type":"withdrawal","wallet":"W-1","amount":"5.00","currency":"EUR","at":"2026-11-11T09:00:00+01:00"}""");
        var found = Close(day).TieOuts.ToDictionary(tieOut => tieOut.Name);
        // Fees 2.00 - 0.10 and 1.00 - 0.10, two returns at 0.25; M2 owes 0.90 of it. 150.00 and twice 0.50 came in, 80.00 went back; wallets 15.00.
        Assert.Equal(("3.30", "3.30"), Sides("merchant fees"));
        Assert.Equal(("0.90", "0.90"), Sides("fees due"));
        Assert.Equal(("71.00", "71.00"), Sides("gross"));
        Assert.Equal(("86.00", "86.00"), Sides("channel receivables"));
        Assert.Equal(("15.00", "15.00"), Sides("wallets"));
        Assert.Equal(("68.60", "68.60"), Sides("pending"));
        Assert.Equal("0.00", found["shares"].Left);
        // The statement of the bank is yet to come: nothing else differs.
        Assert.All(found.Values, tieOut => Assert.True(tieOut.Holds, $"{tieOut}"));

        (string, string) Sides(string name) => (found[name].Left, found[name].Right);
    }

    [Fact]
    public void The_trial_balance_has_debits_and_credits_by_class()
    {
        using var day = Worked();
        var rows = Close(day).TrialBalance.Rows.Select(row => $"{row.Currency.Code} {row.Class} {row.DebitMinor} {row.CreditMinor}");
        // Nostro 0.75, nothing at the channel; the merchant is paid; fee 1.25 against cost 0.50.
        Assert.Equal(["EUR Asset 75 0", "EUR Liability 0 0", "EUR Equity 0 0", "EUR Income 0 125", "EUR Expense 50 0"], rows);
        Assert.Equal(AccountClass.Asset, Close(day).TrialBalance.Rows[0].Class);
    }

    private static void AssertFails(string tieOut, Action<TestDay> spoil, bool isCleared = true)
    {
        using var day = Worked();
        spoil(day);
        var end = Close(day, isCleared);
        Assert.False(end.IsClosed);
        Assert.Contains(end.TieOuts, found => found.Name == tieOut && !found.Holds);
    }

    private static ulong Opened(TestDay day, string path) => new AccountDirectory(day.Book, day.Institution).HandleOf(path);

    private static DayEndResult Close(TestDay day, bool isCleared = true)
    {
        if (isCleared) day.Clear();
        using var store = new DayEndStore(day.Records);
        return new DayEndRun(day.Book, day.Journal, day.Institution, new PendingTieOut(day.Book, day.Institution, day.Accounts, day.Obligations, day.Waiting), store).Close();
    }

    /// <summary>One payment of 100.00, paid out and settled.</summary>
    private static TestDay Worked()
    {
        var day = new TestDay();
        day.Post(TestDay.Payment("P-1", "M1", "100.00"));
        foreach (var cycle in day.Institution.CyclesEndingOn(TestInstitution.Wednesday)) day.Close(cycle);
        new ChannelExpectations(day.Book, day.Institution, day.Accounts, day.Payouts).Run(TestInstitution.Wednesday);
        day.Pay();
        var result = day.Reconcile(new BankStatement(
            "S1", TestInstitution.Wednesday, 0, 75,
            [
                new StatementLine(1, "CS-20261111-card", 99_50, TestInstitution.Wednesday, IsBooked: true, ""),
                new StatementLine(2, "PO-20261111-000001", -98_75, TestInstitution.Wednesday, IsBooked: true, ""),
            ],
            []));
        Assert.Equal(StatementStatus.Reconciled, result.Status);
        day.Clear();
        return day;
    }
}
