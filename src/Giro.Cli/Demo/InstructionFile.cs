using System.Globalization;
using System.Xml;

namespace Giro.Cli.Demo;

/// <summary>A transfer as the bank finds it in a pain.001 file.</summary>
internal sealed record Instruction(string EndToEndId, long AmountMinor, string CreditorName, string CreditorIban);

/// <summary>A pain.001 file as the bank reads it: by itself, not with the code that wrote it.</summary>
/// <param name="StatedCount">GrpHdr/NbOfTxs.</param>
/// <param name="StatedSumMinor">GrpHdr/CtrlSum.</param>
internal sealed record InstructionFile(string MessageId, DateOnly ExecutionDate, string DebtorIban, long StatedCount, long StatedSumMinor, IReadOnlyList<Instruction> Instructions)
{
    public static InstructionFile Read(string path)
    {
        using var xml = XmlReader.Create(path, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreWhitespace = true });
        var instructions = new List<Instruction>();
        string messageId = "", debtor = "", endToEnd = "", name = "", iban = "";
        long statedCount = -1, statedSumMinor = -1, amountMinor = 0;
        var date = default(DateOnly);
        var inside = new Stack<string>();
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.EndElement)
            {
                if (inside.Pop() == "CdtTrfTxInf") instructions.Add(new Instruction(endToEnd, amountMinor, name, iban));
                continue;
            }

            if (xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement) inside.Push(xml.LocalName);
            if (xml.NodeType != XmlNodeType.Text) continue;
            switch (string.Join('/', inside.Take(3)))
            {
                case "MsgId/GrpHdr/CstmrCdtTrfInitn": messageId = xml.Value; break;
                case "NbOfTxs/GrpHdr/CstmrCdtTrfInitn": statedCount = long.Parse(xml.Value, CultureInfo.InvariantCulture); break;
                case "CtrlSum/GrpHdr/CstmrCdtTrfInitn": statedSumMinor = Cents(xml.Value); break;
                case "Dt/ReqdExctnDt/PmtInf": date = DateOnly.ParseExact(xml.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture); break;
                case "IBAN/Id/DbtrAcct": debtor = xml.Value; break;
                case "EndToEndId/PmtId/CdtTrfTxInf": endToEnd = xml.Value; break;
                case "InstdAmt/Amt/CdtTrfTxInf": amountMinor = Cents(xml.Value); break;
                case "Nm/Cdtr/CdtTrfTxInf": name = xml.Value; break;
                case "IBAN/Id/CdtrAcct": iban = xml.Value; break;
            }
        }

        return new InstructionFile(messageId, date, debtor, statedCount, statedSumMinor, instructions);
    }

    /// <summary>Euros with at most two decimals.</summary>
    private static long Cents(string text) => (long)(decimal.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * 100);
}
