using Giro.Operations.Institution;

namespace Giro.Operations.Decision;

/// <summary>How many of a kind were accepted, and for how much.</summary>
public readonly record struct Volume(long Count, Int128 SumMinor)
{
    public static Volume operator +(Volume left, Volume right) => new(left.Count + right.Count, left.SumMinor + right.SumMinor);

    public Volume Plus(long amountMinor) => new(Count + 1, SumMinor + amountMinor);

    public static Volume Add(Volume left, Volume right) => left + right;
}

/// <summary>What became of the lines of one channel. Each line read is counted in exactly one place.</summary>
public sealed class ChannelTally(Channel channel)
{
    public Channel Channel { get; } = channel;

    public long Read { get; set; }

    public Volume Payments { get; set; }

    public Volume Refunds { get; set; }

    public Volume Chargebacks { get; set; }

    /// <summary>Into wallets.</summary>
    public Volume TopUps { get; set; }

    /// <summary>Out of wallets.</summary>
    public Volume Withdrawals { get; set; }

    /// <summary>Between wallets.</summary>
    public Volume Transfers { get; set; }

    /// <summary>Messages that had been accepted before, with the same content.</summary>
    public long Repeats { get; set; }

    /// <summary>Lines that are no messages.</summary>
    public long Malformed { get; set; }

    /// <summary>Well-formed messages that a rule or the ledger refused.</summary>
    public long Refused { get; set; }

    public long Accepted => Payments.Count + Refunds.Count + Chargebacks.Count + TopUps.Count + Withdrawals.Count + Transfers.Count;

    /// <summary>What the channel owes for what was accepted.</summary>
    public Int128 ReceivableMinor => Payments.SumMinor + TopUps.SumMinor - Refunds.SumMinor - Chargebacks.SumMinor - Withdrawals.SumMinor;
}
