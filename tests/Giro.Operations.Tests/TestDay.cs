using System.Text;
using Giro.Ledger.Entries;
using Giro.Ledger.Writer;
using Giro.Operations.Clearing;
using Giro.Operations.Decision;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Cycles;
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
    private readonly EmbeddedBook _opened;
    private int _files;

    public TestDay()
    {
        Time = new FixedTime(new DateTimeOffset(2026, 11, 11, 21, 0, 0, TimeSpan.FromHours(1)));
        _opened = EmbeddedBook.Open(_folder, new BookOptions { FirstBusinessDate = TestInstitution.Wednesday, Time = Time, Seed = 1, SnapshotEveryRecords = 0 });
        Accounts = InstitutionAccounts.Open(Book, Institution);
        Obligations = new ObligationStore(Records);
        Payouts = new PayoutStore(Records);
        Reconciliation = new ReconciliationStore(Records);
    }

    public PaymentInstitution Institution { get; } = TestInstitution.Make();

    public TimeProvider Time { get; }

    public InstitutionAccounts Accounts { get; }

    public ObligationStore Obligations { get; }

    public PayoutStore Payouts { get; }

    public ReconciliationStore Reconciliation { get; }

    public AcceptedPayments Accepted { get; private set; } = new();

    public Book Book => _opened.Book;

    public Giro.Ledger.Journal.IJournal Journal => _opened.Journal;

    public string Records => _opened.Folder.Records;

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
        using var run = new PaymentRun(Book, Institution, Accounts, Accepted, rejections);
        run.Run(new IntakeFile(path, TestInstitution.Card));
        return run;
    }

    /// <summary>Forgets the accepted payments and reads them from the journal, as a restart does.</summary>
    public void Reload() => Accepted = AcceptedPayments.Load(Journal, Institution);

    public void Clear()
    {
        using var store = new ClearingStore(Records);
        new ClearingConsumer(Book.Feed, store, new PaymentClearer(Institution)).CatchUp();
    }

    public CycleCloseResult Close(CycleId cycle, string? merchantId = null)
    {
        Clear();
        return new CycleCloser(Book, Institution, Accounts, Obligations, Time).Close(cycle, merchantId);
    }

    public IReadOnlyList<PayoutFileResult> Pay(DateOnly? on = null)
    {
        Clear();
        return new PayoutRun(Book, Institution, Accounts, Payouts, Time).Run(on ?? TestInstitution.Wednesday, OutFolder);
    }

    public StatementResult Reconcile(BankStatement statement) => new StatementRun(Book, Accounts, Institution, Reconciliation).Run(statement);

    /// <summary>The balance at a path, in minor units on its normal side.</summary>
    public long Balance(string path) => (long)Book.Query(reader => reader.Account(path)!.BalanceMinor);

    public ulong LastNumber => Book.Query(reader => reader.LastNumber);

    public void PostByHand(string reference, params Leg[] legs)
    {
        var posting = new EntryPosting(Book);
        posting.Post(EntryId.FromReference(reference), EntryKind.OpeningCapital, legs);
        Assert.True(posting.Finish()[0].IsAccepted);
    }

    public ulong Handle(string path) => Book.Query(reader => reader.HandleOf(path));

    public void Dispose()
    {
        Obligations.Dispose();
        Payouts.Dispose();
        Reconciliation.Dispose();
        _opened.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
