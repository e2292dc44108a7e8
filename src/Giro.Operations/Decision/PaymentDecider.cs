using Giro.Ledger.Entries;
using Giro.Operations.Institution;
using Giro.Operations.Intake;

namespace Giro.Operations.Decision;

/// <summary>Where a message came from.</summary>
/// <param name="Source">Index of the file in the run.</param>
public readonly record struct Origin(int Source, long Line);

/// <summary>What must be known of an entry when the ledger's answer comes.</summary>
/// <param name="Original">Of a return: its payment. Else default.</param>
/// <param name="IsReserved">Its amount was counted against the original.</param>
public readonly record struct InFlight(
    Origin Origin, PaymentKind Kind, EntryId Id, EntryId Original, Merchant Merchant, Channel Channel, long AmountMinor, bool IsReserved);

/// <summary>Decides on messages: refuses, or proposes the entry to post. Not thread-safe.</summary>
public sealed class PaymentDecider(InstitutionAccounts accounts, PaymentInstitution institution, AcceptedPayments accepted) : IDisposable
{
    private readonly AccountingRules _rules = new(accounts);
    private readonly PaymentFactsWriter _facts = new();
    private readonly Leg[] _legs = new Leg[AccountingRules.MaxLegs];
    private readonly byte[][] _merchantIds = [.. institution.Merchants.Select(merchant => System.Text.Encoding.UTF8.GetBytes(merchant.Id))];
    private readonly byte[][] _channelCodes = [.. institution.Channels.Select(channel => System.Text.Encoding.UTF8.GetBytes(channel.Code))];
    private int _legCount;

    /// <summary>Legs of the proposed entry; valid until the next decision.</summary>
    public ReadOnlySpan<Leg> Legs => _legs.AsSpan(0, _legCount);

    /// <summary>Decides; on <see cref="DecisionReason.None"/>, <see cref="Legs"/> and <paramref name="entry"/> say what to post.</summary>
    public DecisionReason Decide(PaymentMessage message, Channel channel, Origin origin, out InFlight entry)
    {
        var id = PaymentIds.Of(message.Kind, message.Reference);
        entry = new InFlight(origin, message.Kind, id, default, message.Merchant, channel, message.AmountMinor, IsReserved: false);
        if (message.Kind == PaymentKind.Payment)
        {
            if (message.AmountMinor > channel.HighestPaymentMinor) return DecisionReason.AboveChannelLimit;
            _legCount = _rules.Payment(channel, message.Merchant, message.AmountMinor, _legs);
            return DecisionReason.None;
        }

        entry = entry with { Original = PaymentIds.Of(PaymentKind.Payment, message.Original) };
        if (!accepted.IsReturnKnown(id))
        {
            var reason = accepted.Reserve(id, entry.Original, message.Merchant, channel, message.AmountMinor);
            if (reason != DecisionReason.None) return reason;
            entry = entry with { IsReserved = true };
        }

        _legCount = _rules.Return(channel, message.Merchant, message.AmountMinor, _legs);
        return DecisionReason.None;
    }

    /// <summary>The attributes of the entry for a message; valid until the next call.</summary>
    public ReadOnlySpan<byte> FactsOf(PaymentMessage message, Channel channel) => _facts.Write(new PaymentFacts
    {
        Reference = message.Reference,
        Merchant = _merchantIds[message.Merchant.Ordinal],
        Channel = _channelCodes[channel.Ordinal],
        Original = message.Original,
        AmountMinor = message.AmountMinor,
        At = message.At,
    });

    public void Dispose() => _facts.Dispose();
}
