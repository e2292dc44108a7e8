using System.Text;
using Giro.Ledger.Currencies;
using Giro.Ledger.Journal;
using Giro.Operations.Institution;

namespace Giro.Operations.Settlement;

/// <summary>A payment, or another entry, of which the ledger and clearing say different things. Minor units, as they change the merchant's pending account.</summary>
/// <param name="Reference">The sender's; of an entry that has none, its number.</param>
public sealed record DifferingEntry(ulong Number, string Reference, long LedgerMinor, long ClearingMinor);

/// <summary>Something that a person has to look at.</summary>
/// <param name="Number">From 1; 0 before it is kept.</param>
/// <param name="Subject">What it is about, such as <c>merchant/M000123</c>: one alert is open for a subject and kind at a time.</param>
public sealed record Alert(long Number, DateTimeOffset At, string Kind, string Subject, string Text);

/// <summary>Keeps alerts until somebody closes them. One thread at a time.</summary>
public interface IAlertStore : IDisposable
{
    /// <summary>Keeps an alert; one that is open for the same kind and subject gets the new text.</summary>
    void Raise(Alert alert);

    /// <summary>Closes what is open for a kind and subject; nothing when there is nothing.</summary>
    void Close(string kind, string subject, DateTimeOffset at, string by);

    /// <summary>The oldest first.</summary>
    IReadOnlyList<Alert> Open();
}

/// <summary>What clearing says of a merchant's pending account, entry by entry.</summary>
public interface IPendingLines : IDisposable
{
    /// <summary>In the order of numbers: what the lines of each entry come to.</summary>
    IEnumerable<(ulong Number, long AmountMinor)> Of(string merchantId);
}

/// <summary>Raises an alert for each merchant whose tie-out differs, and names the payments that make the difference.</summary>
public sealed class TieOutAlarm(IJournal journal, PaymentInstitution institution, InstitutionAccounts accounts, IPendingLines lines, IAlertStore alerts, TimeProvider time)
{
    public const string Kind = "tie-out";

    /// <summary>Of one merchant that are named.</summary>
    public const int MostNamed = 20;

    /// <summary>Of one call that are looked into; more than these have one cause, and each costs a reading of the journal.</summary>
    public const int MostMerchants = 5;

    /// <summary>Raises alerts for those that differ, and closes those of merchants that differ no more.</summary>
    public void Raise(IReadOnlyList<PendingDifference> differences)
    {
        foreach (var alert in alerts.Open().Where(alert => alert.Kind == Kind && differences.All(difference => SubjectOf(difference.MerchantId) != alert.Subject)))
            alerts.Close(Kind, alert.Subject, time.GetUtcNow(), "tie-out");
        for (var i = 0; i < differences.Count; i++)
        {
            var difference = differences[i];
            var text = new StringBuilder($"pending of {difference.MerchantId} is {Money(difference.LedgerMinor)} in the ledger and {Money(difference.ClearingMinor)} in clearing; its payouts are blocked");
            if (i < MostMerchants)
            {
                var found = Find(difference);
                foreach (var entry in found.Take(MostNamed))
                    text.Append($"\n  {entry.Reference} (entry {entry.Number}): {Money(entry.LedgerMinor)} in the ledger, {Money(entry.ClearingMinor)} in clearing");
                if (found.Count > MostNamed) text.Append($"\n  and {found.Count - MostNamed} more");
                if (found.Count == 0) text.Append("\n  no payment differs: an entry of settlement is posted and not recorded, or recorded and not posted");
            }

            alerts.Raise(new Alert(0, time.GetUtcNow(), Kind, SubjectOf(difference.MerchantId), text.ToString()));
        }
    }

    /// <summary>Goes through journal and lines side by side, both in the order of numbers.</summary>
    public IReadOnlyList<DifferingEntry> Find(PendingDifference difference)
    {
        var merchant = institution.FindMerchant(difference.MerchantId) ?? throw new ArgumentException($"there is no merchant {difference.MerchantId}", nameof(difference));
        var found = new List<DifferingEntry>();
        using var cleared = lines.Of(merchant.Id).Where(line => line.Number <= difference.AsOfNumber).GetEnumerator();
        var hasLine = cleared.MoveNext();
        foreach (var (number, reference, ledgerMinor) in Entries(accounts.Pending(merchant), difference.AsOfNumber))
        {
            while (hasLine && cleared.Current.Number < number)
            {
                found.Add(new DifferingEntry(cleared.Current.Number, $"entry {cleared.Current.Number}", 0, cleared.Current.AmountMinor));
                hasLine = cleared.MoveNext();
            }

            var clearedMinor = hasLine && cleared.Current.Number == number ? cleared.Current.AmountMinor : 0;
            if (hasLine && cleared.Current.Number == number) hasLine = cleared.MoveNext();
            if (clearedMinor != ledgerMinor) found.Add(new DifferingEntry(number, reference, ledgerMinor, clearedMinor));
        }

        for (; hasLine; hasLine = cleared.MoveNext()) found.Add(new DifferingEntry(cleared.Current.Number, $"entry {cleared.Current.Number}", 0, cleared.Current.AmountMinor));
        return found;
    }

    /// <summary>What each entry but those of settlement, which clearing knows nothing of, has changed on a liability.</summary>
    private IEnumerable<(ulong Number, string Reference, long AmountMinor)> Entries(ulong account, ulong asOfNumber)
    {
        using var reader = journal.Read(1);
        while (reader.TryRead(out var row))
        {
            foreach (var entry in EntriesOf(row, account, asOfNumber)) yield return entry;
        }
    }

    private static List<(ulong Number, string Reference, long AmountMinor)> EntriesOf(in JournalRow row, ulong account, ulong asOfNumber)
    {
        var entries = new List<(ulong, string, long)>();
        var records = JournalRecords.Of(row.Payload.Span);
        while (records.MoveNext())
        {
            var record = records.Current;
            if (records.Number > asOfNumber) break;
            if (record.Header.Type is RecordType.Hold || (EntryKind)record.Header.Kind is EntryKind.Obligation or EntryKind.Cover) continue;
            var amountMinor = 0L;
            foreach (var leg in record.Legs)
            {
                if (leg.Account == account) amountMinor -= leg.AmountMinor;
            }

            if (amountMinor != 0) entries.Add((records.Number, ReferenceOf(record, records.Number), amountMinor));
        }

        return entries;
    }

    private static string ReferenceOf(in RecordBody record, ulong number)
    {
        var kind = PaymentKinds.Of((EntryKind)record.Header.Kind);
        return record.Header.Type == RecordType.Entry && kind.IsCleared() ? $"{kind.Name()} {Encoding.UTF8.GetString(PaymentFacts.Parse(record.Attributes).Reference)}" : $"entry {number}";
    }

    private static string SubjectOf(string merchantId) => "merchant/" + merchantId;

    private string Money(Int128 amountMinor) => $"{institution.Currency.Format(amountMinor)} {institution.Currency.Code}";
}
