using Giro.Operations.Institution;

namespace Giro.Operations.Reporting;

/// <summary>Minor units by account of a merchant, in its favour: what it owes us is below zero, fees that are collected later among it.</summary>
public readonly record struct MerchantPosition(Int128 PendingMinor, Int128 PayableMinor, Int128 ReserveMinor, Int128 ReceivableMinor)
{
    public Int128 TotalMinor => PendingMinor + PayableMinor + ReserveMinor + ReceivableMinor;

    public static MerchantPosition operator +(MerchantPosition left, MerchantPosition right) => new(
        left.PendingMinor + right.PendingMinor, left.PayableMinor + right.PayableMinor, left.ReserveMinor + right.ReserveMinor, left.ReceivableMinor + right.ReceivableMinor);
}

/// <param name="Kind">Such as <c>gross</c>, <c>fee merchant-fees</c>, <c>payouts</c>.</param>
/// <param name="Count">Entries.</param>
public sealed record MerchantMovement(string Kind, long Count, MerchantPosition Change);

/// <summary>
/// What happened on a merchant's accounts in a period, by kind. Made from the journal's entries; what its movements lead to is compared with the balances
/// that the ledger has at the end.
/// </summary>
/// <param name="InLedger">At the close of the last day.</param>
public sealed record MerchantStatement(string MerchantId, StatementPeriod Period, MerchantPosition Opening, IReadOnlyList<MerchantMovement> Movements, MerchantPosition InLedger)
{
    public MerchantPosition Closing => Movements.Aggregate(Opening, (position, movement) => position + movement.Change);

    /// <summary>Opening and movements lead to what the ledger says, account by account.</summary>
    public bool TiesToLedger => Closing == InLedger;

    public static MerchantStatement Of(IAccountHistory history, string merchantId, StatementPeriod period)
    {
        var accounts = new MerchantPaths(merchantId);
        var movements = new Dictionary<string, (long Count, MerchantPosition Change)>();
        foreach (var entry in history.Entries(accounts.All, period.From, period.To))
        {
            foreach (var (kind, change) in Split(entry, accounts))
            {
                ref var sum = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(movements, kind, out _);
                sum = (sum.Count + 1, sum.Change + change);
            }
        }

        return new MerchantStatement(
            merchantId, period, accounts.At(history, period.From.AddDays(-1)),
            [.. movements.OrderBy(pair => Place(pair.Key)).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new MerchantMovement(pair.Key, pair.Value.Count, pair.Value.Change))],
            accounts.At(history, period.To));
    }

    /// <summary>In the order of a merchant's questions: what was sold, what it cost, what was taken back, kept back and paid.</summary>
    private static int Place(string kind)
    {
        var place = Array.IndexOf(Kinds, kind.StartsWith(Fee, StringComparison.Ordinal) ? Fee : kind);
        return place < 0 ? Kinds.Length : place;
    }

    private const string Fee = "fee ";

    private static readonly string[] Kinds =
    [
        "gross", Fee, "refunds", "chargebacks", "fees adjusted", "fees collected", "settled", "shortfalls covered", "guarantees given", "reserve released", "payouts", "payouts declined", "payouts rejected", "payouts returned",
        "payouts reissued", "written off",
    ];

    private static IEnumerable<(string Kind, MerchantPosition Change)> Split(HistoryEntry entry, MerchantPaths accounts)
    {
        var change = accounts.ChangeOf(entry);
        var kind = entry.Kind switch
        {
            EntryKind.Payment => "gross",
            EntryKind.Refund => "refunds",
            EntryKind.Chargeback => "chargebacks",
            EntryKind.FeeAdjustment => "fees adjusted",
            EntryKind.FeeCollection => "fees collected",
            EntryKind.Obligation => "settled",
            EntryKind.Cover => change.PendingMinor == 0 ? "guarantees given" : "shortfalls covered",
            EntryKind.ReserveRelease => "reserve released",
            EntryKind.WriteOff => "written off",
            EntryKind.PayoutCreated => "payouts",
            EntryKind.PayoutDeclined => "payouts declined",
            EntryKind.PayoutRejected => "payouts rejected",
            EntryKind.PayoutReturned => "payouts returned",
            EntryKind.PayoutReissued => "payouts reissued",
            _ => "adjustments",
        };
        if (entry.Kind is not (EntryKind.Payment or EntryKind.Refund or EntryKind.Chargeback) || accounts.IsShared(entry))
        {
            yield return (kind, change);
            yield break;
        }

        var areDueLater = accounts.AreFeesDueLater(entry);

        // The merchant's leg is net; the legs on income accounts and the like are what was taken of it, or given back.
        foreach (var fees in entry.Legs.Where(leg => leg.Path.StartsWith("income/", StringComparison.Ordinal) || leg.Path.StartsWith("tax/", StringComparison.Ordinal)).GroupBy(leg => leg.Path))
        {
            var feeMinor = fees.Sum(leg => leg.AmountMinor);
            var fee = areDueLater ? new MerchantPosition(0, 0, 0, feeMinor) : new MerchantPosition(feeMinor, 0, 0, 0);
            change = change with { PendingMinor = change.PendingMinor - fee.PendingMinor, ReceivableMinor = change.ReceivableMinor - fee.ReceivableMinor };
            yield return (Fee + fees.Key[(fees.Key.LastIndexOf('/') + 1)..], fee);
        }

        yield return (kind, change);
    }
}
