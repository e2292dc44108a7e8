using System.Globalization;
using System.Text;
using Giro.Messages.ChannelBills;

namespace Giro.Messages.Tests.ChannelBills;

/// <summary>Bills to start from. Figures are of these tests, not of any merchant.</summary>
internal static class GivenBill
{
    public const string WeChatHeader =
        "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注";

    public const string WeChatTrailer = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额";

    public const string AlipayHeader =
        "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注";

    public static string WeChatPaid(string order, string amount, string fee) =>
        $"`2026-11-20 10:00:00,`wx1,`1600000000,`0,`,`42{order},`{order},`openid,`JSAPI,`SUCCESS,`OTHERS,`CNY,`{amount},`0.00,`0,`0,`0.00,`0.00,`,`,`tea,`,`{fee},`0.60%,`{amount},`0.00,`\r\n";

    public static string WeChatRefund(string order, string refund, string amount, string fee) =>
        $"`2026-11-20 11:00:00,`wx1,`1600000000,`0,`,`42{order},`{order},`openid,`JSAPI,`REFUND,`OTHERS,`CNY,`0.00,`0.00,`50{refund},`{refund},`{amount},`0.00,`ORIGINAL,`SUCCESS,`tea,`,`{fee},`0.60%,`0.00,`{amount},`\r\n";

    public static string WeChatBill(string rows, string trailer) => $"\ufeff{WeChatHeader}\r\n{rows}{WeChatTrailer}\r\n{trailer}\r\n";

    public static string Alipay(string order, string kind, string amount, string request, string fee) =>
        $"2026{order}\t,{order}\t,{kind},茶,2026-11-20 10:00:00,2026-11-20 10:00:09,s1\t,店\t,\t,\t,*某(a**@b.cn)\t,{amount},{amount},0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00,{request}\t,{fee},0.00,\r\n";

    public static string AlipayBill(string rows, string paid, string refunded) =>
        $"#支付宝业务明细查询\r\n#账号：[20880000000000000156]\r\n#起始日期：[2026年11月20日 00:00:00]   终止日期：[2026年11月21日 00:00:00]\r\n#----业务明细列表----\r\n{AlipayHeader}\r\n{rows}#----业务明细列表结束----\r\n#交易合计：{paid}，商家优惠共0.00元\r\n#退款合计：{refunded}，商家优惠退款共0.00元\r\n#导出时间：[2026年11月21日 05:46:49]\r\n";

    /// <summary>A line of UnionPay's trades, built from the layout field by field.</summary>
    public static byte[] UnionPay(string order, long fen, char side, long feeFen, bool separated = true, string time = "1120103000", string merchant = "898310000000001", string name = "茶铺")
    {
        var values = new Dictionary<string, string>
        {
            ["tradeNo"] = "S22", ["acqInsCode"] = "00010000000", ["sendInsCode"] = "00010000000", ["traceNo"] = "123456", ["txnTime"] = time, ["payCardNo"] = "622588******1234",
            ["txnAmt"] = fen.ToString("D12", CultureInfo.InvariantCulture), ["merCatCode"] = "5411", ["termType"] = "07", ["queryId"] = $"20{time}{order}",
            ["orderId"] = order, ["origTradeSysTraceNo"] = "000000", ["origTradeTime"] = "0000000000",
            ["merCharge"] = (side == 'C' ? "D" : "C") + feeFen.ToString("D12", CultureInfo.InvariantCulture), ["settleAmt"] = side + (fen - feeFen).ToString("D12", CultureInfo.InvariantCulture),
            ["txnType"] = side == 'C' ? "01" : "04", ["txnSubType"] = "01", ["origQryId"] = side == 'C' ? new string('0', 21) : $"20{time}O{order}", ["merId"] = merchant, ["subMerAbbr"] = name,
        };
        var gbk = Giro.Messages.Tables.TableInput.FindEncoding("gb18030")!;
        var bytes = new List<byte>();
        foreach (var (field, width) in UnionPayLayout.Fields)
        {
            if (separated && bytes.Count > 0) bytes.Add((byte)' ');
            var value = gbk.GetBytes(values.GetValueOrDefault(field, "")).Take(width).ToArray();
            bytes.AddRange(value);
            bytes.AddRange(Enumerable.Repeat((byte)' ', width - value.Length));
        }

        return [.. bytes, (byte)'\r', (byte)'\n'];
    }
}
