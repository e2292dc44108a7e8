using Giro.Ledger.Entries;
using Giro.Ledger.Writer;
using Giro.Operations.Institution;

namespace Giro.Operations.Settlement;

/// <summary>
/// Decides what becomes of obligations: proceeds to receivable, reserves and payable; shortfalls down the waterfall. Balances are read once, from the ledger and
/// from the records, the lesser of both counts, and they go along with the decisions, so two merchants with one guarantor do not take the same money.
/// </summary>
internal sealed class ObligationSettlement(Book book, PaymentInstitution institution, InstitutionAccounts accounts, IObligationStore store)
{
    /// <summary>Decided on in one transaction: well below a second, so that clearing is not kept from writing for long. Each obligation is decided on by itself.</summary>
    private const int InOneUnit = 10_000;

    /// <summary>Writes the decisions down, each with its entries. The entries wait then.</summary>
    public void Decide(IReadOnlyCollection<Obligation> obligations, DateOnly businessDate)
    {
        if (obligations.Count == 0) return;
        var standings = Standings(obligations);
        foreach (var some in obligations.Chunk(InOneUnit)) Decide(some, standings, businessDate);
    }

    private void Decide(Obligation[] obligations, Dictionary<string, Standing> standings, DateOnly businessDate)
    {
        using var unit = store.Begin();
        foreach (var obligation in obligations)
        {
            var merchant = MerchantOf(obligation.MerchantId);
            var standing = standings.GetValueOrDefault(merchant.Id) ?? new Standing();
            if (obligation.OpenMinor > 0) Pay(unit, merchant, obligation, standing, businessDate);
            else if (obligation.OpenMinor < 0) CoverShortfall(unit, merchant, obligation, standing, standings, businessDate);
            else unit.Save(obligation with { State = ObligationState.CarriedForward, Note = "" });
        }

        unit.Commit();
    }

    private void Pay(IObligationUnit unit, Merchant merchant, Obligation obligation, Standing standing, DateOnly businessDate)
    {
        var terms = merchant.Contract.Settlement;
        var amountMinor = obligation.OpenMinor;
        if (Proceeds.Of(terms, amountMinor, standing) is not { } proceeds)
        {
            unit.Save(obligation with { State = ObligationState.CarriedForward, Note = "" });
            return;
        }

        var reference = obligation.Reference;
        unit.Save(obligation with { State = ObligationState.Payable, PostedMinor = obligation.PostedMinor + amountMinor, Note = "" });
        unit.Queue(new WaitingEntry(
            merchant.Id, reference, EntryKind.Obligation,
            Legs(
                Leg.Debit(accounts.Pending(merchant), amountMinor), Leg.Credit(accounts.MerchantReceivable(merchant), proceeds.RepaidMinor),
                Leg.Credit(accounts.FixedReserve(merchant), proceeds.FixedMinor), Leg.Credit(accounts.RollingReserve(merchant), proceeds.RollingMinor),
                Leg.Credit(accounts.Payable(merchant), proceeds.PayableMinor)),
            $$"""{"cycle":"{{obligation.Cycle}}","merchant":"{{merchant.Id}}"}"""));
        if (proceeds.RepaidMinor > 0) unit.TakeReceivable(merchant.Id, proceeds.RepaidMinor);
        if (proceeds.RollingMinor > 0) unit.Add(new ReserveLot(merchant.Id, reference, proceeds.RollingMinor, businessDate.AddDays(terms.RollingReserve!.DaysHeld)));
        if (proceeds.PayableMinor > 0) unit.Add(new PayableItem(merchant.Id, reference, proceeds.PayableMinor, obligation.SettlementDate));
        standing.ReceivableMinor -= proceeds.RepaidMinor;
        standing.FixedMinor += proceeds.FixedMinor;
        standing.RollingMinor += proceeds.RollingMinor;
        standing.PayableMinor += proceeds.PayableMinor;
    }

    private void CoverShortfall(
        IObligationUnit unit, Merchant merchant, Obligation obligation, Standing own, Dictionary<string, Standing> standings, DateOnly businessDate)
    {
        var terms = merchant.Contract.Settlement;
        var since = obligation.ShortSince ?? businessDate;
        var guarantor = terms.GuarantorId is { } id ? MerchantOf(id) : null;
        var guaranteed = guarantor is null ? null : standings.GetValueOrDefault(guarantor.Id);
        var cover = Cover.Of(terms, -obligation.OpenMinor, businessDate.DayNumber - since.DayNumber, own, guaranteed?.PayableMinor ?? 0);
        var posted = obligation with { PostedMinor = obligation.PostedMinor - cover.TotalMinor, ShortSince = since, Note = "" };
        if (cover.TotalMinor == 0)
        {
            unit.Save(posted with { State = ObligationState.CarriedForward });
            return;
        }

        var reference = $"cover/{obligation.Cycle}/{merchant.Id}/{obligation.Covers + 1}";
        unit.Save(posted with { State = posted.OpenMinor == 0 ? ObligationState.Covered : ObligationState.CarriedForward, Covers = obligation.Covers + 1 });
        unit.Queue(new WaitingEntry(
            merchant.Id, reference, EntryKind.Cover,
            Legs(
                Leg.Debit(accounts.Payable(merchant), cover.PayableMinor), Leg.Debit(accounts.RollingReserve(merchant), cover.RollingMinor),
                Leg.Debit(accounts.FixedReserve(merchant), cover.FixedMinor), Leg.Debit(guarantor is null ? 0 : accounts.Payable(guarantor), cover.GuarantorMinor),
                Leg.Debit(accounts.MerchantReceivable(merchant), cover.ReceivableMinor), Leg.Credit(accounts.Pending(merchant), cover.TotalMinor)),
            $$"""{"cycle":"{{obligation.Cycle}}","merchant":"{{merchant.Id}}","shortSince":"{{since:yyyy-MM-dd}}"}"""));
        if (cover.PayableMinor > 0) unit.TakePayable(merchant.Id, cover.PayableMinor);
        if (cover.RollingMinor > 0) unit.TakeRolling(merchant.Id, cover.RollingMinor);
        if (cover.GuarantorMinor > 0) unit.TakePayable(guarantor!.Id, cover.GuarantorMinor);
        if (cover.ReceivableMinor > 0) unit.Add(new ReceivableItem(merchant.Id, reference, cover.ReceivableMinor, since));
        own.PayableMinor -= cover.PayableMinor;
        own.RollingMinor -= cover.RollingMinor;
        own.FixedMinor -= cover.FixedMinor;
        own.ReceivableMinor += cover.ReceivableMinor;
        if (guaranteed is not null) guaranteed.PayableMinor -= cover.GuarantorMinor;
    }

    /// <summary>Of those merchants whose standing can matter: with a plain contract, above zero and owing nothing, it does not.</summary>
    private Dictionary<string, Standing> Standings(IReadOnlyCollection<Obligation> obligations)
    {
        var open = store.OpenAmounts();
        var merchants = new Dictionary<string, Merchant>();
        foreach (var obligation in obligations)
        {
            var merchant = MerchantOf(obligation.MerchantId);
            var terms = merchant.Contract.Settlement;
            var isPlain = terms.RollingReserve is null && terms.FixedReserveMinor == 0 && open.GetValueOrDefault(merchant.Id).ReceivableMinor == 0;
            if (obligation.OpenMinor >= 0 && isPlain) continue;
            merchants[merchant.Id] = merchant;
            if (obligation.OpenMinor < 0 && terms.GuarantorId is { } guarantor) merchants[guarantor] = MerchantOf(guarantor);
        }

        if (merchants.Count == 0) return [];
        return book.Query(reader => merchants.Values.ToDictionary(merchant => merchant.Id, merchant =>
        {
            var recorded = open.GetValueOrDefault(merchant.Id);
            return new Standing
            {
                PayableMinor = Lesser(accounts.Payable(merchant), recorded.PayableMinor),
                RollingMinor = Lesser(accounts.RollingReserve(merchant), recorded.RollingMinor),
                FixedMinor = Lesser(accounts.FixedReserve(merchant), long.MaxValue),
                ReceivableMinor = Lesser(accounts.MerchantReceivable(merchant), recorded.ReceivableMinor),
            };

            long Lesser(ulong account, long recordedMinor) => (long)Int128.Min(reader.BalanceMinor(account), recordedMinor);
        }));
    }

    private static Leg[] Legs(params ReadOnlySpan<Leg> legs)
    {
        var kept = new List<Leg>(legs.Length);
        foreach (var leg in legs)
        {
            if (leg.AmountMinor != 0) kept.Add(leg);
        }

        return [.. kept];
    }

    private Merchant MerchantOf(string id) => institution.FindMerchant(id) ?? throw new InvalidDataException($"an obligation names the merchant {id}, which there is not");
}
