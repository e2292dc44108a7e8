using Giro.Cli.Commands;
using Giro.Ledger.Journal;
using Giro.Ledger.Writer;
using Giro.Operations.Institution;
using Giro.Operations.Reconciliation;
using Giro.Operations.Reconciliation.Breaks;
using Giro.Storage;
using Giro.Storage.Records;

namespace Giro.Cli;

/// <summary>A book opened for those who reconcile: it may enter what a run or two persons decide.</summary>
internal sealed class ReconciliationBook : IDisposable
{
    private readonly StoredBook _opened;

    private ReconciliationBook(BookStore files)
    {
        Files = files;
        Institution = BookTerms.Institution(files);
        var rules = BookTerms.Rules(files, Institution);
        _opened = StoredBook.Open(files.Root, new BookOptions());
        Accounts = InstitutionAccounts.Open(Book, Institution, rules);
        Store = new ReconciliationStore(files.Records);
        Payouts = new PayoutStore(files.Records);
        Waiting = new WaitingEntryStore(files.Records);
    }

    public BookStore Files { get; }

    public PaymentInstitution Institution { get; }

    public Book Book => _opened.Book;

    public IJournal Journal => _opened.Journal;

    public InstitutionAccounts Accounts { get; }

    public ReconciliationStore Store { get; }

    public PayoutStore Payouts { get; }

    public WaitingEntryStore Waiting { get; }

    public DateOnly BusinessDate => Book.Query(reader => reader.BusinessDate);

    public BreakDesk Desk => new(Book, Institution, Accounts, Store, Waiting);

    public static ReconciliationBook Open(DirectoryInfo data) => new(BookFiles.Existing(data));

    /// <summary>The business date of a book that somebody else may have open.</summary>
    public static DateOnly BusinessDateOf(BookStore files)
    {
        using var journal = files.OpenJournalReadOnly();
        var date = 0;
        using var reader = journal.Read(Math.Max(1, journal.ReadHead().Sequence));
        while (reader.TryRead(out var row))
        {
            foreach (var record in JournalRecords.Of(row.Payload.Span)) date = record.Header.BusinessDate;
        }

        return DateOnly.FromDayNumber(date);
    }

    public void Dispose()
    {
        Store.Dispose();
        Payouts.Dispose();
        Waiting.Dispose();
        _opened.Dispose();
    }
}
