namespace Giro.Messages.ChannelBills;

/// <summary>
/// The trades file (ZM) of UnionPay's merchants: fields of fixed width, in bytes of GBK, one blank between two of them. Some copies come without the
/// blanks; which it is, every line shows.
/// <code>
/// 3 tradeNo | 11 acqInsCode | 11 sendInsCode | 6 traceNo | 10 txnTime MMDDhhmmss | 19 payCardNo | 12 txnAmt (fen) | ... | C or D and 12 merCharge | C or D
/// and 12 settleAmt | ...
/// </code>
/// </summary>
internal sealed class UnionPayLayout
{
    private static readonly (string Name, int Width)[] Widths =
    [
        ("tradeNo", 3), ("acqInsCode", 11), ("sendInsCode", 11), ("traceNo", 6), ("txnTime", 10), ("payCardNo", 19), ("txnAmt", 12), ("merCatCode", 4), ("termType", 2),
        ("queryId", 21), ("oldPayType", 2), ("orderId", 32), ("payCardType", 2), ("origTradeSysTraceNo", 6), ("origTradeTime", 10), ("merCharge", 13), ("settleAmt", 13),
        ("payType", 4), ("groupMerCode", 15), ("txnType", 2), ("txnSubType", 2), ("bizType", 6), ("accType", 2), ("billType", 4), ("billNo", 32), ("interactMode", 1),
        ("origQryId", 21), ("merId", 15), ("accountType", 1), ("subMerId", 15), ("subMerAbbr", 32), ("subMerAccountAmt", 13), ("settleNetAmt", 13), ("termId", 8),
        ("merReserved", 32), ("discountAmt", 13), ("invoiceAmt", 13), ("insAdditionCharge", 12), ("installmentNum", 2), ("tradeMedia", 1),
    ];

    public static readonly UnionPayLayout Separated = new(separator: 1);
    public static readonly UnionPayLayout Dense = new(separator: 0);

    private readonly Dictionary<string, (int Start, int Width)> _fields = [];

    private UnionPayLayout(int separator)
    {
        var start = 0;
        foreach (var (name, width) in Widths)
        {
            _fields.Add(name, (start, width));
            start += width + separator;
        }

        Length = start - separator;
    }

    public static IReadOnlyList<(string Name, int Width)> Fields => Widths;

    /// <summary>In bytes; a line may have a reserve behind them.</summary>
    public int Length { get; }

    /// <summary>The layout that a line follows; null when it is too short, or its fields do not end where they should.</summary>
    public static UnionPayLayout? Of(ReadOnlySpan<byte> line)
    {
        // The field behind the first is a code without blanks: one in its place stands between the two.
        var layout = line.Length > Widths[0].Width && line[Widths[0].Width] == (byte)' ' ? Separated : Dense;
        return line.Length >= layout.Length && (layout == Dense || Separated.HasBlanksBetween(line)) ? layout : null;
    }

    public ReadOnlySpan<byte> Field(ReadOnlySpan<byte> line, string name)
    {
        var (start, width) = _fields[name];
        return line.Slice(start, width);
    }

    private bool HasBlanksBetween(ReadOnlySpan<byte> line)
    {
        foreach (var (start, _) in _fields.Values)
        {
            if (start > 0 && line[start - 1] != (byte)' ') return false;
        }

        return true;
    }
}
