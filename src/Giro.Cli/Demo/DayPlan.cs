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

    public long Repeats { get; set; }

    public long ReceivableMinor => (long)(Payments.SumMinor - Refunds.SumMinor - Chargebacks.SumMinor);
}

/// <summary>What the generator meant for the day. Nothing but the proofs and the bank simulator sees it.</summary>
internal sealed class DayPlan(IReadOnlyList<ChannelPlan> channels)
{
    public IReadOnlyList<ChannelPlan> Channels { get; } = channels;

    public Dictionary<(RejectionStage Stage, string Reason), long> Refused { get; } = [];

    public void Refuse(RejectionStage stage, string reason) => Refused[(stage, reason)] = Refused.GetValueOrDefault((stage, reason)) + 1;
}
