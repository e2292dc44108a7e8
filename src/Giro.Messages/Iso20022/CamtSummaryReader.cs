namespace Giro.Messages.Iso20022;

/// <summary>TxsSummry. Its sums have no currency of their own; they are in that of the statement.</summary>
internal static class CamtSummaryReader
{
    public static StatementSummary Read(MessageXmlReader xml, int digits)
    {
        var summary = new StatementSummary();
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            switch (xml.Name)
            {
                case "TtlNtries":
                    var all = ReadTotals(xml, digits);
                    summary = summary with { EntryCount = all.Count, EntrySumMinor = all.SumMinor, NetMinor = all.NetMinor };
                    break;
                case "TtlCdtNtries":
                    var credits = ReadTotals(xml, digits);
                    summary = summary with { CreditCount = credits.Count, CreditSumMinor = credits.SumMinor };
                    break;
                case "TtlDbtNtries":
                    var debits = ReadTotals(xml, digits);
                    summary = summary with { DebitCount = debits.Count, DebitSumMinor = debits.SumMinor };
                    break;
                default:
                    xml.Skip();
                    break;
            }
        }

        return summary;
    }

    /// <summary>The same sums in other units; null when a sum is not a whole number of them.</summary>
    public static StatementSummary? Rescaled(StatementSummary summary, int fromDigits, int toDigits)
    {
        long unit = 1;
        for (var i = toDigits; i < fromDigits; i++)
            unit *= 10;
        long?[] sums = [summary.EntrySumMinor, summary.NetMinor, summary.CreditSumMinor, summary.DebitSumMinor];
        return sums.Any(sum => sum % unit is not (null or 0))
            ? null
            : summary with
            {
                EntrySumMinor = summary.EntrySumMinor / unit,
                NetMinor = summary.NetMinor / unit,
                CreditSumMinor = summary.CreditSumMinor / unit,
                DebitSumMinor = summary.DebitSumMinor / unit,
            };
    }

    /// <summary>Version 02 has TtlNetNtryAmt beside CdtDbtInd; later ones have both inside TtlNetNtry, the amount called Amt.</summary>
    private static (long? Count, long? SumMinor, long? NetMinor) ReadTotals(MessageXmlReader xml, int digits)
    {
        long? count = null, sum = null, net = null;
        CreditDebit? side = null;
        Read(xml.Enter());
        return (count, sum, net is { } minor ? (side ?? CreditDebit.Credit).Signed(minor) : null);

        void Read(MessageXmlReader.Scope scope)
        {
            while (xml.NextChild(scope))
            {
                switch (xml.Name)
                {
                    case "NbOfNtries": count = xml.Once(count, xml.Count()); break;
                    case "Sum": sum = xml.Once(sum, xml.Decimal(digits)); break;
                    case "TtlNetNtry": Read(xml.Enter()); break;
                    case "TtlNetNtryAmt" or "Amt": net = xml.Once(net, xml.Decimal(digits)); break;
                    case "CdtDbtInd": side = xml.Once(side, xml.Side()); break;
                    default: xml.Skip(); break;
                }
            }
        }
    }
}
