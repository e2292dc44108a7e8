using Giro.Ledger.Entries;
using Giro.Operations.Institution;
using Giro.Operations.Reconciliation.Sources;
using Giro.Operations.Settlement;

namespace Giro.Operations.Reconciliation;

/// <summary>Something of ours that a bank's statement should show: a payout that leaves or comes back, or what a channel pays.</summary>
/// <param name="BookedBy">The part whose lines show it, or what persons have said it is; empty for neither.</param>
public sealed record BankItem(ExpectedItem Expected, Payout? Payout, ChannelSettlement? Channel, string BookedBy)
{
    public string Name => Expected.Name;

    public bool IsLeaving => Expected.AmountMinor < 0;

    /// <summary>A line of the part that names it is one too many.</summary>
    public bool IsClosedFor(string part) => BookedBy.Length > 0 && BookedBy != part;

    /// <summary>Of the entry that discharges it.</summary>
    public string Slot => Channel is { } channel ? "channel-settled/" + channel.Reference : $"payout/{Expected.Reference}/{(IsLeaving ? "booked" : "return-booked")}";

    /// <summary>A payout's entries are posted in their order, so that it is settled before it is booked.</summary>
    public string Queue => Payout?.MerchantId ?? Slot;

    public EntryKind Kind => Channel is not null ? EntryKind.ChannelSettled : IsLeaving ? EntryKind.PayoutBooked : EntryKind.ReturnBooked;

    /// <summary>What passes may look at, by name; null for a field that it has not. Money that comes back is of no file of ours.</summary>
    internal string? Field(string name) => name switch
    {
        SourceFields.Reference => Expected.Reference,
        SourceFields.Batch => IsLeaving ? Payout?.MessageId : null,
        SourceFields.Kind => Channel is not null ? "channel" : IsLeaving ? "payout" : "return",
        SourceFields.Counterparty => Channel?.ChannelCode ?? Payout?.Name,
        SourceFields.CounterpartyAccount => Payout?.Iban,
        _ => null,
    };

    /// <summary>A payout leaves and comes back as two items.</summary>
    public static BankItem Of(Payout payout, bool isLeaving, DateOnly dueDate, string bookedBy) =>
        new(new ExpectedItem(payout.EndToEndId, isLeaving ? -payout.AmountMinor : payout.AmountMinor, dueDate), payout, null, bookedBy);

    public static BankItem Of(ChannelSettlement settlement, string settledBy) =>
        new(new ExpectedItem(settlement.Reference, settlement.NetMinor, settlement.DueDate), null, settlement, settledBy);
}

/// <summary>Our side of the entry that discharges an item: what it is without the bank's side of it.</summary>
internal sealed class BankItemLegs(PaymentInstitution institution, InstitutionAccounts accounts)
{
    public IReadOnlyList<Leg> Of(BankItem item)
    {
        if (item.Channel is { } settlement) return Of(settlement);
        var own = accounts.In(item.Payout!.Currency);
        return [item.IsLeaving ? Leg.Debit(own.InTransit, item.Payout.AmountMinor) : Leg.Credit(own.Returns, item.Payout.AmountMinor)];
    }

    private Leg[] Of(ChannelSettlement settlement)
    {
        var channel = institution.Channels.Single(channel => channel.Code == settlement.ChannelCode);
        var legs = accounts.Legs?.Of("channel-settled", null, channel, settlement.GrossMinor, settlement.CostMinor);
        // The nostro account shows what the bank shows, whatever was expected.
        if (legs is not null) return [.. legs.Where(leg => leg.Account != accounts.Home.Nostro)];
        if (settlement.CostMinor == 0) return [Leg.Credit(accounts.Receivable(channel), settlement.GrossMinor)];
        return [Leg.Credit(accounts.Receivable(channel), settlement.GrossMinor), Leg.Debit(accounts.ChannelCosts, settlement.CostMinor)];
    }
}
