namespace Giro.Messages.Iso20022;

/// <summary>Gathers the status and the figures of a message or of a payment information, whose elements stand among others.</summary>
/// <param name="statusElement"><c>GrpSts</c> or <c>PmtInfSts</c></param>
internal sealed class GroupStatusReader(string statusElement)
{
    private readonly List<StatusReason> _reasons = [];
    private readonly List<StatusCount> _counts = [];
    private string? _status;
    private long? _count;
    private ControlSum? _sum;

    public GroupStatus Result => new()
    {
        Status = _status,
        Reasons = _reasons,
        OriginalTransactionCount = _count,
        OriginalControlSum = _sum,
        Counts = _counts,
    };

    /// <summary>Takes the child at hand when it belongs here; otherwise leaves it.</summary>
    public bool TryRead(MessageXmlReader xml)
    {
        switch (xml.Name)
        {
            case "OrgnlNbOfTxs": _count = xml.Once(_count, xml.Count()); return true;
            case "OrgnlCtrlSum": _sum = xml.Once(_sum, xml.ControlSum()); return true;
            case "StsRsnInf": _reasons.Add(StatusReader.ReadReason(xml)); return true;
            case "NbOfTxsPerSts": _counts.Add(ReadCount(xml)); return true;
        }

        if (xml.Name != statusElement)
            return false;
        _status = xml.Once(_status, StatusReader.ReadStatus(xml));
        return true;
    }

    private static StatusCount ReadCount(MessageXmlReader xml)
    {
        long? count = null;
        string? status = null;
        ControlSum? sum = null;
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            switch (xml.Name)
            {
                case "DtldNbOfTxs": count = xml.Once(count, xml.Count()); break;
                case "DtldSts": status = xml.Once(status, StatusReader.ReadStatus(xml)); break;
                case "DtldCtrlSum": sum = xml.Once(sum, xml.ControlSum()); break;
                default: xml.Skip(); break;
            }
        }

        return new StatusCount(
            status ?? throw xml.FailIn(scope, "has no DtldSts"),
            count ?? throw xml.FailIn(scope, "has no DtldNbOfTxs"),
            sum);
    }
}
