using System.Runtime.InteropServices;

namespace Giro.Messages.Iso20022;

/// <summary>
/// Counts the transactions listed under one group (a payment information, or the whole report) and says at the end what does not agree with the
/// group's figures. Used on reading and on writing alike. A bank may list all transactions, only the rejected ones or none, so a figure is compared
/// only where the list must be complete: when as many are listed as were sent; for a status of which one payment information lists any; for
/// rejections, which mean nothing unless the transaction or its whole payment information is named. Memory is bounded by the number of different
/// statuses.
/// </summary>
/// <param name="name">e.g. <c>payment information 'P1'</c></param>
internal sealed class StatusTally(string name, GroupStatus group)
{
    private readonly Dictionary<string, Listed> _byStatus = new(StringComparer.Ordinal);
    private readonly List<StatusFinding> _findings = [];
    private readonly HashSet<string> _unlistedParts = new(StringComparer.Ordinal);
    private Listed _all;
    private int _parts;

    public int StatusCount => _byStatus.Count;

    public long TransactionCount => _all.Count;

    /// <param name="given">of a transaction; null when it has none and no group gives it one</param>
    /// <param name="amount">of the transaction, where the bank repeats it</param>
    public void Add(string? given, CurrencyAmount? amount)
    {
        _all = _all.With(amount);
        if (given is not { } status)
            return;
        ref var listed = ref CollectionsMarshal.GetValueRefOrAddDefault(_byStatus, status, out _);
        listed = listed.With(amount);
    }

    /// <summary>A payment information of the report that this tally is of.</summary>
    /// <param name="transactionCount">how many it listed</param>
    public void AddPart(PaymentInformationStatus part, long transactionCount)
    {
        _parts++;
        if (part.Group.Status is not { } status)
            return;
        if (transactionCount == 0)
            _unlistedParts.Add(status);
        CheckContradiction(status, $"payment information '{part.Id}' in it is {status}");
    }

    public IReadOnlyList<StatusFinding> Close()
    {
        foreach (var status in _byStatus.Keys.Order(StringComparer.Ordinal))
            CheckContradiction(status, $"lists {_byStatus[status].Count} transactions {status}");
        CheckStatuses();
        CheckTotals();
        return _findings;
    }

    private void CheckContradiction(string found, string what)
    {
        var rejects = group.Status == StatusCode.Rejected;
        var accepts = group.Status?.StartsWith("AC", StringComparison.Ordinal) ?? false;
        if (found != group.Status && (rejects || (accepts && found == StatusCode.Rejected)))
            Report(StatusFindingKind.StatusContradicted, group.Status, found, $"{name} is {group.Status}, but {what}");
    }

    private void CheckStatuses()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var stated in group.Counts)
        {
            var listed = _byStatus.GetValueOrDefault(stated.Status);
            if (!seen.Add(stated.Status))
            {
                Report(StatusFindingKind.StatusRepeated, stated.Status, stated.Status, $"{name} counts {stated.Status} twice");
                continue;
            }

            if (stated.Count < listed.Count || (stated.Count != listed.Count && MustList(stated.Status, listed)))
                Report(StatusFindingKind.StatusCountDiffers, Shown(stated.Count), Shown(listed.Count),
                    $"{name} states {stated.Count} transactions {stated.Status} and lists {listed.Count}");
            else if (stated.Count == listed.Count && stated.Sum is { } sum && listed.AllHaveAmounts && sum != listed.Sum)
                Report(StatusFindingKind.StatusSumDiffers, sum.ToString(), listed.Sum.ToString(),
                    $"{name} states {sum} for {stated.Status}, the transactions listed sum to {listed.Sum}");
        }

        if (group.Counts.Count == 0)
            return;
        foreach (var (status, listed) in _byStatus.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!seen.Contains(status))
                Report(StatusFindingKind.StatusCountDiffers, "0", Shown(listed.Count), $"{name} counts by status without {status} and lists {listed.Count}");
        }
    }

    private bool MustList(string status, Listed listed)
    {
        if (_all.Count == group.OriginalTransactionCount || (listed.Count > 0 && _parts <= 1))
            return true;
        return status == StatusCode.Rejected && group.Status != status && !_unlistedParts.Contains(status);
    }

    private void CheckTotals()
    {
        var counted = group.Counts.Aggregate((Int128)0, (sum, count) => sum + count.Count);
        if (group.OriginalTransactionCount is { } original)
        {
            CheckCount(original, _all.Count, "lists");
            CheckCount(original, counted, "counts by status");
        }

        if (group.OriginalControlSum is not { } originalSum)
            return;
        // Nothing says that the list is complete except that it has as many transactions as were sent.
        if (_all.Count > 0 && _all.Count == group.OriginalTransactionCount && _all.AllHaveAmounts && _all.Sum != originalSum)
            ReportSum(originalSum, _all.Sum, "the transactions listed sum to");
        if (group.Counts.Count == 0 || counted != group.OriginalTransactionCount || group.Counts.Any(count => count.Sum is null))
            return;
        var bySum = ControlSum.Of(group.Counts.Select(count => count.Sum!.Value));
        if (bySum != originalSum)
            ReportSum(originalSum, bySum, "the sums by status give");
    }

    private void CheckCount(long original, Int128 found, string does)
    {
        if (found > original)
            Report(StatusFindingKind.TransactionCountExceeded, Shown(original), Shown(found),
                $"{name} answers {original} transactions and {does} {found}");
    }

    private void ReportSum(ControlSum stated, ControlSum found, string how) =>
        Report(StatusFindingKind.ControlSumDiffers, stated.ToString(), found.ToString(), $"{name} states a control sum of {stated}, {how} {found}");

    private static string Shown(Int128 count) => count.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private void Report(StatusFindingKind kind, string? stated, string? found, string text) => _findings.Add(new StatusFinding(kind, stated, found, text));

    private readonly record struct Listed(long Count, long WithAmount, ControlSum Sum)
    {
        public bool AllHaveAmounts => WithAmount == Count;

        public Listed With(CurrencyAmount? amount) =>
            amount is { } given ? new Listed(Count + 1, WithAmount + 1, Sum + given) : this with { Count = Count + 1 };
    }
}
