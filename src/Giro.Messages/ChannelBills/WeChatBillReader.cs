using Giro.Messages.Reports;
using Giro.Messages.Tables;

namespace Giro.Messages.ChannelBills;

/// <summary>
/// Reads the bills of WeChat Pay: the trade bill (ALL, SUCCESS, REFUND; mapping <c>wechat-trade</c>) and the fund flow bill (<c>wechat-fund-flow</c>), told
/// apart by their header. A refund or a revoked payment is negative, known by its refund number, and refers to its order. Count and sums of the trailer are
/// checked; the sum of fees to the five decimals that WeChat writes. A fee that is no whole number of fen is left out of <see cref="ReportLine.FeeMinor"/>
/// with a finding
/// <c>excess-decimals</c>, and stands in <see cref="ReportLine.Others"/> as <c>fee-exact</c>, where it always is as written.
/// </summary>
public sealed class WeChatBillReader(Stream input, string fileName, Func<string, int> digitsOf) : IReportReader
{
    private TableReportReader? _reader;

    public string Format => _reader?.Format ?? "wechat";

    public ReportItem? Read() => (_reader ??= Open()).Read();

    public void Dispose() => _reader?.Dispose();

    private TableReportReader Open()
    {
        var peeked = new PeekedStart(input);
        var mapping = TableMappings.BuiltIn(peeked.Contains("资金流水单号") ? "wechat-fund-flow" : "wechat-trade");
        return new TableReportReader(peeked.Whole, fileName, mapping, digitsOf);
    }
}
