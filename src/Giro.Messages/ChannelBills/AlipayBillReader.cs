using Giro.Messages.Reports;
using Giro.Messages.Tables;

namespace Giro.Messages.ChannelBills;

/// <summary>
/// Reads the business bill of Alipay in detail (业务明细; mapping <c>alipay-business</c>), in GBK as it is sent, or in UTF-8. A refund bears the number of the
/// order that it gives back: its reference is that of its own request, and the order's is its <see cref="ReportLine.OriginalReference"/>. Both lines of
/// totals are checked.
/// </summary>
public sealed class AlipayBillReader(Stream input, string fileName, Func<string, int> digitsOf) : IReportReader
{
    private readonly TableReportReader _reader = new(input, fileName, TableMappings.BuiltIn("alipay-business"), digitsOf);

    public string Format => _reader.Format;

    public ReportItem? Read() => _reader.Read();

    public void Dispose() => _reader.Dispose();
}
