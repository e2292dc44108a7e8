namespace Giro.Messages.Iso20022;

/// <summary>The parts of pain.002 that stand at several levels of it: statuses and their reasons.</summary>
internal static class StatusReader
{
    /// <summary>A status code of ISO's external list, whose form keeps the number of different ones small.</summary>
    public static string ReadStatus(MessageXmlReader xml)
    {
        var code = xml.Code();
        return StatusCode.IsOne(code) ? code : throw xml.Fail($"'{code}' is not a status of at most four letters or digits");
    }

    public static StatusReason ReadReason(MessageXmlReader xml)
    {
        (string? Code, string? Proprietary)? reason = null;
        var lines = new List<string>();
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            switch (xml.Name)
            {
                case "Rsn": reason = xml.Once(reason, ReadCode); break;
                case "AddtlInf": lines.AddText(xml.Text()); break;
                default: xml.Skip(); break;
            }
        }

        return new StatusReason(reason?.Code, reason?.Proprietary) { AdditionalInformation = lines };
    }

    private static (string? Code, string? Proprietary) ReadCode(MessageXmlReader xml)
    {
        string? code = null, proprietary = null;
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            switch (xml.Name)
            {
                case "Cd": code = xml.Once(code ?? proprietary, xml.Code()); break;
                case "Prtry": proprietary = xml.Once(code ?? proprietary, xml.Code()); break;
                default: xml.Skip(); break;
            }
        }

        return code is null && proprietary is null ? throw xml.FailIn(scope, "has neither Cd nor Prtry") : (code, proprietary);
    }
}
