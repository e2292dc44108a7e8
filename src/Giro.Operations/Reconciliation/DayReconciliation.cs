using Giro.Ledger.Journal;
using Giro.Ledger.Writer;
using Giro.Operations.Institution;
using Giro.Operations.Reconciliation.Bills;
using Giro.Operations.Reconciliation.Breaks;
using Giro.Operations.Reconciliation.Runs;
using Giro.Operations.Reconciliation.Sources;
using Giro.Operations.Settlement;

namespace Giro.Operations.Reconciliation;

/// <summary>What became of one source on a day.</summary>
/// <param name="File">Its path.</param>
/// <param name="Findings">Why it was flagged, or what the ledger refused; else empty.</param>
public sealed record SourceResult(ReconciliationSource Source, string File, StatementStatus Status, IReadOnlyList<string> Findings)
{
    /// <summary>The run in force afterwards; null when the file was flagged.</summary>
    public ReconciliationRun? Run { get; init; }

    public bool IsRepeat { get; init; }

    public RunChanges? Changes { get; init; }

    /// <inheritdoc cref="MatchResult.Notes"/>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Of the source, whatever their day.</summary>
    public IReadOnlyList<Break> Living { get; init; } = [];
}

/// <summary>Runs the sources of an institution for a day: each file against our records, then what is past its time to suspense.</summary>
/// <param name="folder">From which the sources' file names count.</param>
public sealed class DayReconciliation(
    Book book, IJournal journal, InstitutionAccounts accounts, PaymentInstitution institution, IReconciliationStore store, IPayoutStore payouts, IWaitingEntryStore waiting, string folder)
{
    /// <param name="acceptance">Who takes a file though it may be flagged, by the file's path; null for nobody.</param>
    /// <param name="stage">Is told which source is next.</param>
    /// <exception cref="FileNotFoundException">A source has no file for the date; sources before it are done.</exception>
    /// <exception cref="InvalidDataException">The passes of a source cannot be used; nothing was done.</exception>
    /// <exception cref="Giro.Messages.MessageFormatException">A file cannot be read; sources before it are done.</exception>
    public IReadOnlyList<SourceResult> Run(DateOnly date, DateOnly businessDate, Func<string, Acceptance?> acceptance, Action<string>? stage = null)
    {
        var sources = institution.Sources.Where(source => source.FilePattern.Length > 0).ToList();
        var files = sources.ConvertAll(source => Path.GetFullPath(Path.Combine(folder, source.FileOf(date))));
        foreach (var (i, file) in files.Index())
        {
            if (!File.Exists(file)) throw new FileNotFoundException($"{file}: there is no such file, which {sources[i].Name} should have for {date:yyyy-MM-dd}", file);
        }

        var passes = Passes();

        // All channels are read in one walk, when the first bill asks.
        var payments = new Lazy<IReadOnlyList<IReadOnlyList<ChannelPayment>>>(() => ChannelPayments.Of(journal, institution, accounts, date));
        var results = new List<SourceResult>();
        foreach (var (i, source) in sources.Index())
        {
            stage?.Invoke(source.Name);
            results.Add(source.Kind == SourceKind.BankStatement ? Statement(source, files[i], date, passes, acceptance(files[i])) : Bill(source, files[i], date, payments, passes, acceptance(files[i])));
        }

        stage?.Invoke("deadlines");
        _ = new BreakDeadlineRun(book, institution, accounts, store, waiting).Run(businessDate);
        return [.. results.Select(result => result with { Living = store.Breaks(new BreakQuery { Source = result.Source.Name }) })];
    }

    /// <summary>Rules of passes stand beside institution.json, in the folder of the book.</summary>
    private InstitutionPasses Passes()
    {
        var reading = InstitutionPasses.Read(institution, folder);
        return reading.Passes ?? throw new InvalidDataException(string.Join('\n', reading.Faults));
    }

    private SourceResult Statement(ReconciliationSource source, string path, DateOnly date, InstitutionPasses passes, Acceptance? acceptance)
    {
        BankStatement statement;
        using (var file = File.OpenRead(path)) statement = BankStatement.Read(file, Path.GetFileName(path), institution, FormatOf(source));
        if (statement.Date != date) statement = statement with { Findings = [.. statement.Findings, $"the statement is of {statement.Date:yyyy-MM-dd}, and {date:yyyy-MM-dd} was asked for"] };
        var currency = statement.ForeignCurrency ?? institution.Currency;
        if (currency != source.Currency) statement = statement with { Findings = [.. statement.Findings, $"the statement is of our account in {currency.Code}, and {source.Name} is about the one in {source.Currency.Code}"] };
        var result = new StatementRun(book, accounts, institution, store, payouts, waiting, passes).Run(statement, acceptance);
        return new SourceResult(source, path, result.Status, result.Findings) { Run = result.Run, IsRepeat = result.IsRepeat, Changes = result.Changes, Notes = result.Result.Notes };
    }

    private SourceResult Bill(ReconciliationSource source, string path, DateOnly date, Lazy<IReadOnlyList<IReadOnlyList<ChannelPayment>>> payments, InstitutionPasses passes, Acceptance? acceptance)
    {
        ChannelBill bill;
        using (var file = File.OpenRead(path)) bill = ChannelBill.Read(file, Path.GetFileName(path), source with { Format = FormatOf(source) }, date);
        var channel = institution.Channels.Single(channel => channel.Code == source.ChannelCode);
        var result = new BillRun(book, accounts, institution, store, waiting, passes).Run(source, bill, payments.Value[channel.Ordinal], acceptance);
        return new SourceResult(source, path, result.Status, result.Findings) { Run = result.Run, IsRepeat = result.IsRepeat, Changes = result.Changes, Notes = result.Notes };
    }

    /// <summary>A mapping of the institution's own stands beside its other files.</summary>
    private string FormatOf(ReconciliationSource source) => source.Format.EndsWith(".json", StringComparison.Ordinal) ? Path.Combine(folder, source.Format) : source.Format;
}
