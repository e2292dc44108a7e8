using Giro.Messages.Iso20022;

namespace Giro.Messages.Reports;

/// <summary>
/// Counts the lines of one section whose currency is known from its lines only. Where they have several, or none, the section has no currency, and sums of
/// nothing.
/// </summary>
internal sealed class SectionTally(ReportSection section)
{
    private string? _currency;
    private int _digits;
    private bool _mixed;
    private long _lines;
    private long _credits;
    private long _debits;
    private Int128 _creditMinor;
    private Int128 _debitMinor;

    public ReportSection Section => section;

    /// <param name="amount">as the line moves money: negative for money that leaves; null where the line states none</param>
    public void Add(CurrencyAmount? amount)
    {
        _lines++;
        if (amount is not { } given)
            return;
        _mixed |= _currency is not null && _currency != given.Currency;
        (_currency, _digits) = (given.Currency, given.MinorUnitDigits);
        if (given.AmountMinor < 0)
            (_debits, _debitMinor) = (_debits + 1, _debitMinor - given.AmountMinor);
        else
            (_credits, _creditMinor) = (_credits + 1, _creditMinor + given.AmountMinor);
    }

    public ReportItem.SectionEnd Close(IReadOnlyList<ReportFinding> findings) => new(
        _mixed || _currency is null ? section : section with { Currency = _currency, MinorUnitDigits = _digits },
        _mixed ? new ReportTotals(_lines, _credits, 0, _debits, 0) : new ReportTotals(_lines, _credits, _creditMinor, _debits, _debitMinor),
        findings);
}
