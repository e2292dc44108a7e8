using System.Globalization;
using System.Runtime.InteropServices;
using Giro.Ledger.Entries;
using Giro.Operations.Clearing;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Calendars;
using Giro.Simulation.Victim.Day;

namespace Giro.Simulation.Tests.Day;

/// <summary>Every message that should be accepted is in the journal once, in order, at the price of the model, and has the lines of the model once.</summary>
/// <param name="days">Business days that are over; the next one is under way.</param>
internal sealed class ClearingCheck(DayJournal journal, DayRecords records, DayModel model, int days)
{
    private readonly Dictionary<ulong, List<ModelLine>> _expected = [];

    public void Run()
    {
        TakePayments();
        TakeTrueUps();
        TakeCollections();
        CompareLines();
        CompareTotals();
    }

    private void TakePayments()
    {
        var posted = journal.Entries.Where(entry => PaymentKinds.Of(entry.Kind).IsCleared()).ToList();
        Assert.True(posted.Count == model.Accepted.Count, $"the journal has {posted.Count} payments and returns, the files have {model.Accepted.Count}");
        for (var i = 0; i < posted.Count; i++)
        {
            var (entry, meant) = (posted[i], model.Accepted[i]);
            Assert.True(entry.Id == EntryId.FromReference(meant.Reference), $"payment {i + 1} of the journal is {entry.Attributes} and should be {meant.Reference}");
            foreach (var lines in meant.Lines.Where(line => line.Account == LineAccount.Pending).GroupBy(line => line.MerchantId))
            {
                var (found, expected) = (entry.CreditMinor(ChartOfAccounts.Pending(lines.Key)), lines.Sum(line => line.AmountMinor));
                Assert.True(found == expected, $"{meant.Reference} credits {found} to the pending account of {lines.Key} and should credit {expected}: {entry.Attributes}");
            }

            _expected.Add(entry.Number, [.. meant.Lines]);
        }
    }

    /// <summary>A day that is over has been trued up, once; the one under way may have been.</summary>
    private void TakeTrueUps()
    {
        foreach (var (merchantId, date) in model.Totals.Keys)
        {
            var adjustmentMinor = model.TrueUpMinor(merchantId, date);
            var reference = string.Create(CultureInfo.InvariantCulture, $"period-end/TU-{date:yyyyMMdd}-volume-{merchantId}");
            Assert.False(journal.Has($"{reference}-2"), $"{reference} was posted twice");
            if (adjustmentMinor == 0 || (!journal.Has($"{reference}-1") && DayInstitution.DayOf(date) >= days)) continue;
            Take(journal.One($"{reference}-1"), new ModelLine(merchantId, LineKind.FeeAdjustment, LineAccount.Pending, -adjustmentMinor));
        }

        Assert.Equal(journal.Entries.Count(entry => entry.Kind == EntryKind.FeeAdjustment), _expected.Count - model.Accepted.Count);
    }

    /// <summary>With the first business day on or after a month's end, all that is owed by then is collected.</summary>
    private void TakeCollections()
    {
        var owedMinor = 0L;
        var count = 0;
        for (var day = 0; day <= days; day++)
        {
            owedMinor += model.GrossFees.GetValueOrDefault(day);
            var date = DayInstitution.DateOf(day);
            var before = WeekdayCalendar.Instance.Previous(date);
            if (before.AddDays(1).Month == date.AddDays(1).Month || owedMinor == 0) continue;
            var month = date.AddDays(1).Day == 1 || before.AddDays(1).Month == date.Month ? date : before.AddDays(1);
            var reference = string.Create(CultureInfo.InvariantCulture, $"period-end/FC-{month:yyyyMM}-M2");
            Assert.False(journal.Has($"{reference}-2"), $"{reference} was posted twice");
            if (!journal.Has($"{reference}-1") && day == days) continue;
            Take(
                journal.One($"{reference}-1"), new ModelLine("M2", LineKind.FeeCollection, LineAccount.Pending, -owedMinor), new ModelLine("M2", LineKind.FeeCollection, LineAccount.FeesDue, owedMinor));
            owedMinor = 0;
            count++;
        }

        Assert.Equal(count, journal.Entries.Count(entry => entry.Kind == EntryKind.FeeCollection));
    }

    private void Take(DayEntry entry, params ModelLine[] lines)
    {
        var pendingMinor = lines.Where(line => line.Account == LineAccount.Pending).Sum(line => line.AmountMinor);
        Assert.True(entry.CreditMinor(ChartOfAccounts.Pending(lines[0].MerchantId)) == pendingMinor, $"{entry.Attributes} should credit {pendingMinor}");
        _expected.Add(entry.Number, [.. lines]);
    }

    private void CompareLines()
    {
        foreach (var (number, expected) in _expected)
        {
            var found = records.Lines[number].Select(line => line.Line).ToList();
            Assert.True(Text(found) == Text(expected), $"entry {number} has the lines {Text(found)} and should have {Text(expected)}");
        }

        var strays = records.Lines.Where(lines => !_expected.ContainsKey(lines.Key)).Select(lines => lines.Key).ToList();
        Assert.True(strays.Count == 0, $"entries {string.Join(", ", strays)} have lines and should have none");
    }

    private void CompareTotals()
    {
        var totals = new Dictionary<(long, string, long, long), (long Count, long AmountMinor)>();
        foreach (var (line, cycle) in records.Lines.SelectMany(lines => lines))
        {
            ref var total = ref CollectionsMarshal.GetValueRefOrAddDefault(totals, (cycle, line.MerchantId, (long)line.Account, (long)line.Kind), out _);
            total = (total.Count + 1, total.AmountMinor + line.AmountMinor);
        }

        Assert.True(
            records.CycleTotals.SetEquals(totals.Select(total => (total.Key.Item1, total.Key.Item2, total.Key.Item3, total.Key.Item4, total.Value.Count, total.Value.AmountMinor))),
            "the totals of cycles are not those of their lines");
        var expected = model.Totals.SelectMany(total => new[] { total.Value.VolumeMinor, total.Value.FeeMinor }
            .Select(amount => (total.Key.MerchantId, long.Parse(total.Key.Date.ToString("yyyyMMdd", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), amount)))
            .Where(total => total.amount != 0);
        Assert.Equal(expected.Order(), records.PeriodTotals.Order());
    }

    private static string Text(IEnumerable<ModelLine> lines) =>
        string.Join(" ", lines.Select(line => $"{line.MerchantId} {line.Kind} {line.Account} {line.AmountMinor};").Order(StringComparer.Ordinal));
}
