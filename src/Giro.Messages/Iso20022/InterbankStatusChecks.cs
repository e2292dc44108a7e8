namespace Giro.Messages.Iso20022;

/// <summary>
/// Checks one pacs.002 as its transactions pass. Each message that is answered as a whole has a tally of its own; a transaction belongs to the one that it
/// names, or to the only one. A transaction that names a message which is not answered as a whole belongs to none, and is only counted.
/// </summary>
internal sealed class InterbankStatusChecks(InterbankStatusReport report)
{
    private readonly Dictionary<string, Answered> _groups = new(StringComparer.Ordinal);
    private Answered? _only;

    public long TransactionCount { get; private set; }

    public int GroupCount => _groups.Count;

    /// <summary>Different statuses kept in memory for one message answered.</summary>
    public int StatusCount { get; private set; }

    /// <returns>false when the same message was answered before</returns>
    public bool TryOpen(OriginalGroupStatus group, MessagePlace place)
    {
        var answered = new Answered(group, place, new StatusTally($"answer to '{group.MessageId}'", group.Group));
        _only = _groups.Count == 0 ? answered : null;
        return _groups.TryAdd(group.MessageId, answered);
    }

    /// <summary>The transaction with the message and the status that apply to it.</summary>
    public InterbankStatus Settled(InterbankStatus transaction)
    {
        if (GroupOf(transaction) is not { } group)
            return transaction;
        var status = group.Status.Group.Status;
        return transaction with
        {
            OriginalMessageId = transaction.OriginalMessageId ?? group.Status.MessageId,
            OriginalMessageName = transaction.OriginalMessageName ?? group.Status.MessageName,
            Status = transaction.Status ?? (status == StatusCode.Partly ? null : status),
        };
    }

    /// <summary>Counts the transaction and returns what is odd about it alone.</summary>
    public IReadOnlyList<StatusFinding> Add(InterbankStatus transaction)
    {
        TransactionCount++;
        if (GroupOf(transaction) is { } group)
        {
            group.Tally.Add(transaction.Status, transaction.Amount);
            StatusCount = Math.Max(StatusCount, group.Tally.StatusCount);
        }

        if (transaction is { Status: not null, IsIdentified: true })
            return [];
        var findings = new List<StatusFinding>();
        if (!transaction.IsIdentified)
            findings.Add(new StatusFinding(StatusFindingKind.TransactionUnidentified, null, null,
                "a transaction has no original end-to-end id, transaction id, instruction id or UETR"));
        if (transaction.Status is null)
            findings.Add(new StatusFinding(StatusFindingKind.StatusMissing, null, null,
                $"transaction '{transaction.EndToEndId ?? transaction.TransactionId ?? transaction.InstructionId ?? transaction.Uetr}' has no status, nor have all in its group the same"));
        return findings;
    }

    /// <param name="body">the place of the report as a whole</param>
    public IReadOnlyList<StatusFinding> Close(MessagePlace body)
    {
        var findings = new List<StatusFinding>();
        foreach (var group in _groups.Values)
            findings.AddRange(group.Tally.Close().Select(finding => finding with { Place = group.Place }));
        if (TransactionCount == 0 && _groups.Values.All(group => group.Status.Group is { Status: null, Counts.Count: 0 }))
            findings.Add(new StatusFinding(StatusFindingKind.StatusMissing, null, null, $"the report '{report.MessageId}' gives no status") { Place = body });
        return findings;
    }

    private Answered? GroupOf(InterbankStatus transaction) =>
        transaction.OriginalMessageId is { } id ? _groups.GetValueOrDefault(id) : _only;

    private sealed record Answered(OriginalGroupStatus Status, MessagePlace Place, StatusTally Tally);
}
