using Giro.Ledger.Journal;
using Giro.Operations.Institution;
using Giro.Operations.Reporting;

namespace Giro.Storage.Views;

/// <summary>History of accounts: the views say which entries touch them, the journal what is in each. Each journal row is read once.</summary>
public sealed class ViewAccountHistory(ViewReader views, IJournal journal) : IAccountHistory
{
    private readonly Dictionary<ulong, string> _paths = [];

    public Int128 BalanceMinor(string path, DateOnly atCloseOf) =>
        views.Account(path) is { } account ? views.BalanceAt(account.Handle, views.NumberAt(new AsOf.BusinessDate(atCloseOf))) : 0;

    public IEnumerable<HistoryEntry> Entries(IReadOnlyCollection<string> paths, DateOnly from, DateOnly to)
    {
        var first = views.NumberAt(new AsOf.BusinessDate(from.AddDays(-1))) + 1;
        var last = views.NumberAt(new AsOf.BusinessDate(to));
        var numbers = new SortedSet<ulong>();
        foreach (var account in paths.Select(views.Account).OfType<ViewedAccount>())
        {
            foreach (var leg in views.History(account.Handle, first, last)) numbers.Add(leg.Number);
        }

        return Read(numbers);
    }

    private IEnumerable<HistoryEntry> Read(SortedSet<ulong> numbers)
    {
        var row = new Dictionary<ulong, HistoryEntry>();
        foreach (var number in numbers)
        {
            if (!row.ContainsKey(number)) Load(number, numbers, row);
            yield return row[number];
        }
    }

    private void Load(ulong number, SortedSet<ulong> wanted, Dictionary<ulong, HistoryEntry> row)
    {
        row.Clear();
        using var reader = journal.Read(journal.FindRow(number) ?? throw new JournalCorruptException(1, $"does not lead to record {number}"));
        reader.TryRead(out var found);
        var records = JournalRecords.Of(found.Payload.Span);
        while (records.MoveNext())
        {
            if (!wanted.Contains(records.Number)) continue;
            var record = records.Current;
            var legs = new HistoryEntryLeg[record.Legs.Length];
            for (var i = 0; i < legs.Length; i++) legs[i] = new HistoryEntryLeg(PathOf(record.Legs[i].Account), record.Legs[i].AmountMinor);
            row.Add(records.Number, new HistoryEntry(records.Number, (EntryKind)record.Header.Kind, DateOnly.FromDayNumber(record.Header.BusinessDate), legs));
        }
    }

    private string PathOf(ulong handle)
    {
        if (!_paths.TryGetValue(handle, out var path)) _paths.Add(handle, path = views.Account(handle)!.Path);
        return path;
    }
}
