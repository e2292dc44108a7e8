using System.Diagnostics;
using Giro.Ledger.Entries;
using Giro.Ledger.Writer;
using Giro.Messages.Iso20022;
using Giro.Operations.Clearing;
using Giro.Operations.DayEnd;
using Giro.Operations.Decision;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Terms;
using Giro.Operations.Intake;
using Giro.Operations.Reconciliation;
using Giro.Operations.Reconciliation.Breaks;
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
    private readonly DayContext _day;
    private readonly DaySettlement _settlement;
    private readonly BankSimulator _bank;
    private ChannelSimulator _channels = null!;
    private readonly List<StageTime> _times = [];
    private readonly List<TieOut> _proofs = [];
    private readonly List<string> _notes = [];
    private readonly List<PayoutFileResult> _files = [];
    private readonly List<InstructionFile> _read = [];
    private readonly List<BankFileSummary> _answers = [];
    private readonly List<string> _answerPaths = [];
    private int _validated;
    private int _errors;

    private BusinessDay(DemoOptions options, IDayProgress progress)
    {
        _options = options;
        _progress = progress;
        _day = new DayContext(options);
        _settlement = new DaySettlement(_day);
        _bank = new BankSimulator(_day.Institution, _day.Institution.Calendar, options.Date, SampleInstitution.OpeningCapitalMinor, options.Seed);
    }

    private Book Book => _day.Book;

    private PaymentInstitution Institution => _day.Institution;

    private string NotificationPath => _day.PathOf("in", $"camt054-{_options.Date:yyyyMMdd}.xml");

    private string StatementPath => _day.PathOf("in", $"camt053-{_options.Date:yyyyMMdd}.xml");

    /// <exception cref="CliException">The folder holds a book already.</exception>
    public static DaySummary Run(DemoOptions options, IDayProgress progress)
    {
        if (BookStore.In(options.Folder).HasJournal)
            throw CliException.BadInput($"{options.Folder} already holds a book; the demo begins with an empty one. Give another --data folder, or remove it");
        DaySummary summary;
        string stateHash;
        using (var day = new BusinessDay(options, progress)) (summary, stateHash) = day.Run();
        return ProveReplay(options, progress, summary, stateHash);
    }

    private (DaySummary Summary, string StateHash) Run()
    {
        _day.Post("opening-capital", EntryKind.OpeningCapital, Leg.Debit(_day.Accounts.Nostro, SampleInstitution.OpeningCapitalMinor), Leg.Credit(_day.Accounts.Capital, SampleInstitution.OpeningCapitalMinor));
        var (plan, files) = Generate();
        using var run = PostAndClear(plan, files);
        DayProofs.OfIntake(_proofs, plan, run, _day.Currency);
        _day.Clock.MoveTo(_day.Midnight);
        var adjustments = Timed("end of periods", 0, "", _settlement.EndPeriods);
        _options.BeforeClose?.Invoke(_day);
        var cycles = Timed("close of cycles", 0, "", _settlement.CloseCycles);
        Pay(plan);
        Timed("bills of the channels", 0, "", () => _channels.Write(channel => _day.PathOf("in", $"bill-{channel.Code}-{_options.Date:yyyyMMdd}.csv")));
        Reconcile();
        var breaks = _day.Stores.Reconciliation.Breaks(new BreakQuery());
        DayProofs.OfBreaks(_proofs, "", "bank", _bank.Deviations, [.. breaks.Where(@break => @break.Source == "bank")]);
        DayProofs.OfBreaks(_proofs, " with the bills", "channels", _channels.Deviations, [.. breaks.Where(@break => @break.Source != "bank")]);
        ProveWriteOff(breaks);
        ProveRepeatChangesNothing(cycles);
        var end = CloseDay();
        var evidence = new DayEvidence(_day, plan, _proofs);
        Timed("proofs", 0, "", () =>
        {
            evidence.Prove(end, adjustments, _settlement.Due(), _bank);
            return 0;
        });
        var summary = new DaySummary(
            Institution.Name, _options.Date, _options.Payments, _options.Seed, _day.Currency, run.Channels, run.Reasons, evidence.Contracts, end.Records.Lines,
            DaySummary.CyclesOf(_day, cycles), DaySummary.ReservesOf(_day), evidence.PayoutStates, _answers, end.Records.Payouts, end.Records.SettledChannels,
            breaks, end.TrialBalance, _proofs, "", _times, _notes);
        return (summary, Book.Query(reader => reader.StateHash()));
    }

    private (DayPlan Plan, IReadOnlyList<IntakeFile> Files) Generate()
    {
        var (plan, files) = Timed("payment files", _options.Payments, "payments", () =>
            new PaymentGenerator(Institution, _options.Date, _options.Seed).Write(_day.PathOf("intake"), _options.Payments, _progress.Advance));
        _channels = new ChannelSimulator(plan, _day.Currency, _options.Date, _options.Seed);
        _options.AfterGeneration?.Invoke(plan, files);
        return (plan, files);
    }

    /// <summary>Intake, decision and ledger on this thread and the book's; clearing beside them.</summary>
    private PaymentRun PostAndClear(DayPlan plan, IReadOnlyList<IntakeFile> files)
    {
        using var store = new ClearingStore(_day.Records);
        var consumer = new ClearingConsumer(Book.Feed, store, new PaymentClearer(Institution, _day.Rules));
        using var stop = new CancellationTokenSource();
        var clearing = Task.Factory.StartNew(() => consumer.Run(stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        PaymentRun? run = null;
        try
        {
            using var rejections = new RejectionFile(_day.PathOf("intake", "rejections.ndjson"));
            run = new PaymentRun(Book, Institution, _day.Rules, new AcceptedPayments(Book, Institution, _day.Rules), new PeriodTotals(), rejections);
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

    /// <summary>Pays in three files: what the policy approves, what two persons approve, and what came back and goes out again.</summary>
    private void Pay(DayPlan plan) => Timed("payouts and bank", 0, "", () =>
    {
        var channels = new ChannelExpectations(Book, Institution, _day.Accounts, _day.Stores.Payouts).Run(_options.Date);
        var credits = plan.Channels.Where(channel => channel.ReceivableMinor > 0).Select(channel => new ChannelCredit(
            ChannelSettlement.ReferenceOf(channel.Channel.Code, _options.Date), channel.ReceivableMinor - CostOf(channel), channel.Channel.Code + " settlement")).ToList();
        DayProofs.OfChannels(_proofs, channels, credits, _day.Currency);
        foreach (var credit in credits) _bank.Credit(credit);

        SendPayouts();
        var created = _day.Stores.Payouts.InState(PayoutState.Created);
        var wanted = created.Count(payout => payout.HomeMinor > SampleInstitution.SecondPersonAboveMinor);
        _proofs.Add(TieOut.OfCount("large payouts", "approved by two persons", _settlement.ApproveLarge(), "above the policy's amount", wanted));
        SendPayouts();
        _bank.Notify(_day.Clock.GetUtcNow(), NotificationPath);
        _options.AfterBankAnswer?.Invoke(NotificationPath);
        var notified = _settlement.ReadNotification(NotificationPath);
        Keep(NotificationPath, notified);
        DayProofs.OfNotification(_proofs, notified, _bank);
        var random = new SeededRandom(_options.Seed ^ 0xC0FFEE);
        foreach (var returned in _bank.Returned) _ = _settlement.Reissue(returned.EndToEndId, SampleInstitution.MakeIban(random));
        SendPayouts();
        if (_validated > 0) _proofs.Add(TieOut.OfCount($"{_validated} payout files are valid", "errors against the published schema", _errors, "allowed", 0));
        DayProofs.OfPayoutFiles(_proofs, _files, _read, _day.Currency);
        _bank.Close(_day.Clock.GetUtcNow(), StatementPath);
        _options.AfterBankAnswer?.Invoke(StatementPath);
        return 0;
    });

    /// <summary>Writes what is ready to be paid, and takes the bank's answer to it.</summary>
    private void SendPayouts()
    {
        foreach (var file in _settlement.Pay().Files)
        {
            _files.Add(file);
            Validate(file.Path);
            if (file.PayoutCount == 0) continue;
            var read = InstructionFile.Read(file.Path);
            _read.Add(read);
            var answerPath = _day.PathOf("in", $"pain002-{read.MessageId}.xml");
            _bank.Take(read, _day.Clock.GetUtcNow(), answerPath);
            _options.AfterBankAnswer?.Invoke(answerPath);
            _answerPaths.Add(answerPath);
            Keep(answerPath, _settlement.ReadAnswer(answerPath));
        }
    }

    private void Keep(string path, BankFileResult result) =>
        _answers.Add(new BankFileSummary(Path.GetFileName(path), result.Status, result.Moved, result.Unchanged, [.. result.Findings.Select(finding => $"{finding.Type} {finding.Reference}")]));

    private void Validate(string path)
    {
        if (!File.Exists(path)) return;
        if (_options.SchemaFolder is null)
        {
            const string Why = "the payout files were not checked against their XML schema: the schemas are not here (GIRO_SHARED_DATA names the folder of shared data)";
            if (!_notes.Contains(Why)) _notes.Add(Why);
            return;
        }

        using var file = File.OpenRead(path);
        var errors = Iso20022Schema.Load(_options.SchemaFolder).Validate(file);
        _validated++;
        _errors += errors.Count;
        _notes.AddRange(errors.Take(3).Select(error => $"{Path.GetFileName(path)}({error.Line},{error.Column}): {error.Message}"));
    }

    /// <summary>As the channel reckons: with decimals, half away from zero.</summary>
    private static long CostOf(ChannelPlan plan) => (long)decimal.Round((decimal)plan.ReceivableMinor * plan.Channel.CostPpm / 1_000_000m, MidpointRounding.AwayFromZero);

    private void Reconcile() => Timed("reconciliation", 0, "", () =>
    {
        var results = RunSources();
        foreach (var result in results)
        {
            if (result.Source.Kind == SourceKind.BankStatement) _proofs.Add(new TieOut("bank statement", "its state", result.Status.ToString(), "expected", nameof(StatementStatus.Reconciled)));
            _notes.AddRange(result.Findings.Select(finding => $"{Path.GetFileName(result.File)}: {finding}"));
        }

        var bills = results.Where(result => result.Source.Kind == SourceKind.ChannelBill).ToList();
        _proofs.Add(TieOut.OfCount("bills of the channels", "reconciled", bills.Count(result => result.Status == StatementStatus.Reconciled), "channels", Institution.Channels.Count));
        DayProofs.OfConservation(_proofs, results, _day.Currency);
        return results;
    });

    private IReadOnlyList<SourceResult> RunSources() => new DayReconciliation(
        Book, _day.Opened.Journal, _day.Accounts, Institution, _day.Stores.Reconciliation, _day.Stores.Payouts, _day.Stores.Waiting, _options.Folder).Run(_options.Date, _options.Date, _ => null);

    /// <summary>The bank's charge is within the limit: one person proposes to give it up, and only another one can approve.</summary>
    private void ProveWriteOff(IReadOnlyList<Break> breaks)
    {
        var desk = new BreakDesk(Book, Institution, _day.Accounts, _day.Stores.Reconciliation, _day.Stores.Waiting);
        var charge = breaks.FirstOrDefault(@break => @break is { Source: "bank", Type: BreakType.MissingWithUs, OpenMinor: -BankSimulator.ChargeMinor });
        var entered = 0L;
        if (charge is not null)
        {
            var proposal = desk.Propose(ResolutionKind.WriteOff, [charge.Number], "", "account charges, as agreed", DaySettlement.Maker, _options.Date).Number;
            if (desk.Approve(proposal, DaySettlement.Maker, _options.Date).Status != BreakDeskStatus.SamePerson) throw new InvalidOperationException($"{DaySettlement.Maker} approved what {DaySettlement.Maker} proposed: {proposal}");
            if (desk.Approve(proposal, DaySettlement.Checker, _options.Date).Status == BreakDeskStatus.Done)
                entered = (long)Book.Query(reader => reader.Account(_day.Accounts.Home.ReconciliationWriteOffs).BalanceMinor);
        }

        _proofs.Add(TieOut.OfMoney("a break is given up by two persons", "written off in the ledger", entered, "the bank's charge", BankSimulator.ChargeMinor, _day.Currency));
    }

    private void ProveRepeatChangesNothing(IReadOnlyList<DueCycle> cycles)
    {
        var before = Book.Query(reader => reader.LastNumber);
        _ = _settlement.EndPeriods();
        _settlement.Close([.. cycles.DistinctBy(due => due.Cycle.Schedule)]);
        _ = _settlement.Pay();
        foreach (var path in _answerPaths) _ = _settlement.ReadAnswer(path);
        _ = _settlement.ReadNotification(NotificationPath);
        var repeats = RunSources().Count(result => result.IsRepeat);
        _proofs.Add(TieOut.OfCount("every source again", "runs that find the same", repeats, "sources", Institution.Sources.Count));
        _proofs.Add(TieOut.OfCount("ending, closing, paying and reconciling again changes nothing", "records before", before, "records after", Book.Query(reader => reader.LastNumber)));
    }

    private DayEndResult CloseDay() => Timed("day end", 0, "", () =>
    {
        _day.CatchUpClearing();
        var pending = new PendingTieOut(Book, Institution, _day.Accounts, _day.Stores.Obligations, _day.Stores.Waiting);
        var end = new DayEndRun(Book, _day.Opened.Journal, Institution, pending, _day.Stores.DayEnd).Close();
        _proofs.AddRange(end.TieOuts);
        _proofs.Add(new TieOut("business date", "open in the book", Text(Book.Query(reader => reader.BusinessDate)), "next business day", Text(Institution.Calendar.Next(_options.Date))));
        var outOfBalance = Book.Query(reader => reader.CurrencyOutOfBalance());
        _proofs.Add(new TieOut("every currency sums to zero", "currency that does not", outOfBalance?.Code ?? "none", "allowed", "none"));
        return end;
    });

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd");

    /// <summary>Opens the book anew from its journal: every row's hash is checked, every record replayed, and the state must be the one that was live.</summary>
    private static DaySummary ProveReplay(DemoOptions options, IDayProgress progress, DaySummary summary, string stateHash)
    {
        progress.Stage("replay", 0);
        var clock = Stopwatch.StartNew();
        using var opened = StoredBook.Open(options.Folder, DayContext.BookOptionsOf(options, new DayClock(DateTimeOffset.UnixEpoch)));
        var journal = JournalTotals.Read(opened.Journal, []);
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

    private T Timed<T>(string name, long items, string unit, Func<T> work)
    {
        _progress.Stage(name, items);
        var clock = Stopwatch.StartNew();
        var result = work();
        _times.Add(new StageTime(name, clock.Elapsed, items, unit));
        return result;
    }

    public void Dispose() => _day.Dispose();
}
