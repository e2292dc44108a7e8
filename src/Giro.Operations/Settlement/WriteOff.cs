using System.Text.Json;
using Giro.Ledger.Entries;
using Giro.Ledger.Writer;
using Giro.Operations.Institution;

namespace Giro.Operations.Settlement;

/// <summary>Giving up what a merchant owes: one person proposes, another approves.</summary>
/// <param name="Receivable">Reference of the receivable that it is a part of, or all.</param>
public sealed record WriteOff(string MerchantId, string Receivable, long AmountMinor, string Why, string ProposedBy)
{
    /// <summary>Given by the store.</summary>
    public long Number { get; init; }

    /// <summary>Empty until then.</summary>
    public string ApprovedBy { get; init; } = "";
}

/// <summary>Numbers are reported and never reused.</summary>
public enum WriteOffStatus : byte
{
    None = 0,
    Proposed = 1,

    /// <summary>The entry is in the ledger, or waits for it.</summary>
    WrittenOff = 2,

    /// <summary>No such receivable is open, or no such proposal.</summary>
    Unknown = 3,

    /// <summary>It is younger than the contract's days.</summary>
    TooYoung = 4,

    /// <summary>Less is open than would be written off.</summary>
    AmountTooLarge = 5,

    /// <summary>Who proposed cannot approve.</summary>
    SamePerson = 6,
}

/// <param name="Number">Of the proposal; 0 when there is none.</param>
public readonly record struct WriteOffResult(WriteOffStatus Status, long Number = 0);

/// <summary>Open receivables of a merchant by age in calendar days, in minor units.</summary>
public readonly record struct ReceivableAgeing(long To30Minor, long To60Minor, long To90Minor, long Over90Minor)
{
    public long TotalMinor => To30Minor + To60Minor + To90Minor + Over90Minor;

    public ReceivableAgeing Plus(ReceivableItem item, DateOnly on) => (on.DayNumber - item.Since.DayNumber) switch
    {
        <= 30 => this with { To30Minor = To30Minor + item.OpenMinor },
        <= 60 => this with { To60Minor = To60Minor + item.OpenMinor },
        <= 90 => this with { To90Minor = To90Minor + item.OpenMinor },
        _ => this with { Over90Minor = Over90Minor + item.OpenMinor },
    };
}

/// <summary>What merchants owe us: how old it is, and how it is given up.</summary>
public sealed class MerchantReceivables(Book book, PaymentInstitution institution, InstitutionAccounts accounts, IObligationStore store, IWaitingEntryStore waiting)
{
    private readonly SettlementPosting _posting = new(book, waiting);

    /// <summary>By merchant; one that owes nothing is left out.</summary>
    public IReadOnlyDictionary<string, ReceivableAgeing> Ageing(DateOnly on) => store.Receivables()
        .GroupBy(item => item.MerchantId)
        .ToDictionary(items => items.Key, items => items.Aggregate(default(ReceivableAgeing), (ageing, item) => ageing.Plus(item, on)));

    /// <param name="by">The maker.</param>
    public WriteOffResult Propose(string merchantId, string receivable, long amountMinor, string why, string by, DateOnly businessDate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amountMinor);
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        ArgumentException.ThrowIfNullOrWhiteSpace(why);
        var status = Check(merchantId, receivable, amountMinor, businessDate);
        if (status != WriteOffStatus.WrittenOff) return new WriteOffResult(status);
        using var unit = store.Begin();
        var proposed = unit.Add(new WriteOff(merchantId, receivable, amountMinor, why, by));
        unit.Commit();
        return new WriteOffResult(WriteOffStatus.Proposed, proposed.Number);
    }

    /// <summary>Approving again changes nothing.</summary>
    /// <param name="by">The checker, another person than the maker.</param>
    public WriteOffResult Approve(long number, string by, DateOnly businessDate)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        _ = _posting.Post();
        if (store.FindWriteOff(number) is not { } writeOff) return new WriteOffResult(WriteOffStatus.Unknown);
        if (writeOff.ApprovedBy.Length > 0) return new WriteOffResult(WriteOffStatus.WrittenOff, number);
        if (Person(by) == Person(writeOff.ProposedBy)) return new WriteOffResult(WriteOffStatus.SamePerson, number);
        // The merchant may have repaid since it was proposed.
        var status = Check(writeOff.MerchantId, writeOff.Receivable, writeOff.AmountMinor, businessDate);
        if (status != WriteOffStatus.WrittenOff) return new WriteOffResult(status, number);
        var merchant = institution.FindMerchant(writeOff.MerchantId)!;
        using (var unit = store.Begin())
        {
            unit.Approve(writeOff, by);
            unit.TakeReceivable(merchant.Id, writeOff.Receivable, writeOff.AmountMinor);
            unit.Queue(new WaitingEntry(
                merchant.Id, $"write-off/{number}", EntryKind.WriteOff,
                [Leg.Debit(accounts.WriteOffs, writeOff.AmountMinor), Leg.Credit(accounts.MerchantReceivable(merchant), writeOff.AmountMinor)],
                JsonSerializer.Serialize(new Dictionary<string, string>
                {
                    ["merchant"] = merchant.Id, ["receivable"] = writeOff.Receivable, ["why"] = writeOff.Why, ["maker"] = writeOff.ProposedBy, ["checker"] = by,
                })));
            unit.Commit();
        }

        _ = _posting.Post();
        return new WriteOffResult(WriteOffStatus.WrittenOff, number);
    }

    /// <summary>Names of people are the same whatever their case and the spaces around them.</summary>
    internal static string Person(string name) => name.Trim().ToUpperInvariant();

    private WriteOffStatus Check(string merchantId, string receivable, long amountMinor, DateOnly businessDate)
    {
        var item = store.Receivables().FirstOrDefault(item => item.MerchantId == merchantId && item.Reference == receivable);
        if (item is null) return WriteOffStatus.Unknown;
        if (businessDate.DayNumber - item.Since.DayNumber < institution.FindMerchant(merchantId)!.Contract.Settlement.WriteOffAfterDays) return WriteOffStatus.TooYoung;
        return amountMinor > item.OpenMinor ? WriteOffStatus.AmountTooLarge : WriteOffStatus.WrittenOff;
    }
}
