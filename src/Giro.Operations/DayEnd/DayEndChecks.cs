using Giro.Ledger.Writer;
using Giro.Operations.Clearing;
using Giro.Operations.Institution;
using Giro.Operations.Reconciliation;
using Giro.Operations.Settlement;

namespace Giro.Operations.DayEnd;

/// <summary>The tie-outs that must hold before a business date is closed: ledger = clearing = obligations = payouts = statement + breaks.</summary>
public static class DayEndChecks
{
    public static IReadOnlyList<TieOut> Of(
        PaymentInstitution institution, IReadOnlyList<AccountView> accounts, JournalTotals journal, RecordedFigures records, IReadOnlyList<PendingDifference>? pendingDifferences)
    {
        var currency = institution.Currency;
        var byPath = accounts.ToDictionary(account => account.Path);
        var pendingMinor = Sum(institution.Merchants, merchant => byPath[ChartOfAccounts.Pending(merchant.Id)].BalanceMinor);
        var payableMinor = Sum(institution.Merchants, merchant => byPath[ChartOfAccounts.Payable(merchant.Id)].BalanceMinor);
        var receivableMinor = Sum(institution.Channels, channel => byPath[ChartOfAccounts.Receivable(channel.Code)].BalanceMinor);
        var linesMinor = Sum(records.Lines.Values, figure => figure.SumMinor);
        var payoutBreaks = records.Breaks.Where(@break => @break.ExpectedMinor < 0).ToList();
        return
        [
            TieOut.OfCount(
                "every payment is cleared once", "payment entries in the journal",
                journal.CountOf(EntryKind.Payment) + journal.CountOf(EntryKind.Refund) + journal.CountOf(EntryKind.Chargeback), "entries with clearing lines", records.ClearedEntries),
            Money("gross", "debited to receivables", journal.DebitMinorOf(EntryKind.Payment), "gross lines", SumOf(records.Lines, LineKind.Gross)),
            Money("merchant fees", "income in the ledger", byPath[ChartOfAccounts.FeeIncome].BalanceMinor, "fee lines", -SumOf(records.Lines, LineKind.MerchantFee)),
            Money("cycle totals", "sum of totals", Sum(records.LineTotals.Values, figure => figure.SumMinor), "sum of lines", linesMinor),
            Money("pending", "pending accounts in the ledger", pendingMinor, "lines less posted obligations", linesMinor - records.PostedObligations.SumMinor),
            new TieOut("pending, merchant by merchant", "merchants that differ", pendingDifferences?.Count.ToString() ?? "not known, clearing is behind the ledger", "allowed", "0"),
            Money("obligations", "posted", records.PostedObligations.SumMinor, "payable accounts + payouts", payableMinor + records.Payouts.SumMinor),
            Money("payouts", "entries in the journal", journal.DebitMinorOf(EntryKind.Payout), "payout instructions", records.Payouts.SumMinor),
            Money(
                "payouts = statement + breaks", "instructed", records.Payouts.SumMinor,
                "matched + missing + late + different", records.MatchedPayouts.SumMinor - Sum(payoutBreaks, @break => @break.ExpectedMinor)),
            Money(
                "in transit", "in the ledger", byPath[ChartOfAccounts.InTransit].BalanceMinor,
                "payouts that no booked line discharges", records.Payouts.SumMinor - records.SettledPayouts.SumMinor),
            Money(
                "channel receivables", "in the ledger", receivableMinor,
                "gross + refunds + chargebacks - settled",
                SumOf(records.Lines, LineKind.Gross) + SumOf(records.Lines, LineKind.Refund) + SumOf(records.Lines, LineKind.Chargeback) - records.SettledChannels.SumMinor),
            Money("nostro = bank statement", "bank/nostro in the ledger", byPath[ChartOfAccounts.Nostro].BalanceMinor, "closing balance of the statement", records.ClosingMinor ?? 0),
            Money(
                "suspense", "suspense/bank in the ledger", byPath[ChartOfAccounts.BankSuspense].BalanceMinor,
                "breaks with money that moved", -Sum(records.Breaks.Where(@break => @break.Type is BreakType.Doubled or BreakType.Unknown or BreakType.AmountDiffers), @break => @break.DifferenceMinor)),
            .. accounts.GroupBy(account => account.Currency).Select(group => TieOut.OfMoney(
                $"trial balance {group.Key.Code}",
                "debits", Sum(group, account => Int128.Max(0, account.DebitBalanceMinor)),
                "credits", Sum(group, account => Int128.Max(0, -account.DebitBalanceMinor)), group.Key)),
        ];

        TieOut Money(string name, string leftName, Int128 leftMinor, string rightName, Int128 rightMinor) =>
            TieOut.OfMoney(name, leftName, leftMinor, rightName, rightMinor, currency);
    }

    private static Int128 SumOf(IReadOnlyDictionary<LineKind, Figure> lines, LineKind kind) => lines.TryGetValue(kind, out var figure) ? figure.SumMinor : 0;

    private static Int128 Sum<T>(IEnumerable<T> items, Func<T, Int128> amount) => items.Aggregate((Int128)0, (sum, item) => sum + amount(item));
}
