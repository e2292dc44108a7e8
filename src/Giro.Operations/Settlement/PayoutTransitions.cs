using System.Text;
using System.Text.Json;
using Giro.Ledger.Entries;
using Giro.Operations.Institution;

namespace Giro.Operations.Settlement;

/// <summary>What happened to a wish to move a payout.</summary>
/// <param name="Payout">As it is now.</param>
/// <param name="Reason">Why it was refused; else empty.</param>
public readonly record struct TransitionResult(TransitionVerdict Verdict, Payout Payout, string Reason = "");

/// <summary>
/// Moves payouts from state to state: the record and the entry that shows it, together in a unit. The money of a payout stands on the account of its state, so the
/// ledger says how much is created, approved, instructed, accepted; each entry's id is made of end-to-end id and new state, so no state is entered twice.
/// </summary>
internal sealed class PayoutTransitions(PaymentInstitution institution, InstitutionAccounts accounts)
{
    /// <param name="why">What led to it, in the entry's attributes: a file, a person, a reason.</param>
    public TransitionResult Move(IPayoutUnit unit, Payout payout, PayoutState to, params ReadOnlySpan<(string Name, string Value)> why)
    {
        var verdict = PayoutStates.Judge(payout.State, payout.Past, to);
        switch (verdict)
        {
            case TransitionVerdict.Done:
                break;
            case TransitionVerdict.DoneBySettled:
                payout = Move(unit, payout, PayoutState.Settled, why).Payout;
                break;
            case TransitionVerdict.Refused:
                return new TransitionResult(verdict, payout, $"payout {payout.EndToEndId} is {payout.State} and cannot become {to}");
            default:
                return new TransitionResult(verdict, payout);
        }

        var moved = payout with { State = to, Past = payout.Past.With(to) };
        if (to is PayoutState.Rejected or PayoutState.Returned or PayoutState.Declined)
        {
            moved = moved with { Note = NoteOf(why) };
            // A declined payout may be made anew by the next run; one that the bank did not make needs another account first.
            unit.Add(new PayableItem(payout.MerchantId, payout.Reference(to), payout.HomeMinor, payout.DueDate, to == PayoutState.Declined ? "" : payout.EndToEndId));
        }

        unit.Save(moved);
        unit.Queue(new WaitingEntry(payout.MerchantId, payout.Reference(to), Payout.KindOf(to), LegsOf(payout, to), AttributesOf(payout, to, why)));
        return new TransitionResult(verdict, moved);
    }

    /// <summary>Writes a new payout down; its money comes from payable, or from a payout that it replaces.</summary>
    public void Create(IPayoutUnit unit, Payout payout, QuotedRate? rate)
    {
        unit.Save(payout);
        var source = payout.Replaces.Length == 0 ? accounts.Payable(MerchantOf(payout)) : accounts.PayoutsReissued;
        List<(string, string)> facts = [];
        if (payout.Replaces.Length > 0) facts.Add(("replaces", payout.Replaces));
        if (payout.ProposedBy.Length > 0) facts.Add(("by", payout.ProposedBy));
        if (rate is { } quoted) facts.AddRange([("rateSource", quoted.Source), ("rateDate", $"{quoted.Date:yyyy-MM-dd}"), ("rateBillionths", $"{quoted.RateBillionths}")]);
        unit.Queue(new WaitingEntry(
            payout.MerchantId, payout.Reference(PayoutState.Created), EntryKind.PayoutCreated,
            (IsByRules(payout) && payout.Replaces.Length == 0 ? ByRules("payout", payout) : null) ?? Exchanged(payout, source, accounts.In(payout.Currency).Created, sign: 1),
            AttributesOf(payout, PayoutState.Created, facts.ToArray())));
    }

    /// <summary>The money of a payout that came back leaves payable again, for the one that replaces it.</summary>
    public void Reissue(IPayoutUnit unit, Payout payout, PayableItem item, string replacedBy, string by)
    {
        unit.Save(payout with { State = PayoutState.Reissued, Past = payout.Past.With(PayoutState.Reissued) });
        unit.Queue(new WaitingEntry(
            payout.MerchantId, payout.Reference(PayoutState.Reissued), EntryKind.PayoutReissued,
            [Leg.Debit(accounts.Payable(MerchantOf(payout)), item.OpenMinor), Leg.Credit(accounts.PayoutsReissued, item.OpenMinor)],
            AttributesOf(payout, PayoutState.Reissued, ("replacedBy", replacedBy), ("by", by))));
    }

    private Leg[] LegsOf(Payout payout, PayoutState to)
    {
        var own = accounts.In(payout.Currency);
        var payable = accounts.Payable(MerchantOf(payout));
        return to switch
        {
            PayoutState.Approved => Move(own.Created, own.Approved),
            PayoutState.Instructed => Move(own.Approved, own.Instructed),
            PayoutState.Accepted => Move(own.Instructed, own.Accepted),
            PayoutState.Settled => Move(AccountOf(payout), own.InTransit),
            PayoutState.Rejected or PayoutState.Declined => Exchanged(payout, payable, AccountOf(payout), sign: -1),
            PayoutState.Returned => (IsByRules(payout) ? ByRules("payout-returned", payout) : null) ?? Exchanged(payout, payable, own.Returns, sign: -1),
            _ => throw new ArgumentOutOfRangeException(nameof(to)),
        };

        Leg[] Move(ulong from, ulong into) => [Leg.Debit(from, payout.AmountMinor), Leg.Credit(into, payout.AmountMinor)];
    }

    /// <summary>Rules have one currency; a payout in another goes through the exchange positions.</summary>
    private bool IsByRules(Payout payout) => payout.Currency == institution.Currency;

    private Leg[]? ByRules(string eventName, Payout payout) => accounts.Legs?.Of(eventName, MerchantOf(payout), null, payout.AmountMinor);

    /// <summary>
    /// From an account in the merchant's currency to one in the payout's, or back with the same two amounts: so what comes back is what left, whatever the rate is by then.
    /// </summary>
    private Leg[] Exchanged(Payout payout, ulong home, ulong abroad, int sign) => payout.Currency == institution.Currency
        ? [new Leg(home, sign * payout.HomeMinor), new Leg(abroad, -sign * payout.AmountMinor)]
        :
        [
            new Leg(home, sign * payout.HomeMinor), new Leg(accounts.Home.ExchangePosition, -sign * payout.HomeMinor),
            new Leg(accounts.In(payout.Currency).ExchangePosition, sign * payout.AmountMinor), new Leg(abroad, -sign * payout.AmountMinor),
        ];

    /// <summary>Where the money of a payout stands before it has left.</summary>
    private ulong AccountOf(Payout payout)
    {
        var own = accounts.In(payout.Currency);
        return payout.State switch
        {
            PayoutState.Created => own.Created,
            PayoutState.Approved => own.Approved,
            PayoutState.Instructed => own.Instructed,
            PayoutState.Accepted => own.Accepted,
            _ => throw new ArgumentOutOfRangeException(nameof(payout)),
        };
    }

    private static string NoteOf(ReadOnlySpan<(string Name, string Value)> why)
    {
        foreach (var (name, value) in why)
        {
            if (name == "reason") return value;
        }

        return "";
    }

    private static string AttributesOf(Payout payout, PayoutState to, params ReadOnlySpan<(string Name, string Value)> facts)
    {
        // Ids and states need no escaping; what comes from outside does.
        var json = new StringBuilder($$"""{"payout":"{{payout.EndToEndId}}","merchant":"{{payout.MerchantId}}","state":"{{to}}" """.TrimEnd());
        foreach (var (name, value) in facts) json.Append(",\"").Append(name).Append("\":").Append(JsonSerializer.Serialize(Within(value)));
        return json.Append('}').ToString();
    }

    /// <summary>The bank's words may be long; the ledger takes 2,048 bytes of attributes, and each letter may become six.</summary>
    private static string Within(string value)
    {
        const int MostLetters = 200;
        return value.Length <= MostLetters ? value : value[..MostLetters];
    }

    private Merchant MerchantOf(Payout payout) =>
        institution.FindMerchant(payout.MerchantId) ?? throw new InvalidDataException($"payout {payout.EndToEndId} names the merchant {payout.MerchantId}, which there is not");
}
