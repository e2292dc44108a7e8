using Giro.Ledger.Accounts;
using Giro.Ledger.Currencies;
using Giro.Ledger.Writer;
using Giro.Operations.Clearing;
using Giro.Operations.Institution;
using Giro.Operations.Reconciliation;
using Giro.Operations.Settlement;

namespace Giro.Operations.DayEnd;

/// <summary>The tie-outs that must hold before a business date is closed: ledger = clearing = obligations = payouts = statement + breaks.</summary>
public static class DayEndChecks
{
    /// <param name="coming">By account, debits less credits of entries that are decided and wait: the ledger is compared as it is with them.</param>
    public static IReadOnlyList<TieOut> Of(
        PaymentInstitution institution, IReadOnlyList<AccountView> accounts, IReadOnlyDictionary<ulong, Int128> coming, JournalTotals journal, RecordedFigures records,
        IReadOnlyList<PendingDifference>? pendingDifferences)
    {
        var currency = institution.Currency;
        var byPath = accounts.ToDictionary(
            account => account.Path, account => account with { BalanceMinor = account.BalanceMinor + (account.Class.NormalSign() * coming.GetValueOrDefault(account.Handle)) });
        var pendingMinor = Sum(institution.Merchants, merchant => byPath[ChartOfAccounts.Pending(merchant.Id)].BalanceMinor);
        var payableMinor = OfMerchants(ChartOfAccounts.Payable);
        var rollingMinor = OfMerchants(ChartOfAccounts.RollingReserve);
        var owedMinor = OfMerchants(ChartOfAccounts.MerchantReceivable);
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
            Money(
                "obligations", "posted", records.PostedObligations.SumMinor, "payable + reserves - receivables - written off + payouts",
                payableMinor + rollingMinor + OfMerchants(ChartOfAccounts.FixedReserve) - owedMinor - records.WrittenOffMinor + records.PaidOutMinor),
            Money("payable", "in the ledger", payableMinor, "open items", records.OpenAmounts.PayableMinor),
            Money("rolling reserves", "in the ledger", rollingMinor, "open parts", records.OpenAmounts.RollingMinor),
            Money("merchant receivables", "in the ledger", owedMinor, "open items", records.OpenAmounts.ReceivableMinor),
            .. institution.ForeignNostros.Keys.OrderBy(foreign => foreign.Number).Prepend(currency).Select(PayoutStatesOf),
            Money(
                "payouts = statement + breaks", "instructed", records.Payouts.SumMinor,
                "matched + missing + late + different", records.MatchedPayouts.SumMinor - Sum(payoutBreaks, @break => @break.ExpectedMinor)),
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

        Int128 OfMerchants(Func<string, string> path) => Sum(institution.Merchants, merchant => byPath[path(merchant.Id)].BalanceMinor);

        TieOut PayoutStatesOf(Currency of)
        {
            string[] paths =
            [
                ChartOfAccounts.PayoutsCreated, ChartOfAccounts.PayoutsApproved, ChartOfAccounts.PayoutsInstructed, ChartOfAccounts.PayoutsAccepted, ChartOfAccounts.InTransit,
                ChartOfAccounts.Returns,
            ];
            var recorded = records.PayoutStates.FirstOrDefault(figures => figures.Currency == of);
            Int128[] expected = [recorded.CreatedMinor, recorded.ApprovedMinor, recorded.InstructedMinor, recorded.AcceptedMinor, recorded.InTransitMinor, recorded.ReturnsMinor];
            return new TieOut(
                $"payouts by state {of.Code}", "created, approved, instructed, accepted, in transit, coming back",
                string.Join(' ', paths.Select(path => of.Format(byPath[ChartOfAccounts.In(path, of, currency)].BalanceMinor))), "payouts in these states", string.Join(' ', expected.Select(minor => of.Format(minor))));
        }

        TieOut Money(string name, string leftName, Int128 leftMinor, string rightName, Int128 rightMinor) =>
            TieOut.OfMoney(name, leftName, leftMinor, rightName, rightMinor, currency);
    }

    private static Int128 SumOf(IReadOnlyDictionary<LineKind, Figure> lines, LineKind kind) => lines.TryGetValue(kind, out var figure) ? figure.SumMinor : 0;

    private static Int128 Sum<T>(IEnumerable<T> items, Func<T, Int128> amount) => items.Aggregate((Int128)0, (sum, item) => sum + amount(item));
}
