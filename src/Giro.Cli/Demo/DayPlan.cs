using Giro.Operations.Decision;
using Giro.Operations.Institution;
using Giro.Operations.Intake;

namespace Giro.Cli.Demo;

/// <summary>What the generator meant for one channel: how each line that it wrote should end. Stands for the channel's own books.</summary>
internal sealed class ChannelPlan(Channel channel)
{
    public Channel Channel { get; } = channel;

    public long Lines { get; set; }

    public Volume Payments { get; set; }

    public Volume Refunds { get; set; }

    public Volume Chargebacks { get; set; }

    /// <summary>What customers paid on top, as the till said.</summary>
    public Volume Surcharges { get; set; }

    public Volume TopUps { get; set; }

    public Volume Withdrawals { get; set; }

    public Volume Transfers { get; set; }

    public long Repeats { get; set; }

    /// <summary>What came through this channel for lines of another one's file, less what came through another one for lines of its own.</summary>
    public long MovedMinor { get; set; }

    /// <summary>A line for each payment and return, whichever file it came in.</summary>
    public List<BilledLine> Billed { get; } = [];

    public long ReceivableMinor =>
        (long)(Payments.SumMinor + Surcharges.SumMinor + TopUps.SumMinor - Refunds.SumMinor - Chargebacks.SumMinor - Withdrawals.SumMinor) + MovedMinor;
}

/// <summary>What the generator meant for the day. Nothing but the proofs and the bank simulator sees it.</summary>
internal sealed class DayPlan(IReadOnlyList<ChannelPlan> channels)
{
    public IReadOnlyList<ChannelPlan> Channels { get; } = channels;

    public Dictionary<(RejectionStage Stage, string Reason), long> Refused { get; } = [];

    /// <summary>Parts of payments by strategy: as many as there are orders and instruments in pairs.</summary>
    public Dictionary<string, long> Strategies { get; } = [];

    /// <summary>What merchants whose rate is that of a whole day's volume sold on each day: minor units.</summary>
    public Dictionary<(string MerchantId, DateOnly Date), long> WholeVolumes { get; } = [];

    public void Refuse(RejectionStage stage, string reason) => Refused[(stage, reason)] = Refused.GetValueOrDefault((stage, reason)) + 1;
}
