using Giro.Operations.Institution;

namespace Giro.Operations.Reporting;

/// <param name="AmountMinor">As posted: a debit positive.</param>
public readonly record struct HistoryEntryLeg(string Path, long AmountMinor);

/// <summary>An entry as the journal has it.</summary>
public sealed record HistoryEntry(ulong Number, EntryKind Kind, DateOnly BusinessDate, IReadOnlyList<HistoryEntryLeg> Legs);

/// <summary>What was posted to accounts, from the journal by way of its views.</summary>
public interface IAccountHistory
{
    /// <summary>The booked balance on the account's normal side when a business date closed; 0 for an account that is not there.</summary>
    Int128 BalanceMinor(string path, DateOnly atCloseOf);

    /// <summary>The entries that touch any of these accounts on the business dates from one to another, both included, each once, in the order of posting.</summary>
    IEnumerable<HistoryEntry> Entries(IReadOnlyCollection<string> paths, DateOnly from, DateOnly to);
}
