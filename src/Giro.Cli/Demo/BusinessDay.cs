using System.Diagnostics;
using Giro.Ledger.Currencies;
using Giro.Ledger.Entries;
using Giro.Ledger.Writer;
using Giro.Messages.Iso20022;
using Giro.Operations.Clearing;
using Giro.Operations.DayEnd;
using Giro.Operations.Decision;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Terms;
using Giro.Operations.Institution.Cycles;
using Giro.Operations.Intake;
using Giro.Operations.Reconciliation;
using Giro.Operations.Settlement;
using Giro.Storage;
using Giro.Storage.Records;

namespace Giro.Cli.Demo;

/// <summary>
/// Runs one whole business day of the sample institution through every stage, on a real book in a folder, and checks it against what the generator and the bank
/// simulator meant. The same options give the same journal, byte for byte.
/// </summary>
internal sealed class BusinessDay : IDisposable
{
    private readonly DemoOptions _options;
    private readonly IDayProgress _progress;
    private readonly DayClock _clock;
    private readonly PaymentInstitution _institution;
    private readonly List<StageTime> _times = [];
    private readonly List<TieOut> _proofs = [];
    private readonly List<string> _notes = [];
    private readonly EmbeddedBook _opened;
    private readonly InstitutionAccounts _accounts;
    private readonly RuleBooks _rules;
    private readonly ObligationStore _obligations;
    private readonly PayoutStore _payouts;
    private readonly WaitingEntryStore _waiting;
    private readonly ReconciliationStore _reconciliation;
    private readonly DayEndStore _dayEnd;

    private BusinessDay(DemoOptions options, IDayProgress progress)
    {
        _options = options;
        _progress = progress;
        _clock = new DayClock(At(0, 0));
        _institution = SampleInstitution.Make(options.Seed);
        _opened = EmbeddedBook.Open(options.Folder, BookOptionsOf(options, _clock));
        InstitutionFile.Write(_institution, Path.Combine(options.Folder, InstitutionFile.Name));
        var records = _opened.Folder.Records;
        _rules = DemoRules.Publish(records, _institution, _clock.GetUtcNow());
        _accounts = InstitutionAccounts.Open(Book, _institution, _rules);
        _obligations = new ObligationStore(records);
        _payouts = new PayoutStore(records);
        _waiting = new WaitingEntryStore(records);
        _reconciliation = new ReconciliationStore(records);
        _dayEnd = new DayEndStore(records);
    }

    private Book Book => _opened.Book;

    private Currency Currency => _institution.Currency;

    private PendingTieOut PendingTieOut => new(Book, _institution, _accounts, _obligations, _waiting);

    /// <exception cref="CliException">The folder holds a book already.</exception>
    public static DaySummary Run(DemoOptions options, IDayProgress progress)
    {
        if (new BookFolder(options.Folder).HasJournal)
            throw CliException.BadInput($"{options.Folder} already holds a book; the demo begins with an empty one. Give another --data folder, or remove it");
        DaySummary summary;
        string stateHash;
        using (var day = new BusinessDay(options, progress)) (summary, stateHash) = day.Run();
        return ProveReplay(options, progress, summary, stateHash);
    }

    private (DaySummary Summary, string StateHash) Run()
    {
        PostOpeningCapital();
        var (plan, files) = Generate();
        using var run = PostAndClear(plan, files);
        DayProofs.OfIntake(_proofs, plan, run, Currency);
        _clock.MoveTo(At(23, 59));
        var cycles = CloseCycles();
        var (payoutFiles, channels) = Pay();
        var statementPath = Path.Combine(_options.Folder, "in", $"camt053-{_options.Date:yyyyMMdd}.xml");
        var deviations = AskBank(plan, payoutFiles, channels, statementPath);
        var result = Reconcile(statementPath);
        DayProofs.OfBreaks(_proofs, deviations, result.Result.Breaks);
        ProveRepeatChangesNothing(cycles, result.Statement);
        var end = CloseDay();
        var summary = new DaySummary(
            _institution.Name, _options.Date, _options.Payments, _options.Seed, Currency, run.Channels, run.Reasons, end.Records.Lines,
            [.. cycles.Select(SummaryOf)], end.Records.Payouts, end.Records.SettledChannels, result.Result.Breaks, end.TrialBalance, _proofs, "", _times, _notes);
        return (summary, Book.Query(reader => reader.StateHash()));
    }

    private void PostOpeningCapital()
    {
        var posting = new EntryPosting(Book);
        posting.Post(
            EntryId.FromReference("opening-capital"), EntryKind.OpeningCapital,
            [Leg.Debit(_accounts.Nostro, SampleInstitution.OpeningCapitalMinor), Leg.Credit(_accounts.Capital, SampleInstitution.OpeningCapitalMinor)]);
        if (!posting.Finish()[0].IsAccepted) throw new InvalidOperationException("the opening capital was refused");
    }

    private (DayPlan Plan, IReadOnlyList<IntakeFile> Files) Generate()
    {
        var (plan, files) = Timed("payment files", _options.Payments, "payments", () =>
            new PaymentGenerator(_institution, _options.Date, _options.Seed).Write(Path.Combine(_options.Folder, "intake"), _options.Payments, _progress.Advance));
        _options.AfterGeneration?.Invoke(plan, files);
        return (plan, files);
    }

    /// <summary>Intake, decision and ledger on this thread and the book's; clearing beside them.</summary>
    private PaymentRun PostAndClear(DayPlan plan, IReadOnlyList<IntakeFile> files)
    {
        using var store = new ClearingStore(_opened.Folder.Records);
        var consumer = new ClearingConsumer(Book.Feed, store, new PaymentClearer(_institution, _rules));
        using var stop = new CancellationTokenSource();
        var clearing = Task.Factory.StartNew(() => consumer.Run(stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        PaymentRun? run = null;
        try
        {
            using var rejections = new RejectionFile(Path.Combine(_options.Folder, "intake", "rejections.ndjson"));
            run = new PaymentRun(Book, _institution, _rules, new AcceptedPayments(Book, _institution, _rules), new PeriodTotals(), rejections);
            var clock = Stopwatch.StartNew();
            _progress.Stage("intake, decision, ledger", plan.Channels.Sum(channel => channel.Lines));
            foreach (var file in files) run.Run(file, _progress.Advance);
            var accepted = run.Channels.Sum(channel => channel.Accepted);
            _times.Add(new StageTime("intake, decision, ledger", clock.Elapsed, accepted, "entries durable"));
            _progress.Stage("clearing", 0);
            consumer.WaitFor(Book.Feed.LastSequence);
            _times.Add(new StageTime("the same, cleared", clock.Elapsed, consumer.Cleared, "entries cleared"));
            return run;
        }
        catch
        {
            run?.Dispose();
            throw;
        }
        finally
        {
            stop.Cancel();
            clearing.Wait();
        }
    }

    private List<CycleId> CloseCycles() => Timed("close of cycles", 0, "", () =>
    {
        CatchUpClearing();
        var cycles = _institution.CyclesEndingOn(_options.Date).ToList();
        foreach (var cycle in cycles) Close(cycle);
        return cycles;
    });

    private void Close(CycleId cycle)
    {
        var result = new CycleCloser(Book, _institution, _accounts, _obligations, _waiting, _clock).Close(cycle);
        if (result.Status == CycleCloseStatus.ClearingBehind) throw new InvalidOperationException($"cycle {cycle} cannot be closed: clearing is behind the ledger");
        CatchUpClearing();
    }

    /// <summary>After intake, clearing is run where it is needed: its checkpoint moves over the entries of settlement.</summary>
    private void CatchUpClearing()
    {
        using var store = new ClearingStore(_opened.Folder.Records);
        new ClearingConsumer(Book.Feed, store, new PaymentClearer(_institution, _rules)).CatchUp();
    }

    private (IReadOnlyList<PayoutFileResult> Files, IReadOnlyList<ChannelSettlement> Channels) Pay() => Timed("payouts", 0, "", () =>
    {
        var channels = new ChannelExpectations(Book, _institution, _accounts, _payouts).Run(_options.Date);
        var files = RunPayouts();
        foreach (var file in files) Validate(file.Path);
        return (files, channels);
    });

    private IReadOnlyList<PayoutFileResult> RunPayouts() =>
        new PayoutRun(Book, _institution, _accounts, _obligations, _payouts, _waiting, _clock).Run(_options.Date, Path.Combine(_options.Folder, "out")).Files;

    private void Validate(string path)
    {
        if (!File.Exists(path)) return;
        if (_options.SchemaFolder is null)
        {
            _notes.Add($"{Path.GetFileName(path)} was not checked against its XML schema: the schemas are not here (GIRO_SHARED_DATA names the folder of shared data)");
            return;
        }

        using var file = File.OpenRead(path);
        var errors = Iso20022Schema.Load(_options.SchemaFolder).Validate(file);
        _proofs.Add(TieOut.OfCount($"{Path.GetFileName(path)} is valid", "errors against the published schema", errors.Count, "allowed", 0));
        _notes.AddRange(errors.Take(3).Select(error => $"{Path.GetFileName(path)}({error.Line},{error.Column}): {error.Message}"));
    }

    private IReadOnlyList<Deviation> AskBank(DayPlan plan, IReadOnlyList<PayoutFileResult> files, IReadOnlyList<ChannelSettlement> channels, string path) => Timed("bank", 0, "", () =>
    {
        var read = files.Where(file => file.PayoutCount > 0).Select(file => InstructionFile.Read(file.Path)).ToList();
        var credits = plan.Channels.Where(channel => channel.ReceivableMinor > 0).Select(channel => new ChannelCredit(
            ChannelSettlement.ReferenceOf(channel.Channel.Code, _options.Date), channel.ReceivableMinor - CostOf(channel), channel.Channel.Code + " settlement")).ToList();
        var bank = new BankSimulator(_institution, _institution.Calendar, _options.Seed);
        var (deviations, _) = bank.Answer(read, credits, _options.Date, SampleInstitution.OpeningCapitalMinor, _clock.GetUtcNow(), path);
        DayProofs.OfPayoutFiles(_proofs, files, read, Currency);
        DayProofs.OfChannels(_proofs, channels, credits, Currency);
        _options.AfterBankAnswer?.Invoke(path);
        return deviations;
    });

    /// <summary>As the channel reckons: with decimals, half away from zero.</summary>
    private static long CostOf(ChannelPlan plan) => (long)decimal.Round((decimal)plan.ReceivableMinor * plan.Channel.CostPpm / 1_000_000m, MidpointRounding.AwayFromZero);

    private StatementResult Reconcile(string path) => Timed("reconciliation", 0, "", () =>
    {
        using var file = File.OpenRead(path);
        var statement = BankStatement.Read(file, Path.GetFileName(path), _institution);
        var result = RunStatement(statement);
        _proofs.Add(new TieOut("bank statement", "its state", result.Status.ToString(), "expected", nameof(StatementStatus.Reconciled)));
        _notes.AddRange(result.Findings.Select(finding => $"{Path.GetFileName(path)}: {finding}"));
        return result;
    });

    private StatementResult RunStatement(BankStatement statement) => new StatementRun(Book, _accounts, _institution, _reconciliation, _payouts, _waiting).Run(statement);

    private void ProveRepeatChangesNothing(IReadOnlyList<CycleId> cycles, BankStatement statement)
    {
        var before = Book.Query(reader => reader.LastNumber);
        CatchUpClearing();
        foreach (var cycle in cycles) Close(cycle);
        _ = RunPayouts();
        _ = RunStatement(statement);
        _proofs.Add(TieOut.OfCount("closing, paying and reconciling again changes nothing", "records before", before, "records after", Book.Query(reader => reader.LastNumber)));
    }

    private DayEndResult CloseDay() => Timed("day end", 0, "", () =>
    {
        CatchUpClearing();
        var end = new DayEndRun(Book, _opened.Journal, _institution, PendingTieOut, _dayEnd).Close();
        _proofs.AddRange(end.TieOuts);
        _proofs.Add(new TieOut("business date", "open in the book", Text(Book.Query(reader => reader.BusinessDate)), "next business day", Text(_institution.Calendar.Next(_options.Date))));
        var outOfBalance = Book.Query(reader => reader.CurrencyOutOfBalance());
        _proofs.Add(new TieOut("every currency sums to zero", "currency that does not", outOfBalance?.Code ?? "none", "allowed", "none"));
        return end;
    });

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd");

    private CycleSummary SummaryOf(CycleId cycle)
    {
        var obligations = _obligations.Of(cycle);
        var posted = obligations.Where(obligation => obligation.State == ObligationState.Payable).ToList();
        return new CycleSummary(
            cycle.ToString(), _institution.ScheduleOf(cycle).SettlementDate(cycle, _options.Date), posted.Count, posted.Sum(obligation => obligation.AmountMinor),
            obligations.Count(obligation => obligation.State == ObligationState.CarriedForward), obligations.Count(obligation => obligation.State == ObligationState.Blocked));
    }

    /// <summary>Opens the book anew from its journal: every row's hash is checked, every record replayed, and the state must be the one that was live.</summary>
    private static DaySummary ProveReplay(DemoOptions options, IDayProgress progress, DaySummary summary, string stateHash)
    {
        progress.Stage("replay", 0);
        var clock = Stopwatch.StartNew();
        using var opened = EmbeddedBook.Open(options.Folder, BookOptionsOf(options, new DayClock(DateTimeOffset.UnixEpoch)));
        var journal = JournalTotals.Read(opened.Journal);
        var replayed = opened.Book.Query(reader => reader.StateHash());
        var rows = opened.Book.Feed.LastSequence;
        var time = new StageTime("replay", clock.Elapsed, journal.Records, "records replayed and verified");
        return summary with
        {
            JournalHash = journal.HeadHash,
            Times = [.. summary.Times, time],
            Proofs =
            [
                .. summary.Proofs,
                TieOut.OfCount("hash chain of the journal", "rows verified", journal.VerifiedRows, "rows", rows),
                new TieOut("replay of the journal", "state replayed", replayed[..16], "state live", stateHash[..16]),
            ],
        };
    }

    private static BookOptions BookOptionsOf(DemoOptions options, TimeProvider clock) => new()
    {
        Name = "demo", Seed = options.Seed, FirstBusinessDate = options.Date, Time = clock, SnapshotEveryRecords = 0,
    };

    private DateTimeOffset At(int hour, int minute) => new(_options.Date.ToDateTime(new TimeOnly(hour, minute)), TimeSpan.FromHours(1));

    private T Timed<T>(string name, long items, string unit, Func<T> work)
    {
        _progress.Stage(name, items);
        var clock = Stopwatch.StartNew();
        var result = work();
        _times.Add(new StageTime(name, clock.Elapsed, items, unit));
        return result;
    }

    public void Dispose()
    {
        _obligations.Dispose();
        _payouts.Dispose();
        _waiting.Dispose();
        _reconciliation.Dispose();
        _dayEnd.Dispose();
        _opened.Dispose();
    }
}
