namespace Giro.Messages.Iso20022;

/// <summary>What the entries of a statement came to. Sums are minor units of the statement's currency and leave out entries in another.</summary>
/// <param name="BookedNetMinor">credits less debits of the booked entries</param>
public readonly record struct StatementTotals(
    long CreditCount, Int128 CreditSumMinor, long DebitCount, Int128 DebitSumMinor, Int128 BookedNetMinor)
{
    public long EntryCount => CreditCount + DebitCount;
}
