using Giro.Ledger.Entries;
using Giro.Operations.Institution;
using Giro.Operations.Settlement;
using Giro.Storage.Records;

namespace Giro.Operations.Tests.Settlement;

public sealed class TieOutAlarmTests
{
    /// <summary>A hand has put 0.01 on M1's pending account, and nothing of clearing explains it.</summary>
    [Fact]
    public void A_difference_names_the_payments_that_make_it_and_closes_when_it_is_gone()
    {
        using var day = new TestDay();
        day.Post(TestDay.Payment("P-1", "M1", "100.00"), TestDay.Payment("P-2", "M1", "50.00"), TestDay.Return("refund", "R-1", "P-1", "M1", "30.00"));
        day.PostByHand("by-hand", Leg.Debit(day.Handle(ChartOfAccounts.Nostro), 1), Leg.Credit(day.Handle(ChartOfAccounts.Pending("M1")), 1));
        day.Clear();
        using var alarm = new Alarm(day);
        alarm.Check();
        var alert = Assert.Single(alarm.Alerts.Open());
        Assert.Equal(("tie-out", "merchant/M1"), (alert.Kind, alert.Subject));
        var number = day.LastNumber;
        Assert.Equal(
            $"""
            pending of M1 is 118.13 EUR in the ledger and 118.12 EUR in clearing; its payouts are blocked
              entry {number} (entry {number}): 0.01 EUR in the ledger, 0.00 EUR in clearing
            """,
            alert.Text);

        day.PostByHand("undone", Leg.Credit(day.Handle(ChartOfAccounts.Nostro), 1), Leg.Debit(day.Handle(ChartOfAccounts.Pending("M1")), 1));
        day.Clear();
        alarm.Check();
        Assert.Empty(alarm.Alerts.Open());
    }

    [Fact]
    public void A_payment_that_clearing_sees_otherwise_is_named_by_its_reference()
    {
        using var day = new TestDay();
        day.Post(TestDay.Payment("P-1", "M1", "100.00"), TestDay.Payment("P-2", "M1", "50.00"), TestDay.Payment("P-3", "M2", "9.00"));
        day.Clear();
        using var alarm = new Alarm(day, (number, amountMinor) => number == day.LastNumber - 1 ? amountMinor - 7 : amountMinor);
        var difference = new PendingDifference("M1", 98_75 + 49_37, 98_75 + 49_30, day.LastNumber);
        Assert.Equal([new DifferingEntry(day.LastNumber - 1, "payment P-2", 49_37, 49_30)], alarm.Of.Find(difference));
    }

    private sealed class Alarm : IDisposable
    {
        private readonly TestDay _day;
        private readonly IPendingLines _lines;

        public Alarm(TestDay day, Func<ulong, long, long>? change = null)
        {
            _day = day;
            Alerts = new AlertStore(day.Records);
            _lines = new Changed(new PendingLines(day.Records), change ?? ((_, amountMinor) => amountMinor));
            Of = new TieOutAlarm(day.Journal, day.Institution, day.Accounts, _lines, Alerts, day.Time);
        }

        public AlertStore Alerts { get; }

        public TieOutAlarm Of { get; }

        public void Check()
        {
            using var waiting = new WaitingEntryStore(_day.Records);
            Of.Raise(new PendingTieOut(_day.Book, _day.Institution, _day.Accounts, _day.Obligations, waiting).Check()!);
        }

        public void Dispose()
        {
            Alerts.Dispose();
            _lines.Dispose();
        }

        private sealed class Changed(IPendingLines lines, Func<ulong, long, long> change) : IPendingLines
        {
            public IEnumerable<(ulong Number, long AmountMinor)> Of(string merchantId) => lines.Of(merchantId).Select(line => (line.Number, change(line.Number, line.AmountMinor)));

            public void Dispose() => lines.Dispose();
        }
    }
}
