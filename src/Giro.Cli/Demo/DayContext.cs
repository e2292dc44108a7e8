using Giro.Ledger.Currencies;
using Giro.Ledger.Entries;
using Giro.Ledger.Writer;
using Giro.Operations.Clearing;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Terms;
using Giro.Storage;
using Giro.Storage.Records;

namespace Giro.Cli.Demo;

/// <summary>What every stage of the demo's day works on: the institution, its book, its rules and its records.</summary>
internal sealed class DayContext : IDisposable
{
    private readonly StoredBook _opened;
    private ClearingStore? _clearing;

    public DayContext(DemoOptions options)
    {
        Options = options;
        Clock = new DayClock(At(0, 0));
        Institution = SampleInstitution.Make(options.Seed);
        _opened = StoredBook.Open(options.Folder, BookOptionsOf(options, Clock));
        InstitutionFile.Write(Institution, Path.Combine(options.Folder, InstitutionFile.Name));
        File.WriteAllText(Path.Combine(options.Folder, SampleInstitution.BillMapping), ChannelSimulator.Mapping);
        Rules = DemoRules.Publish(Records, Institution, Clock.GetUtcNow());
        Accounts = InstitutionAccounts.Open(Book, Institution, Rules);
        Stores = new DayStores(Records);
    }

    public DemoOptions Options { get; }

    public DateOnly Date => Options.Date;

    public DayClock Clock { get; }

    public PaymentInstitution Institution { get; }

    public Currency Currency => Institution.Currency;

    public Book Book => _opened.Book;

    public StoredBook Opened => _opened;

    public RecordsDatabase Records => _opened.Store.Records;

    public InstitutionAccounts Accounts { get; }

    public RuleBooks Rules { get; }

    public DayStores Stores { get; }

    /// <summary>Of the winter time that the institution keeps.</summary>
    public DateTimeOffset At(int hour, int minute) => new(Date.ToDateTime(new TimeOnly(hour, minute)), TimeSpan.FromHours(1));

    /// <summary>The end of the business date.</summary>
    public DateTimeOffset Midnight => At(0, 0).AddDays(1);

    public string PathOf(params ReadOnlySpan<string> names) => Path.Combine([Options.Folder, .. names]);

    /// <summary>After intake, clearing is run where it is needed: its checkpoint moves over the entries of settlement.</summary>
    public void CatchUpClearing()
    {
        _clearing ??= new ClearingStore(Records);
        new ClearingConsumer(Book.Feed, _clearing, new PaymentClearer(Institution, Rules)).CatchUp();
    }

    /// <summary>What clearing has counted of each period.</summary>
    public PeriodTotals ClearedTotals()
    {
        CatchUpClearing();
        return _clearing!.LoadTotals(Institution);
    }

    /// <exception cref="InvalidOperationException">The ledger refuses it.</exception>
    public void Post(string reference, EntryKind kind, params Leg[] legs)
    {
        var posting = new EntryPosting(Book);
        posting.Post(EntryId.FromReference(reference), kind, legs);
        if (!posting.Finish()[0].IsAccepted) throw new InvalidOperationException($"the ledger refused {reference}");
    }

    public static BookOptions BookOptionsOf(DemoOptions options, TimeProvider clock) => new()
    {
        Name = "demo", Seed = options.Seed, FirstBusinessDate = options.Date, Time = clock, SnapshotEveryRecords = 0,
    };

    public void Dispose()
    {
        Stores.Dispose();
        _clearing?.Dispose();
        _opened.Dispose();
    }
}
