using Giro.Ledger.Entries;
using Giro.Ledger.Writer;
using Giro.Operations.Clearing;
using Giro.Operations.Decision;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Calendars;
using Giro.Operations.Institution.Cycles;
using Giro.Operations.Institution.Terms;
using Giro.Operations.Intake;
using Giro.Operations.Reconciliation;
using Giro.Operations.Settlement;
using Giro.Storage;
using Giro.Storage.Records;

namespace Giro.Simulation.Victim.Day;

/// <summary>Where the simulation keeps its files.</summary>
internal sealed record DayFolder(string Root)
{
    public string Book => Path.Combine(Root, "book");

    public string Intake => Path.Combine(Root, "in");

    public string Payouts => Path.Combine(Root, "out");

    public string Answers => Path.Combine(Root, "bank");
}

/// <summary>
/// Business day after business day, each from its first stage on: what was done before a kill is done again, with the same files, and must change nothing. A day: the
/// statement of the day before; intake with clearing beside it, and the close of the morning's cycle meanwhile; period end; closes; reserves; payouts, the bank's answers,
/// reissues and their payouts; what channels are to pay; the next business date.
/// </summary>
internal sealed class DayRun : IDisposable
{
    private readonly DayFolder _folder;
    private readonly int _seed;
    private readonly int _payments;
    private readonly DayMoments _moments;
    private readonly StageClock _clock = new();
    private readonly PaymentInstitution _institution = DayInstitution.Make();
    private readonly StoredBook _opened;
    private readonly InstitutionAccounts _accounts;
    private readonly RuleBooks _rules;
    private readonly IObligationStore _obligations;
    private readonly PayoutStore _plainPayouts;
    private readonly IPayoutStore _payouts;
    private readonly IWaitingEntryStore _waiting;
    private readonly ReconciliationStore _reconciliation;
    private readonly CycleStore _cycles;
    private readonly AcceptedPayments _accepted;
    private readonly PeriodTotals _totals;
    private readonly DayModel _model;

    public DayRun(DayFolder folder, int seed, int payments, DayMoments moments)
    {
        (_folder, _seed, _payments, _moments) = (folder, seed, payments, moments);
        _opened = StoredBook.Open(folder.Book, OptionsOf(_clock), withViews: false);
        _accounts = InstitutionAccounts.Open(Book, _institution);
        _rules = DayInstitution.Rules(Records, _institution);
        _obligations = new MomentObligationStore(new ObligationStore(Records), moments);
        _plainPayouts = new PayoutStore(Records);
        _payouts = new MomentPayoutStore(_plainPayouts, moments);
        _waiting = new MomentWaitingStore(new WaitingEntryStore(Records), moments);
        _reconciliation = new ReconciliationStore(Records);
        _cycles = new CycleStore(Records);
        CatchUp();
        _accepted = AcceptedPayments.Load(Book, _opened.Journal, _institution, _rules);
        using var clearing = new ClearingStore(Records);
        _totals = clearing.LoadTotals(_institution);
        _model = new DayModel(seed, payments);
    }

    private Book Book => _opened.Book;

    private RecordsDatabase Records => _opened.Store.Records;

    private DateOnly Date => Book.Query(reader => reader.BusinessDate);

    public static BookOptions OptionsOf(TimeProvider clock) => new()
    {
        Name = "simulated days", Seed = 1, FirstBusinessDate = DayInstitution.FirstDate, Time = clock, SnapshotEveryRecords = 1_500,
    };

    /// <summary>Runs the open business day to its end, and the next one is open.</summary>
    public void Run()
    {
        var date = Date;
        var day = DayInstitution.DayOf(date);
        _clock.MoveTo(date, 12);
        if (day > 0) Reconcile(day - 1);
        DayFiles.Write(_folder.Intake, _seed, day, _payments);
        TakeIn(day, new CycleId(DayInstitution.SameDay.Ordinal, date, 1));
        _clock.MoveTo(date.AddDays(1), 0);
        CloseAll(date);
        Pay(date);
        AnswerAll(date);
        Reissue(date);
        Pay(date);
        AnswerAll(date);
        _ = new ChannelExpectations(Book, _institution, _accounts, _plainPayouts).Run(date);
        _moments.Begin(DayMoments.DayEnd);
        var submission = new Submission();
        submission.AdvanceDate(EntryId.FromReference($"day-end/{date:yyyy-MM-dd}"), WeekdayCalendar.Instance.Next(date));
        Must(Book.Execute(submission)[0].IsAccepted, "the business date cannot be advanced");
    }

    private void Reconcile(int day)
    {
        _moments.Begin(DayMoments.Statement);
        CatchUp();
        _model.TakeDays(day + 1);
        var statement = new DayBank(_institution, _folder.Payouts, _model).StatementOf(day);
        var result = new StatementRun(Book, _accounts, _institution, _reconciliation, _payouts, _waiting).Run(statement);
        Must(result.Status == StatementStatus.Reconciled, string.Join("; ", result.Findings));
        Must(result.Result.Breaks.Count == 0, $"statement {statement.Id} has breaks: {string.Join("; ", result.Result.Breaks)}");
    }

    /// <summary>Intake on this thread, clearing on another, the close of the morning's cycle on a third once the files of the morning are in.</summary>
    private void TakeIn(int day, CycleId morning)
    {
        using var store = new MomentClearingStore(new ClearingStore(Records), _moments);
        var consumer = new ClearingConsumer(Book.Feed, store, new PaymentClearer(_institution, _rules));
        using var stop = new CancellationTokenSource();
        var clearing = Task.Factory.StartNew(() => consumer.Run(stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Task? closing = null;
        try
        {
            using var rejections = new RejectionFile(Path.Combine(_folder.Intake, "rejections.ndjson"));
            using var run = new PaymentRun(Book, _institution, _rules, _accepted, _totals, rejections);
            for (var file = 0; file < DayFiles.Files; file++)
            {
                _moments.Begin(DayMoments.Intake);
                run.Run(new IntakeFile(Path.Combine(_folder.Intake, DayFiles.NameOf(day, file)), _institution.Channels[file % 2]));
                if (file == 1) closing = Task.Run(() => CloseWhileIntakeRuns(morning));
            }

            closing!.Wait();
            consumer.WaitFor(Book.Feed.LastSequence);
        }
        finally
        {
            stop.Cancel();
            clearing.Wait();
        }
    }

    /// <summary>A close needs a moment at which clearing has caught up with the ledger, so it may have to be tried again.</summary>
    private void CloseWhileIntakeRuns(CycleId cycle)
    {
        using var obligations = new MomentObligationStore(new ObligationStore(Records), _moments);
        using var waiting = new MomentWaitingStore(new WaitingEntryStore(Records), _moments);
        var closer = new CycleCloser(Book, _institution, _accounts, obligations, waiting, _clock);
        while (!IsClosed(closer.Close(cycle))) Thread.Sleep(1);
    }

    private void CloseAll(DateOnly date)
    {
        CatchUp();
        _moments.Begin(DayMoments.PeriodEnd);
        using (var store = new ClearingStore(Records))
        {
            var run = new PeriodEndRun(Book, _institution, _rules, new AccountDirectory(Book, _institution), store.LoadTotals(_institution));
            var postings = run.Run(WeekdayCalendar.Instance.Previous(date).AddDays(1), date);
            Must(postings.All(posting => posting.Status == Status.Accepted), "the ledger refuses a posting of a period's end");
        }

        CatchUp();
        foreach (var due in new DueCycles(_institution, _cycles).At(_clock.GetUtcNow())) Close(due.Cycle, due.MerchantId);

        // Those that are closed are not due, and are closed again all the same, as somebody does who does not know how far the process had come.
        foreach (var cycle in _institution.CyclesEndingOn(date)) Close(cycle, null);
        Must(new ReserveRelease(Book, _institution, _accounts, _obligations, _waiting).Run(date).Refused.Count == 0, "the ledger refuses a release");
    }

    private void Close(CycleId cycle, string? merchantId)
    {
        CatchUp();
        Must(IsClosed(new CycleCloser(Book, _institution, _accounts, _obligations, _waiting, _clock).Close(cycle, merchantId)), $"cycle {cycle} cannot be closed");
    }

    private static bool IsClosed(CycleCloseResult result)
    {
        Must(result.Differences.Count == 0, $"tie-outs differ: {string.Join("; ", result.Differences)}");
        Must(result.Refused.Count == 0, $"the ledger refuses: {string.Join("; ", result.Refused)}");
        return result.Status != CycleCloseStatus.ClearingBehind;
    }

    private void Pay(DateOnly date)
    {
        CatchUp();
        var result = new PayoutRun(Book, _institution, _accounts, _obligations, _payouts, _waiting, _clock).Run(date, _folder.Payouts);
        Must(result.Refused.Count == 0, $"the ledger refuses: {string.Join("; ", result.Refused)}");
    }

    private void AnswerAll(DateOnly date)
    {
        var run = new BankFileRun(Book, _institution, _accounts, _payouts, _waiting);
        foreach (var file in DayPayoutFile.ReadAll(_folder.Payouts).Where(file => file.Date == date))
        {
            _moments.Begin(DayMoments.BankAnswer);
            var path = Path.Combine(_folder.Answers, $"pain002-{file.MessageId}.xml");
            DayBank.Answer(file, path);
            var result = run.ReadStatusReport(path);
            Must(result.Status != BankFileStatus.Flagged && result.Findings.Count == 0, $"{path} is {result.Status}: {string.Join("; ", result.Findings)}");
        }
    }

    /// <summary>What the bank rejected or sent back goes out again, to another account, by two persons. A merchant that is below zero waits.</summary>
    private void Reissue(DateOnly date)
    {
        var desk = new PayoutDesk(Book, _institution, _accounts, _obligations, _payouts, _waiting);
        foreach (var payout in _payouts.InState(PayoutState.Rejected).Concat(_payouts.InState(PayoutState.Returned)))
        {
            var result = desk.Reissue(payout.EndToEndId, DayInstitution.ReissueIban, "maker", date);
            Must(result.Status is DeskStatus.Done or DeskStatus.NothingLeft or DeskStatus.BelowZero, result.ToString());
        }

        foreach (var payout in _payouts.InState(PayoutState.Created).Where(payout => payout.Replaces.Length > 0))
            Must(desk.Approve(payout.EndToEndId, "checker").Status == DeskStatus.Done, $"{payout.EndToEndId} cannot be approved");
    }

    private void CatchUp()
    {
        using var store = new MomentClearingStore(new ClearingStore(Records), _moments);
        new ClearingConsumer(Book.Feed, store, new PaymentClearer(_institution, _rules)).CatchUp();
    }

    private static void Must(bool holds, string otherwise)
    {
        if (!holds) throw new InvalidOperationException(otherwise);
    }

    public void Dispose()
    {
        _obligations.Dispose();
        _payouts.Dispose();
        _waiting.Dispose();
        _reconciliation.Dispose();
        _cycles.Dispose();
        _opened.Dispose();
    }

    /// <summary>Stands at an hour of the business date until the run goes on to the next one.</summary>
    private sealed class StageClock : TimeProvider
    {
        private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

        public void MoveTo(DateOnly date, int hour) => _now = new DateTimeOffset(date.ToDateTime(new TimeOnly(hour, 0)), TimeSpan.FromHours(1));

        public override DateTimeOffset GetUtcNow() => _now;
    }
}
