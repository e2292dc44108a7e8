using System.Diagnostics;
using System.Globalization;
using System.Text;
using Giro.Ledger.Writer;
using Giro.Operations.Clearing;
using Giro.Operations.Decision;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Cycles;
using Giro.Operations.Institution.Terms;
using Giro.Operations.Intake;
using Giro.Operations.Settlement;
using Giro.Storage;
using Giro.Storage.Records;

namespace Giro.Cli.Bench;

/// <summary>A book with its stages in a fresh folder, which goes with it.</summary>
internal sealed class BenchDay : IDisposable
{
    private readonly string _folder;
    private readonly StoredBook _opened;
    private readonly PaymentInstitution _institution;
    private readonly InstitutionAccounts _accounts;
    private readonly RuleBooks _rules;
    private readonly RejectionFile _rejections;
    private readonly PaymentRun _run;
    private readonly Random _random = new(1);
    private DateOnly _day = BenchInstitution.Day;
    private long _written;
    private int _files;

    public BenchDay(string folder, PaymentInstitution institution)
    {
        _folder = folder;
        _institution = institution;
        Directory.CreateDirectory(folder);
        _opened = StoredBook.Open(folder, new BookOptions { FirstBusinessDate = BenchInstitution.Day, SnapshotEveryRecords = 0, IdTableBits = 22 }, withViews: false);
        _accounts = InstitutionAccounts.Open(Book, institution);
        _rules = BenchInstitution.Rules(institution);
        _rejections = new RejectionFile(Path.Combine(folder, "rejections.ndjson"));
        _run = new PaymentRun(Book, institution, _rules, new AcceptedPayments(Book, institution, _rules), new PeriodTotals(), _rejections);
    }

    public Book Book => _opened.Book;

    public string RecordsFile => _opened.Store.Folder.Records;

    public RecordsDatabase Records => _opened.Store.Records;

    public ClearingThread StartClearing() => new(Book, Records, new PaymentClearer(_institution, _rules));

    /// <summary>Payments from here on are of the next day.</summary>
    public void NextCycle() => _day = _day.AddDays(1);

    /// <summary>Writes a file of payments of random merchants, amounts and card types, and returns its path.</summary>
    public string WriteFile(int count)
    {
        var path = Path.Combine(_folder, $"card-{++_files}.ndjson");
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 20) { NewLine = "\n" };
        for (var i = 0; i < count; i++)
        {
            var minor = _random.Next(100, 50_000);
            var second = i % 50_000;
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"id":"P{{++_written}}","type":"payment","merchant":"{{_institution.Merchants[_random.Next(_institution.Merchants.Count)].Id}}","amount":"{{minor / 100}}.{{minor % 100:D2}}","currency":"EUR","at":"{{_day:yyyy-MM-dd}}T{{6 + (second / 3600):D2}}:{{second / 60 % 60:D2}}:{{second % 60:D2}}+01:00","card-type":"{{(_random.Next(2) == 0 ? "debit" : "credit")}}"}"""));
        }

        return path;
    }

    /// <summary>Takes a file through intake and decision into the book.</summary>
    /// <param name="perSecond">At most so many; 0 for as many as can be.</param>
    /// <returns>How many were accepted.</returns>
    public long Run(string path, int perSecond = 0, CancellationToken stop = default)
    {
        var tally = _run.Channels[0];
        var before = tally.Accepted;
        var clock = Stopwatch.StartNew();
        var lines = 0L;
        try
        {
            _run.Run(new IntakeFile(path, _institution.Channels[0]), read =>
            {
                lines += read;
                stop.ThrowIfCancellationRequested();
                if (perSecond == 0) return;
                var ahead = TimeSpan.FromSeconds((double)lines / perSecond) - clock.Elapsed;
                if (ahead > TimeSpan.Zero) Thread.Sleep(ahead);
            });
        }
        catch (OperationCanceledException)
        {
            // What was sent is answered before anything else happens to the book.
            _run.Finish();
        }

        return tally.Accepted - before;
    }

    /// <summary>Closes the cycle of the first day.</summary>
    public (int Obligations, long SumMinor) CloseCycle()
    {
        using var obligations = new ObligationStore(Records);
        using var waiting = new WaitingEntryStore(Records);
        var cycle = new CycleId(BenchInstitution.Daily.Ordinal, BenchInstitution.Day, 1);
        var result = new CycleCloser(Book, _institution, _accounts, obligations, waiting, TimeProvider.System) { ClearingWait = TimeSpan.FromSeconds(30) }.Close(cycle);
        if (result is not { Status: CycleCloseStatus.Closed, Differences.Count: 0, Refused.Count: 0 }) throw new InvalidOperationException($"the cycle was not closed: {result}");
        var closed = obligations.Of(cycle);
        return (closed.Count, closed.Sum(obligation => obligation.PostedMinor));
    }

    /// <exception cref="InvalidOperationException">Some merchant's pending account differs from its lines.</exception>
    public void RequireTie()
    {
        using var obligations = new ObligationStore(Records);
        using var waiting = new WaitingEntryStore(Records);
        if (new PendingTieOut(Book, _institution, _accounts, obligations, waiting).Check(TimeSpan.FromSeconds(30)) is not { Count: 0 }) throw new InvalidOperationException("pending accounts and clearing lines differ after the bench");
    }

    public void Dispose()
    {
        _run.Dispose();
        _rejections.Dispose();
        _opened.Dispose();
        Directory.Delete(_folder, recursive: true);
        GC.Collect();
    }

    /// <summary>Clears beside intake until it is disposed.</summary>
    public sealed class ClearingThread : IDisposable
    {
        private readonly Book _book;
        private readonly ClearingStore _store;
        private readonly ClearingConsumer _consumer;
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _task;

        public ClearingThread(Book book, RecordsDatabase records, PaymentClearer clearer)
        {
            _book = book;
            _store = new ClearingStore(records);
            _consumer = new ClearingConsumer(book.Feed, _store, clearer);
            _task = Task.Factory.StartNew(() => _consumer.Run(_stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }

        /// <summary>Until all that is in the journal now is cleared.</summary>
        public void Wait() => _consumer.WaitFor(_book.Feed.LastSequence);

        public void Dispose()
        {
            _stop.Cancel();
            _task.Wait();
            _store.Dispose();
            _stop.Dispose();
        }
    }
}
