using System.Text;
using Giro.Ledger.Entries;
using Giro.Ledger.Writer;
using Giro.Operations.Clearing;
using Giro.Operations.Decision;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Cycles;
using Giro.Operations.Institution.Terms;
using Giro.Operations.Intake;
using Giro.Operations.Reconciliation;
using Giro.Operations.Settlement;
using Giro.Storage;
using Giro.Storage.Records;

namespace Giro.Operations.Tests;

/// <summary>A book, its records and the stages over them, in a temporary folder. The clock stands at 21:00 on Wednesday 2026-11-11.</summary>
internal sealed class TestDay : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("giro-test-").FullName;
    private readonly StoredBook _opened;
    private readonly TestStore _store;
    private int _files;

    public TestDay(PaymentInstitution? institution = null)
        : this(institution ?? TestInstitution.Make(), TestInstitution.Wednesday)
    {
    }

    /// <param name="strategies">Texts; none for the standard one.</param>
    public TestDay(PaymentInstitution institution, params string[] strategies)
        : this(institution, TestInstitution.Wednesday, strategies)
    {
    }

    public TestDay(PaymentInstitution institution, DateOnly first, params string[] strategies)
    {
        Institution = institution;
        Rules = TestInstitution.Rules(institution, strategies);
        _opened = StoredBook.Open(_folder, new BookOptions { FirstBusinessDate = first, Time = Time, Seed = 1, SnapshotEveryRecords = 0 });
        _store = TestStore.For(_opened.Store, Path.Combine(_folder, "store"));
        Accounts = InstitutionAccounts.Open(Book, Institution, Rules);
        Accepted = new AcceptedPayments(Book, institution, Rules, recentPayments: 3);
        Obligations = new ObligationStore(Records);
        Payouts = new PayoutStore(Records);
        Waiting = new WaitingEntryStore(Records);
        Entries = Waiting;
        Reconciliation = new ReconciliationStore(Records);
    }

    public PaymentInstitution Institution { get; }

    public RuleBooks Rules { get; }

    public PeriodTotals Totals { get; private set; } = new();

    public HandTime Time { get; } = new(new DateTimeOffset(2026, 11, 11, 21, 0, 0, TimeSpan.FromHours(1)));

    public InstitutionAccounts Accounts { get; }

    public ObligationStore Obligations { get; }

    public PayoutStore Payouts { get; }

    public WaitingEntryStore Waiting { get; }

    /// <summary>What the runs of settlement are given: the store, or one that stops on the way.</summary>
    public IWaitingEntryStore Entries { get; set; }

    public ReconciliationStore Reconciliation { get; }

    public AcceptedPayments Accepted { get; private set; }

    public Book Book => _opened.Book;

    public Giro.Ledger.Journal.IJournal Journal => _opened.Journal;

    public RecordsDatabase Records => _store.Records;

    public Giro.Storage.Views.ViewReader ReadViews() => _opened.ReadViews();

    public string OutFolder => Path.Combine(_folder, "out");

    public string RejectionsPath => Path.Combine(_folder, "rejections.ndjson");

    public CycleId Morning => new(TestInstitution.SameDay.Ordinal, TestInstitution.Wednesday, 1);

    public CycleId Afternoon => Morning with { Number = 2 };

    public static string Payment(string id, string merchant, string amount, string at = "2026-11-11T09:00:00+01:00") =>
        $$"""{"id":"{{id}}","type":"payment","merchant":"{{merchant}}","amount":"{{amount}}","currency":"EUR","at":"{{at}}"}""";

    public static string Return(string type, string id, string original, string merchant, string amount, string at = "2026-11-11T09:30:00+01:00") =>
        $$"""{"id":"{{id}}","type":"{{type}}","original":"{{original}}","merchant":"{{merchant}}","amount":"{{amount}}","currency":"EUR","at":"{{at}}"}""";

    /// <summary>Takes lines of the card channel through intake and decision into the book.</summary>
    public PaymentRun Post(params string[] lines) => PostFile(string.Join('\n', lines) + "\n");

    public PaymentRun PostFile(string content)
    {
        var path = Path.Combine(_folder, $"card-{++_files}.ndjson");
        File.WriteAllText(path, content, new UTF8Encoding(false));
        using var rejections = new RejectionFile(RejectionsPath);
        using var run = new PaymentRun(Book, Institution, Rules, Accepted, Totals, rejections);
        run.Run(new IntakeFile(path, TestInstitution.Card));
        return run;
    }

    /// <summary>Forgets the accepted payments and totals and reads them from journal and records, as a restart does.</summary>
    public void Reload()
    {
        Clear();
        Accepted = AcceptedPayments.Load(Book, Journal, Institution, Rules);
        using var store = new ClearingStore(Records);
        Totals = store.LoadTotals(Institution);
    }

    public void Clear()
    {
        using var store = new ClearingStore(Records);
        new ClearingConsumer(Book.Feed, store, new PaymentClearer(Institution, Rules)).CatchUp();
    }

    public CycleCloseResult Close(CycleId cycle, string? merchantId = null)
    {
        Clear();
        return Closer().Close(cycle, merchantId);
    }

    public CycleCloser Closer() => new(Book, Institution, Accounts, Obligations, Entries, Time);

    public IReadOnlyList<PayoutFileResult> Pay(DateOnly? on = null)
    {
        Clear();
        return PayoutRun().Run(on ?? TestInstitution.Wednesday, OutFolder).Files;
    }

    public PayoutRun PayoutRun(params RateTable[] rates) => new(Book, Institution, Accounts, Obligations, Payouts, Entries, Time, rates);

    public PayoutDesk Desk(params RateTable[] rates) => new(Book, Institution, Accounts, Obligations, Payouts, Entries, rates);

    public StatementResult Reconcile(BankStatement statement) => new StatementRun(Book, Accounts, Institution, Reconciliation, Payouts, Entries).Run(statement);

    /// <summary>The balance at a path, in minor units on its normal side.</summary>
    public long Balance(string path) => (long)Book.Query(reader => reader.Account(path)!.BalanceMinor);

    public ulong LastNumber => Book.Query(reader => reader.LastNumber);

    public void PostByHand(string reference, params Leg[] legs)
    {
        var posting = new EntryPosting(Book);
        posting.Post(EntryId.FromReference(reference), EntryKind.OpeningCapital, legs);
        Assert.True(posting.Finish()[0].IsAccepted);
    }

    /// <summary>Freezes or opens a merchant's payable account.</summary>
    public void SetState(string merchantId, Giro.Ledger.Accounts.AccountState state)
    {
        var submission = new Submission();
        submission.SetState(EntryId.FromReference($"{merchantId} {state} {LastNumber}"), Accounts.Payable(Institution.FindMerchant(merchantId)!), state);
        Assert.True(Book.Execute(submission)[0].IsAccepted);
    }

    public string FileOf(string name) => Path.Combine(_folder, name);

    public ulong Handle(string path) => Book.Query(reader => reader.HandleOf(path));

    public void Dispose()
    {
        Obligations.Dispose();
        Payouts.Dispose();
        Waiting.Dispose();
        Reconciliation.Dispose();
        _store.Dispose();
        _opened.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Moved by hand.</summary>
    internal sealed class HandTime(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
