using Giro.Ledger.Accounts;
using Giro.Ledger.Currencies;
using Giro.Ledger.Writer;
using Giro.Operations.Clearing;
using Giro.Operations.Institution;
using Giro.Operations.Reconciliation;
using Giro.Operations.Settlement;

namespace Giro.Operations.DayEnd;

/// <summary>
/// The tie-outs that must hold before a business date is closed: ledger = clearing = obligations = payouts = statement + breaks. They hold for every kind of
/// contract. Costs that a strategy says we bear are lines on no account: they are not booked with the payment, but when the channel settles and keeps its own.
/// </summary>
public static class DayEndChecks
{
    private static readonly EntryKind[] Paid = [EntryKind.Payment, EntryKind.Refund, EntryKind.Chargeback];

    /// <summary>The kinds that are our income, or lessen it; tax is not, and a collection moves what was earned before.</summary>
    private static readonly LineKind[] Fees =
    [
        LineKind.MerchantFee, LineKind.Interchange, LineKind.SchemeFee, LineKind.Markup, LineKind.Discount, LineKind.FeeReturned, LineKind.RefundFee, LineKind.ChargebackFee,
        LineKind.FeeAdjustment,
    ];

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
        var paidMinor = OfKinds([LineKind.Gross, LineKind.Refund, LineKind.Chargeback, LineKind.Surcharge]);
        var walletsMinor = journal.ReceivableMinorOf(EntryKind.TopUp) + journal.ReceivableMinorOf(EntryKind.Withdrawal);
        return
        [
            TieOut.OfCount(
                "every payment is cleared once", "payment entries in the journal",
                journal.CountOf(EntryKind.Payment) + journal.CountOf(EntryKind.Refund) + journal.CountOf(EntryKind.Chargeback), "entries with clearing lines", records.ClearedEntries),
            Money(
                "gross", "payments less returns on receivables", Sum(Paid, journal.ReceivableMinorOf), "gross, surcharge, refund and chargeback lines", paidMinor),
            Money("merchant fees", "income in the ledger", OfPaths("income/", "") - OfPaths(ChartOfAccounts.ReconciliationGains, ""), "fee lines", -OfKinds(Fees)),
            Money("tax", "tax accounts in the ledger", OfPaths("tax/", ""), "tax lines", -OfKinds([LineKind.Tax])),
            Money("fees due", "merchants' fees-due in the ledger", OfPaths("merchant/", "/fees-due"), "lines of fees that are collected later", -OfAccount(LineAccount.FeesDue)),
            Money("shares", "shares of receivers less those charged", OfKinds([LineKind.Share]), "left over", 0),
            Money("cycle totals", "sum of totals", Sum(records.LineTotals.Values, figure => figure.SumMinor), "sum of lines", linesMinor),
            Money("pending", "pending accounts in the ledger", pendingMinor, "pending lines less posted obligations", OfAccount(LineAccount.Pending) - records.PostedObligations.SumMinor),
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
                "booked + in breaks + compared with no statement yet", records.MatchedPayouts.SumMinor + records.PayoutsInBreaks.SumMinor + records.PayoutsToCome.SumMinor),
            Money(
                "channel receivables", "in the ledger", receivableMinor,
                "payments - returns + top-ups - withdrawals - settled", paidMinor + walletsMinor - records.SettledChannels.SumMinor),
            Money("channel costs", "expense/channel-costs in the ledger", byPath[ChartOfAccounts.ChannelCosts].BalanceMinor, "kept by channels that settled", records.ChannelCostsMinor),
            Money("wallets", "wallets in the ledger", OfPaths("wallet/", ""), "top-ups less withdrawals", walletsMinor),
            Money("nostro = bank statement", "bank/nostro in the ledger", byPath[ChartOfAccounts.Nostro].BalanceMinor, "closing balance of the statement", records.ClosingMinor.GetValueOrDefault(currency)),
            .. institution.ForeignNostros.Keys.OrderBy(foreign => foreign.Number).Select(foreign => TieOut.OfMoney(
                $"nostro {foreign.Code} = bank statement", "in the ledger", byPath[ChartOfAccounts.In(ChartOfAccounts.Nostro, foreign, currency)].BalanceMinor,
                "closing balance of the statement", records.ClosingMinor.GetValueOrDefault(foreign), foreign)),
            .. Suspense(),
            .. accounts.GroupBy(account => account.Currency).Select(group => TieOut.OfMoney(
                $"trial balance {group.Key.Code}",
                "debits", Sum(group, account => Int128.Max(0, account.DebitBalanceMinor)),
                "credits", Sum(group, account => Int128.Max(0, -account.DebitBalanceMinor)), group.Key)),
        ];

        Int128 OfKinds(IReadOnlyCollection<LineKind> kinds) =>
            Sum(records.Lines.Where(pair => pair.Key.Account != LineAccount.House && kinds.Contains(pair.Key.Kind)), pair => pair.Value.SumMinor);

        Int128 OfAccount(LineAccount account) => Sum(records.Lines.Where(pair => pair.Key.Account == account), pair => pair.Value.SumMinor);

        Int128 OfPaths(string start, string end) => Sum(
            byPath.Values.Where(account => account.Path.StartsWith(start, StringComparison.Ordinal) && account.Path.EndsWith(end, StringComparison.Ordinal)), account => account.BalanceMinor);

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

        IEnumerable<TieOut> Suspense()
        {
            foreach (var of in institution.ForeignNostros.Keys.OrderBy(foreign => foreign.Number).Prepend(currency))
            {
                var suffix = of == currency ? "" : " " + of.Code;
                var paths = institution.Channels.Select(channel => ChartOfAccounts.ChannelSuspense(channel.Code));
                var ledgerMinor = byPath[ChartOfAccounts.In(ChartOfAccounts.BankSuspense, of, currency)].BalanceMinor + (of == currency ? Sum(paths, path => byPath[path].BalanceMinor) : 0);
                var breaks = records.Breaks.Where(@break => @break.Currency == of).ToList();
                yield return TieOut.OfMoney("suspense" + suffix, "suspense of bank and channels in the ledger", ledgerMinor, "breaks that stand on it", Sum(breaks, @break => @break.SuspenseMinor), of);
                yield return TieOut.OfMoney(
                    "suspended items" + suffix, "suspense/items in the ledger", byPath[ChartOfAccounts.In(ChartOfAccounts.SuspendedItems, of, currency)].BalanceMinor,
                    "breaks past their time, or given up", Sum(breaks, @break => @break.SuspendedMinor), of);
            }
        }

        TieOut Money(string name, string leftName, Int128 leftMinor, string rightName, Int128 rightMinor) =>
            TieOut.OfMoney(name, leftName, leftMinor, rightName, rightMinor, currency);
    }

    /// <summary>The handles of the channels' accounts, as <see cref="JournalTotals.Read"/> wants them.</summary>
    public static IEnumerable<ulong> Receivables(PaymentInstitution institution, IEnumerable<AccountView> accounts)
    {
        var paths = institution.Channels.Select(channel => ChartOfAccounts.Receivable(channel.Code)).ToHashSet();
        return accounts.Where(account => paths.Contains(account.Path)).Select(account => account.Handle);
    }

    private static Int128 Sum<T>(IEnumerable<T> items, Func<T, Int128> amount) => items.Aggregate((Int128)0, (sum, item) => sum + amount(item));
}
