using Giro.Messages.Reports;

namespace Giro.Messages.Tables;

/// <summary>
/// Checks that each balance is the one before it and what was booked between, in one currency. Lines that tell no balance are added up until one does. Both
/// orders are followed when it is not known which it is:
/// <code>
/// oldest first   balance(i) = balance(i-1) + amount(i)
/// newest first   balance(i) = balance(i-1) - amount(i-1)
/// </code>
/// </summary>
internal sealed class BalanceChain(BalanceOrder order, Func<Int128, string> shown)
{
    private const int MaxFindings = 50;

    private readonly Order _oldestFirst = new();
    private readonly Order _newestFirst = new();
    private Int128 _last; // balance
    private Int128 _sinceLast; // amounts of the last line with a balance, and of those without behind it: newest first
    private Int128 _pending; // amounts of lines without a balance since the last one with: oldest first
    private Int128 _pendingAtStart;
    private Int128? _first;
    private Int128 _firstAmount;
    private bool _isInterrupted;

    public void Add(long amountMinor, long? balanceMinor, MessagePlace place)
    {
        if (balanceMinor is not { } balance)
        {
            _pending += amountMinor;
            _sinceLast += amountMinor;
            return;
        }

        if (_first is null)
        {
            (_first, _firstAmount, _pendingAtStart) = (balance, amountMinor, _pending);
        }
        else if (!_isInterrupted)
        {
            Check(_oldestFirst, _last + _pending + amountMinor, balance, place);
            Check(_newestFirst, _last - _sinceLast, balance, place);
        }

        _isInterrupted = false;
        (_last, _sinceLast, _pending) = (balance, amountMinor, 0);
    }

    /// <summary>A line could not be read: what comes behind it cannot chain to what was before.</summary>
    public void Interrupt() => _isInterrupted = true;

    /// <summary>Before the oldest line; null where no line tells a balance.</summary>
    public Int128? Opening => _first is not { } first ? null : IsOldestFirst ? first - _firstAmount - _pendingAtStart : _last - _sinceLast;

    /// <summary>Behind the newest line.</summary>
    public Int128? Closing => _first is not { } first ? null : IsOldestFirst ? _last + _pending : first + _pendingAtStart;

    private bool IsOldestFirst => order == BalanceOrder.OldestFirst || (order == BalanceOrder.Detect && _oldestFirst.Breaks <= _newestFirst.Breaks);

    public void Close(List<ReportFinding> findings)
    {
        var chosen = IsOldestFirst ? _oldestFirst : _newestFirst;
        findings.AddRange(chosen.Findings);
        if (chosen.Breaks > chosen.Findings.Count)
            findings.Add(new ReportFinding("balance-chain", "0", $"{chosen.Breaks}", null, $"{chosen.Breaks - chosen.Findings.Count} more balances do not chain"));
    }

    private void Check(Order followed, Int128 expected, Int128 found, MessagePlace place)
    {
        if (expected == found) return;
        followed.Breaks++;
        if (followed.Findings.Count == MaxFindings) return;
        followed.Findings.Add(new ReportFinding("balance-chain", shown(expected), shown(found), place,
            $"the balance is {shown(found)}, the line before it and the amounts between give {shown(expected)}"));
    }

    private sealed class Order
    {
        public long Breaks { get; set; }

        public List<ReportFinding> Findings { get; } = [];
    }
}
