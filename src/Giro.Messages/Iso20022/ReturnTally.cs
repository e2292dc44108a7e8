namespace Giro.Messages.Iso20022;

/// <summary>Adds up one pacs.004 as its transactions pass and says at the end what does not agree with its header.</summary>
internal sealed class ReturnTally(PaymentReturn header)
{
    private Int128 _sumMinor;
    private string? _foreignCurrency;

    public long Count { get; private set; }

    public ControlSum Sum { get; private set; }

    /// <summary>Counts the transaction and returns what is odd about it alone.</summary>
    public IReadOnlyList<ReturnFinding> Add(ReturnedTransaction transaction, MessagePlace place)
    {
        Count++;
        Sum += transaction.Amount;
        if (header.Total is { } total && total.Currency != transaction.Amount.Currency)
            _foreignCurrency ??= transaction.Amount.Currency;
        else
            _sumMinor += transaction.Amount.AmountMinor;
        return CheckAlone(transaction, place);
    }

    /// <param name="place">of the message as a whole</param>
    public IReadOnlyList<ReturnFinding> Close(MessagePlace place)
    {
        if (header.IsWholeGroup && Count == 0)
            return []; // it counts the transactions of the message that comes back, which are not listed again
        var findings = new List<ReturnFinding>();
        if (header.TransactionCount != Count)
            findings.Add(new ReturnFinding(ReturnFindingKind.TransactionCountDiffers, $"{header.TransactionCount}", $"{Count}", place,
                $"the header states {header.TransactionCount} transactions, {Count} are listed"));
        if (header.ControlSum is { } sum && sum != Sum)
            findings.Add(new ReturnFinding(ReturnFindingKind.ControlSumDiffers, sum.ToString(), Sum.ToString(), place,
                $"the header states a control sum of {sum}, the returned amounts sum to {Sum}"));
        if (header.Total is { } total)
            CheckTotal(total, place, findings);
        return findings;
    }

    private void CheckTotal(CurrencyAmount total, MessagePlace place, List<ReturnFinding> findings)
    {
        var found = $"{DecimalText.Format(_sumMinor, total.MinorUnitDigits)} {total.Currency}";
        if (_foreignCurrency is not null)
            findings.Add(new ReturnFinding(ReturnFindingKind.TotalCurrencyDiffers, total.Currency, _foreignCurrency, place,
                $"the header states a total of {total}, but a transaction is in {_foreignCurrency}"));
        else if (_sumMinor != total.AmountMinor)
            findings.Add(new ReturnFinding(ReturnFindingKind.TotalDiffers, total.ToString(), found, place,
                $"the header states a total of {total}, the returned amounts sum to {found}"));
    }

    private static List<ReturnFinding> CheckAlone(ReturnedTransaction transaction, MessagePlace place)
    {
        var findings = new List<ReturnFinding>();
        if (!transaction.IsIdentified)
            findings.Add(new ReturnFinding(ReturnFindingKind.TransactionUnidentified, null, null, place,
                $"a return of {transaction.Amount} has no reference of the payment that comes back"));
        if (transaction.Reasons.Count == 0)
            findings.Add(new ReturnFinding(ReturnFindingKind.ReasonMissing, null, null, place, $"a return of {transaction.Amount} does not say why"));
        if (transaction is { OriginalAmount: { } original, Compensation: null }
            && original.Currency == transaction.Amount.Currency && transaction.Amount.AmountMinor > original.AmountMinor)
            findings.Add(new ReturnFinding(ReturnFindingKind.ReturnExceedsOriginal, original.ToString(), transaction.Amount.ToString(), place,
                $"{transaction.Amount} comes back of a payment of {original}"));
        return findings;
    }
}
