using Giro.Ledger.Entries;
using Giro.Operations.Institution;
using Giro.Operations.Reconciliation;
using Giro.Operations.Reconciliation.Breaks;
using Giro.Operations.Reconciliation.Runs;
using Giro.Operations.Reconciliation.Sources;
using Giro.Operations.Settlement;
using Giro.Operations.Tests.Settlement;

namespace Giro.Operations.Tests.Reconciliation.Breaks;

/// <summary>
/// A bank, its statements and the breaks with them, over days from Monday 2026-11-02 on. Payouts are P1, P2, ... in the order in which they are made. The source may give up
/// 20.00; breaks are due after three business days, unknown lines after five calendar days.
/// </summary>
internal sealed class BreakBook : IDisposable
{
    private readonly Dictionary<string, string> _payouts = [];

    /// <param name="amounts">Of payouts to one merchant each, all made on Monday.</param>
    public BreakBook(params string[] amounts)
    {
        Book = new SettlementBook([.. amounts.Select((_, i) => ($"M{i + 1}", SettlementTerms.Plain)).DefaultIfEmpty(("M1", SettlementTerms.Plain))]);
        for (var i = 0; i < amounts.Length; i++)
        {
            Book.Receive($"M{i + 1}", amounts[i]);
            _payouts.Add($"P{i + 1}", $"PO-20261102-{i + 1:D6}");
        }

        if (amounts.Length == 0) return;
        Book.Close();
        Book.PayOut();
    }

    public SettlementBook Book { get; }

    public TestDay Day => Book.Day;

    public BreakDesk Desk => new(Day.Book, Day.Institution, Day.Accounts, Day.Reconciliation, Day.Entries);

    /// <summary>Of the bank's source; null for the usual ones.</summary>
    public InstitutionPasses? Passes { get; set; }

    public string Payout(string name) => _payouts[name];

    public void Next() => Book.Advance(Book.Today.DayOfWeek == DayOfWeek.Friday ? 3 : 1);

    /// <summary>The statement of today. It opens where the one before it closed.</summary>
    /// <param name="lines">Such as <c>P1 -100.00</c>; a <c>?</c> at the end for a line that is only announced; a third word is the bank's reference.</param>
    public StatementResult Statement(string id, params string[] lines) => Run(Make(id, Day.Reconciliation.RunsAround("bank", Book.Today).LastOrDefault(run => run.Date < Book.Today)?.ClosingMinor ?? 0, lines));

    public StatementResult Run(BankStatement statement, Acceptance? acceptance = null) =>
        new StatementRun(Day.Book, Day.Accounts, Day.Institution, Day.Reconciliation, Day.Payouts, Day.Entries, Passes).Run(statement, acceptance);

    public BankStatement Make(string id, long openingMinor, params string[] lines)
    {
        StatementLine[] made = [.. lines.Select((line, i) => LineOf(line, i + 1))];
        return new BankStatement(id, Book.Today, openingMinor, openingMinor + made.Where(line => line.IsBooked).Sum(line => line.AmountMinor), made, []);
    }

    public IReadOnlyList<Break> Deadlines() => new BreakDeadlineRun(Day.Book, Day.Institution, Day.Accounts, Day.Reconciliation, Day.Entries).Run(Book.Today);

    public long Propose(ResolutionKind kind, long[] breaks, string account = "", string by = "ada", long replaces = 0)
    {
        var result = Desk.Propose(kind, breaks, account, "found out", by, Book.Today, replaces);
        Assert.Equal((BreakDeskStatus.Proposed, ""), (result.Status, result.Reason));
        return result.Number;
    }

    /// <summary>Ada proposes, Ben approves.</summary>
    public void Resolve(ResolutionKind kind, long[] breaks, string account = "") =>
        Assert.Equal(BreakDeskStatus.Done, Desk.Approve(Propose(kind, breaks, account), "ben", Book.Today).Status);

    public void AssertRefused(BreakDeskStatus status, string reason, BreakDeskResult result) => Assert.Equal((status, reason), (result.Status, result.Reason));

    /// <summary>A break a line: number, type, reference, what is open, state; what stands on suspense and suspended items where there is any.</summary>
    public void AssertBreaks(string expected) => Assert.Equal(expected, string.Join('\n', Day.Reconciliation.Breaks(new BreakQuery { WithClosed = true }).Select(LineOf)));

    public void AssertHistory(long number, params string[] expected) =>
        Assert.Equal(expected, Day.Reconciliation.History(number).Select(past => $"{past.Event.On:MM-dd} {past.Event.By}: {past.Event.Type}: {past.Event.Text}"));

    /// <summary>The accounts, and that they tie out with the records.</summary>
    public void AssertLedger(string expected)
    {
        Book.AssertPage(expected);
        Book.AssertTiesOut();
    }

    public ulong LastNumber => Day.LastNumber;

    private string LineOf(Break @break)
    {
        var reference = _payouts.FirstOrDefault(pair => pair.Value == @break.Reference).Key ?? @break.Reference;
        var line = $"{@break.Number} {@break.Type.Name()} {reference} {SettlementBook.Text(@break.OpenMinor)} {@break.State}";
        if (@break.SuspenseMinor != 0) line += $" suspense {SettlementBook.Text(@break.SuspenseMinor)}";
        if (@break.SuspendedMinor != 0) line += $" suspended {SettlementBook.Text(@break.SuspendedMinor)}";
        return line;
    }

    private StatementLine LineOf(string text, int number)
    {
        var isBooked = !text.EndsWith('?');
        var words = text.TrimEnd('?').Split(' ');
        var reference = _payouts.GetValueOrDefault(words[0], words[0]);
        return new StatementLine(number, reference, SettlementBook.Minor(words[1]), Book.Today, isBooked, words.Length > 2 ? words[2] : $"{words[0]}/{Book.Today.Day}");
    }

    public void Dispose() => Book.Dispose();
}
