namespace Giro.Messages.Iso20022;

/// <summary>Checks one status report as its transactions pass: each alone, each payment information, and the whole. Used on reading and on writing.</summary>
internal sealed class StatusReportChecks(StatusReport report)
{
    private readonly StatusTally _whole = new($"report on '{report.OriginalMessageId}'", report.Group);
    private PaymentInformationStatus? _payment;
    private StatusTally? _paymentTally;
    private bool _anyPayment;

    public long TransactionCount => _whole.TransactionCount;

    public long PaymentTransactionCount => _paymentTally?.TransactionCount ?? 0;

    /// <summary>Different statuses kept in memory.</summary>
    public int StatusCount => _whole.StatusCount;

    public void Open(PaymentInformationStatus payment)
    {
        _anyPayment = true;
        _payment = payment;
        _paymentTally = new StatusTally($"payment information '{payment.Id}'", payment.Group);
    }

    /// <summary>The transaction with the status that applies to it.</summary>
    public TransactionStatus Settled(TransactionStatus transaction) => transaction.Status is null
        ? transaction with { Status = Inherited(_payment?.Group.Status) ?? (_payment?.Group.Status is null ? Inherited(report.Group.Status) : null) }
        : transaction;

    /// <summary>Counts the transaction and returns what is odd about it alone.</summary>
    public IReadOnlyList<StatusFinding> Add(TransactionStatus transaction)
    {
        _whole.Add(transaction.Status, transaction.Amount);
        _paymentTally!.Add(transaction.Status, transaction.Amount);
        if (transaction is { Status: not null } and not { EndToEndId: null, InstructionId: null, Uetr: null })
            return [];
        var findings = new List<StatusFinding>();
        if (transaction is { EndToEndId: null, InstructionId: null, Uetr: null })
            findings.Add(new StatusFinding(StatusFindingKind.TransactionUnidentified, null, null,
                "a transaction has no original end-to-end id, instruction id or UETR"));
        if (transaction.Status is null)
            findings.Add(new StatusFinding(StatusFindingKind.StatusMissing, null, null,
                $"transaction '{transaction.EndToEndId ?? transaction.InstructionId}' has no status, nor have all in its group the same"));
        return findings;
    }

    public IReadOnlyList<StatusFinding> ClosePayment()
    {
        _whole.AddPart(_payment!, _paymentTally!.TransactionCount);
        return _paymentTally.Close();
    }

    public IReadOnlyList<StatusFinding> Close()
    {
        var findings = _whole.Close();
        return _anyPayment || report.Group.Status is not null
            ? findings
            : [.. findings, new StatusFinding(StatusFindingKind.StatusMissing, null, null, $"the report on '{report.OriginalMessageId}' gives no status")];
    }

    private static string? Inherited(string? status) => status == StatusCode.Partly ? null : status;
}
