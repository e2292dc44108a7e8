using Giro.Ledger.Writer;
using Giro.Operations.Institution;

namespace Giro.Operations.Settlement;

/// <summary>A payout file as it was written.</summary>
public sealed record PayoutFileResult(PayoutBatch Batch, string Path, long PayoutCount, long SumMinor);

/// <summary>Why a merchant with something payable is not paid now. Numbers are reported and never reused.</summary>
public enum UnpaidReason : byte
{
    None = 0,

    /// <summary>Operations keep it back.</summary>
    Held = 1,

    /// <summary>Refunds have taken the merchant below zero since its last close: the next close covers that first.</summary>
    BelowZero = 2,

    /// <summary>What is payable does not come to the minimum.</summary>
    BelowMinimum = 3,

    /// <summary>The rate table has no rate for the date or before it, or there is no such table.</summary>
    NoRate = 4,

    /// <summary>The ledger does not take an entry of the merchant.</summary>
    EntryWaits = 5,
}

public sealed record UnpaidMerchant(string MerchantId, UnpaidReason Reason, long AmountMinor, string Note);

/// <param name="Refused">Entries that the ledger will not take now; they wait.</param>
public sealed record PayoutRunResult(IReadOnlyList<PayoutFileResult> Files, IReadOnlyList<UnpaidMerchant> Unpaid, IReadOnlyList<RefusedEntry> Refused);

/// <summary>
/// Pays what is payable. Four steps, each a decision that is written down with its entries before anything follows from it: payouts with their end-to-end ids;
/// approval by policy; batches, whose payouts count as instructed from then on; and then the files, whose bytes are those of the records. Stopped
/// anywhere, the next run goes on: same ids, same entries, same bytes.
/// </summary>
/// <param name="rates">The tables that contracts with another payout currency name.</param>
public sealed class PayoutRun(
    Book book, PaymentInstitution institution, InstitutionAccounts accounts, IObligationStore obligations, IPayoutStore store, IWaitingEntryStore entries, TimeProvider time,
    IReadOnlyCollection<RateTable>? rates = null)
{
    private readonly SettlementPosting _posting = new(book, entries);
    private readonly PayoutTransitions _transitions = new(institution, accounts);
    private readonly PayoutDraft _draft = new(institution, rates ?? []);

    /// <param name="folder">Where the files go; they get there whole or not at all.</param>
    public PayoutRunResult Run(DateOnly businessDate, string folder)
    {
        // What has become payable covers what is short before it is paid to anyone.
        var stuck = new ShortfallRun(book, institution, accounts, obligations, entries).Run(businessDate).Select(refused => refused.Entry.MerchantId).ToHashSet();
        var held = store.Holds().Where(hold => hold.Holds(businessDate)).GroupBy(hold => hold.MerchantId).ToDictionary(holds => holds.Key, holds => holds.First());
        var unpaid = Create(businessDate, stuck, held);
        Approve([.. held.Keys, .. _posting.Post().Select(refused => refused.Entry.MerchantId)]);
        Instruct(businessDate, [.. held.Keys, .. _posting.Post().Select(refused => refused.Entry.MerchantId)]);
        var refused = _posting.Post();
        PayoutFile.MakeFolder(folder);
        return new PayoutRunResult([.. store.UnfinishedBatches().Select(batch => Finish(batch, folder))], unpaid, refused);
    }

    /// <summary>Writes the file of a finished batch once more. The same bytes, or nothing.</summary>
    /// <exception cref="InvalidDataException">What the records give now is not what was sent.</exception>
    public string Resend(string messageId, string folder)
    {
        var batch = store.FindBatch(messageId) is { Sha256.Length: > 0 } found ? found : throw new ArgumentException($"no file {messageId} was sent", nameof(messageId));
        PayoutFile.MakeFolder(folder);
        var path = Path.Combine(folder, batch.FileName);
        var hash = PayoutFile.Write(path, batch, store.PayoutsOf(messageId));
        if (hash == batch.Sha256) return path;
        File.Delete(path);
        throw new InvalidDataException($"file {messageId} was sent with SHA-256 {batch.Sha256}; the records give {hash} now");
    }

    private List<UnpaidMerchant> Create(DateOnly businessDate, HashSet<string> stuck, Dictionary<string, PayoutHold> held)
    {
        var unpaid = new List<UnpaidMerchant>();
        var due = store.Due(businessDate).GroupBy(item => item.MerchantId).Select(items => (Merchant: MerchantOf(items.Key), Items: items.ToArray())).ToArray();
        var pending = book.Query(reader => Array.ConvertAll(due, merchant => reader.Account(accounts.Pending(merchant.Merchant)).BalanceMinor));
        using var unit = store.Begin();
        for (var i = 0; i < due.Length; i++)
        {
            var (merchant, items) = due[i];
            var sumMinor = items.Sum(item => item.OpenMinor);
            if (stuck.Contains(merchant.Id)) Leave(UnpaidReason.EntryWaits);
            else if (held.TryGetValue(merchant.Id, out var hold)) Leave(UnpaidReason.Held, $"{hold.By}: {hold.Why}");
            else if (pending[i] < 0) Leave(UnpaidReason.BelowZero, $"pending is {pending[i]}");
            else if (sumMinor < merchant.Contract.Settlement.MinimumPayoutMinor) Leave(UnpaidReason.BelowMinimum);
            else if (!_draft.TryRate(merchant, businessDate, out var rate, out var missing)) Leave(UnpaidReason.NoRate, missing);
            else Create(unit, merchant, items, sumMinor, businessDate, rate);

            void Leave(UnpaidReason reason, string note = "") => unpaid.Add(new UnpaidMerchant(merchant.Id, reason, sumMinor, note));
        }

        unit.Commit();
        return unpaid;
    }

    private void Create(IPayoutUnit unit, Merchant merchant, PayableItem[] items, long sumMinor, DateOnly businessDate, QuotedRate? rate)
    {
        var disbursement = "";
        foreach (var part in PayoutSplit.Of(merchant.Contract.Settlement, merchant.Iban, sumMinor))
        {
            var id = unit.NextEndToEndId(businessDate);
            if (disbursement.Length == 0) disbursement = id;
            _transitions.Create(unit, _draft.Of(merchant, id, disbursement, part, businessDate, rate), rate);
        }

        foreach (var item in items) unit.Consume(item, disbursement);
    }

    private void Approve(HashSet<string> waiting)
    {
        using var unit = store.Begin();
        foreach (var payout in store.InState(PayoutState.Created))
        {
            if (payout.Replaces.Length > 0 || payout.HomeMinor > institution.PayoutApproval.AutomaticUpToMinor || waiting.Contains(payout.MerchantId)) continue;
            _transitions.Move(unit, payout, PayoutState.Approved, ("by", "policy"));
        }

        unit.Commit();
    }

    private void Instruct(DateOnly businessDate, HashSet<string> waiting)
    {
        using var unit = store.Begin();
        foreach (var payouts in store.InState(PayoutState.Approved).Where(payout => !waiting.Contains(payout.MerchantId)).GroupBy(payout => payout.Currency).OrderBy(group => group.Key.Number))
        {
            var batch = unit.NewBatch(businessDate, payouts.Key, time.GetUtcNow(), institution.Name, institution.NostroIn(payouts.Key)!);
            foreach (var payout in payouts) _transitions.Move(unit, payout with { MessageId = batch.MessageId, DueDate = businessDate }, PayoutState.Instructed, ("file", batch.MessageId));
        }

        unit.Commit();
    }

    private PayoutFileResult Finish(PayoutBatch batch, string folder)
    {
        var payouts = store.PayoutsOf(batch.MessageId);
        var path = Path.Combine(folder, batch.FileName);
        var finished = batch with { Sha256 = PayoutFile.Write(path, batch, payouts), PayoutCount = payouts.Count, SumMinor = payouts.Sum(payout => payout.AmountMinor) };
        using (var unit = store.Begin())
        {
            unit.Finish(finished);
            unit.Commit();
        }

        return new PayoutFileResult(finished, path, finished.PayoutCount, finished.SumMinor);
    }

    private Merchant MerchantOf(string id) => institution.FindMerchant(id) ?? throw new InvalidDataException($"something is payable to the merchant {id}, which there is not");
}
