namespace Giro.Messages.Iso20022;

/// <summary>
/// Adds up one statement, notification or report as its entries pass and says at the end what does not agree. Used on reading and on writing alike.
/// </summary>
internal sealed class StatementTally(StatementHeader header, CamtForm form)
{
    private bool _foreignEntries;

    public StatementTotals Totals { get; private set; }

    /// <summary>Counts the entry and returns what is odd about it alone.</summary>
    public IReadOnlyList<StatementFinding> Add(StatementEntry entry)
    {
        List<StatementFinding>? findings = null;
        var summed = entry.Amount.Currency == header.Currency;
        if (!summed)
        {
            _foreignEntries = true;
            Report(ref findings, StatementFindingKind.EntryCurrencyDiffers, header.Currency, entry.Amount.Currency, $"entry of {entry.Amount} on a {form.Called} in {header.Currency}");
        }

        CheckBatches(entry, ref findings);
        CheckDetails(entry, ref findings);
        Count(entry, summed);
        return findings ?? (IReadOnlyList<StatementFinding>)[];
    }

    /// <summary>What does not agree about the statement as a whole.</summary>
    public IReadOnlyList<StatementFinding> Close()
    {
        List<StatementFinding>? findings = null;
        if (form.AddsUp)
            CheckBalances(ref findings);
        if (header.Summary is { } summary)
            CheckSummary(summary, ref findings);
        return findings ?? (IReadOnlyList<StatementFinding>)[];
    }

    private void Count(StatementEntry entry, bool summed)
    {
        var amountMinor = summed ? entry.Amount.AmountMinor : 0;
        var bookedMinor = summed && entry.IsBooked ? entry.SignedMinor : 0;
        Totals = entry.Side == CreditDebit.Credit
            ? Totals with
            {
                CreditCount = Totals.CreditCount + 1,
                CreditSumMinor = Totals.CreditSumMinor + amountMinor,
                BookedNetMinor = Totals.BookedNetMinor + bookedMinor,
            }
            : Totals with
            {
                DebitCount = Totals.DebitCount + 1,
                DebitSumMinor = Totals.DebitSumMinor + amountMinor,
                BookedNetMinor = Totals.BookedNetMinor + bookedMinor,
            };
    }

    private static void CheckBatches(StatementEntry entry, ref List<StatementFinding>? findings)
    {
        foreach (var batch in entry.Batches)
        {
            if (batch.DetailCount > 0 && batch.TransactionCount is { } stated && stated != batch.DetailCount)
                Report(ref findings, StatementFindingKind.BatchCountDiffers, stated, batch.DetailCount,
                    $"batch '{batch.PaymentInformationId}' states {stated} transactions and lists {batch.DetailCount}");
            if (batch is { Total: { } total, DetailCount: > 0 } && !entry.HasCharges)
                CheckBatchSum(entry, batch, total, ref findings);
        }
    }

    /// <summary>Only where all payments of the batch are listed with amounts of its currency: a bank may list a part.</summary>
    private static void CheckBatchSum(StatementEntry entry, EntryBatch batch, CurrencyAmount total, ref List<StatementFinding>? findings)
    {
        Int128 sumMinor = 0;
        for (var i = batch.FirstDetail; i < batch.FirstDetail + batch.DetailCount; i++)
        {
            var detail = entry.Details[i];
            if (detail.Amount?.Currency != total.Currency || total.Currency != entry.Amount.Currency)
                return;
            sumMinor += (detail.Side ?? entry.Side) == entry.Side ? detail.Amount.Value.AmountMinor : -detail.Amount.Value.AmountMinor;
        }

        if ((batch.TransactionCount ?? batch.DetailCount) == batch.DetailCount && sumMinor != total.AmountMinor)
            Report(ref findings, StatementFindingKind.BatchSumDiffers, total.AmountMinor, sumMinor,
                $"batch '{batch.PaymentInformationId}' states a total of {total} and lists payments of {Shown(sumMinor, total)}");
    }

    private static void CheckDetails(StatementEntry entry, ref List<StatementFinding>? findings)
    {
        // Comparable only when every listed payment has an amount in the entry's currency and nothing was charged on the way.
        if (entry.HasCharges || entry.Details.Count == 0 || entry.Details.Any(detail => detail.Amount?.Currency != entry.Amount.Currency))
            return;
        Int128 sumMinor = 0;
        foreach (var detail in entry.Details)
            sumMinor += (detail.Side ?? entry.Side).Signed(detail.Amount!.Value.AmountMinor);
        if (sumMinor != entry.SignedMinor)
            Report(ref findings, StatementFindingKind.DetailSumDiffers, entry.SignedMinor, sumMinor,
                $"entry of {Shown(entry.SignedMinor, entry.Amount)} lists payments of {Shown(sumMinor, entry.Amount)}");
    }

    private void CheckBalances(ref List<StatementFinding>? findings)
    {
        foreach (var type in (string[])["OPBD", "PRCD", "CLBD"])
        {
            var figures = header.Balances.Where(balance => balance.Type == type).Select(balance => (balance.Amount, balance.Side)).Distinct().Count();
            if (figures > 1)
                Report(ref findings, StatementFindingKind.BalanceRepeated, $"one {type}", $"{figures} different", $"{figures} different {type} balances");
        }

        var opening = header.OpeningBooked;
        var closing = header.ClosingBooked;
        if (opening is null)
            Report(ref findings, StatementFindingKind.OpeningBalanceMissing, "OPBD or PRCD", "neither", "no opening booked balance (OPBD or PRCD)");
        if (closing is null)
            Report(ref findings, StatementFindingKind.ClosingBalanceMissing, "CLBD", "none", "no closing booked balance (CLBD)");
        CheckCurrency(opening, ref findings);
        CheckCurrency(closing, ref findings);
        if (opening?.Amount.Currency != header.Currency || closing?.Amount.Currency != header.Currency)
            return;

        var expectedMinor = opening.SignedMinor + Totals.BookedNetMinor;
        if (expectedMinor != closing.SignedMinor)
            Report(ref findings, StatementFindingKind.ClosingBalanceDiffers, closing.SignedMinor, expectedMinor,
                $"opening {Shown(opening.SignedMinor)} and booked entries {Shown(Totals.BookedNetMinor)} give {Shown(expectedMinor)}, "
                + $"but the closing balance is {Shown(closing.SignedMinor)}");
    }

    private void CheckCurrency(StatementBalance? balance, ref List<StatementFinding>? findings)
    {
        if (balance is not null && balance.Amount.Currency != header.Currency)
            Report(ref findings, StatementFindingKind.BalanceCurrencyDiffers, header.Currency, balance.Amount.Currency,
                $"{balance.Type} balance of {balance.Amount} on a statement in {header.Currency}");
    }

    private void CheckSummary(StatementSummary summary, ref List<StatementFinding>? findings)
    {
        CheckCount("entries", summary.EntryCount, Totals.EntryCount, ref findings);
        CheckCount("credit entries", summary.CreditCount, Totals.CreditCount, ref findings);
        CheckCount("debit entries", summary.DebitCount, Totals.DebitCount, ref findings);
        if (_foreignEntries)
            return; // the bank's sums may include them at a value we do not know
        CheckSum("entries", summary.EntrySumMinor, Totals.CreditSumMinor + Totals.DebitSumMinor, ref findings);
        CheckSum("net entries", summary.NetMinor, Totals.CreditSumMinor - Totals.DebitSumMinor, ref findings);
        CheckSum("credit entries", summary.CreditSumMinor, Totals.CreditSumMinor, ref findings);
        CheckSum("debit entries", summary.DebitSumMinor, Totals.DebitSumMinor, ref findings);
    }

    private static void CheckCount(string what, long? stated, long found, ref List<StatementFinding>? findings)
    {
        if (stated is not null && stated != found)
            Report(ref findings, StatementFindingKind.SummaryCountDiffers, stated, found, $"the summary states {stated} {what}, there are {found}");
    }

    private void CheckSum(string what, long? statedMinor, Int128 foundMinor, ref List<StatementFinding>? findings)
    {
        if (statedMinor is { } stated && stated != foundMinor)
            Report(ref findings, StatementFindingKind.SummarySumDiffers, stated, foundMinor,
                $"the summary states {what} of {Shown(stated)}, they sum to {Shown(foundMinor)}");
    }

    private string Shown(Int128 minor) => $"{DecimalText.Format(minor, header.MinorUnitDigits)} {header.Currency}";

    private static string Shown(Int128 minor, CurrencyAmount like) => $"{DecimalText.Format(minor, like.MinorUnitDigits)} {like.Currency}";

    private static void Report(ref List<StatementFinding>? findings, StatementFindingKind kind, string expected, string found, string text) =>
        (findings ??= []).Add(new StatementFinding(kind, null, null, text) { StatedText = expected, FoundText = found });

    private static void Report(ref List<StatementFinding>? findings, StatementFindingKind kind, Int128? stated, Int128? found, string text) =>
        (findings ??= []).Add(new StatementFinding(kind, stated, found, text));
}
