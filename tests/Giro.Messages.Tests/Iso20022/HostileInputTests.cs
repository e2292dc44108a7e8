using System.Diagnostics;
using System.Text;
using Giro.Messages.Iso20022;

namespace Giro.Messages.Tests.Iso20022;

/// <summary>Files that are cut, changed or made to harm: each reader gives its items or a MessageFormatException, and never anything else.</summary>
[Collection(MemoryOfTheProcess.Name)]
public sealed class HostileInputTests
{
    public static TheoryData<string> Readers => ["camt.052", "camt.053", "camt.054", "pain.002", "pacs.002", "pacs.004"];

    [Theory]
    [MemberData(nameof(Readers))]
    public void The_message_itself_is_read(string kind) => Assert.InRange(Read(kind, Message(kind)), 3, 10);

    [Theory]
    [MemberData(nameof(Readers))]
    public void A_file_cut_anywhere_is_refused(string kind)
    {
        var whole = Encoding.UTF8.GetBytes(Message(kind));
        for (var length = 0; length < whole.Length; length++)
        {
            var error = Assert.Throws<MessageFormatException>(() => Read(kind, whole[..length]));
            Assert.NotEmpty(error.Reason);
        }
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void A_file_cut_after_a_whole_record_is_refused_after_the_record_was_given(string kind)
    {
        var message = Message(kind);
        var given = 0;

        var cut = Encoding.UTF8.GetBytes(message[..message.LastIndexOf("<!--cut-->", StringComparison.Ordinal)]);
        Assert.Throws<MessageFormatException>(() => Read(kind, cut, () => given++));

        Assert.InRange(given, 2, 3);
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void A_day_that_does_not_exist_is_refused_with_its_place(string kind)
    {
        var message = Message(kind);
        Assert.Contains("2026-11-19", message, StringComparison.Ordinal);

        var error = Assert.Throws<MessageFormatException>(() => Read(kind, message.Replace("2026-11-19", "2026-02-30", StringComparison.Ordinal)));

        Assert.Equal("'2026-02-30' is not a date", error.Reason);
        Assert.EndsWith("Dt", error.ElementPath, StringComparison.Ordinal);
        Assert.Contains("2026-11-19", message.Split('\n')[error.Line - 1], StringComparison.Ordinal);
        error = Assert.Throws<MessageFormatException>(() => Read(kind, message.Replace("2026-11-20T12", "2026-02-30T12", StringComparison.Ordinal)));
        Assert.Contains("is not a date and time", error.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void An_entity_bomb_is_refused_at_once(string kind)
    {
        var entities = new StringBuilder("<!DOCTYPE Document [<!ENTITY e0 'eeeeeeeeee'>");
        for (var i = 1; i < 30; i++)
            entities.Append(System.Globalization.CultureInfo.InvariantCulture, $"<!ENTITY e{i} '{string.Concat(Enumerable.Repeat($"&e{i - 1};", 10))}'>");
        var bomb = Message(kind)
            .Replace("<Document", entities + "]><Document", StringComparison.Ordinal)
            .Replace("<MsgId>M1", "<MsgId>&e29;", StringComparison.Ordinal);
        var clock = Stopwatch.StartNew();

        Assert.Contains("DTD is prohibited", Assert.Throws<MessageFormatException>(() => Read(kind, bomb)).Reason, StringComparison.Ordinal);

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void An_external_entity_is_refused_and_its_file_is_not_opened(string kind)
    {
        var path = Path.GetTempFileName();
        try
        {
            // Held for writing and shared with nobody: opening it would be another error.
            using var held = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None);
            var message = Message(kind)
                .Replace("<Document", $"<!DOCTYPE Document [<!ENTITY x SYSTEM '{new Uri(path)}'>]><Document", StringComparison.Ordinal)
                .Replace("<MsgId>M1", "<MsgId>&x;", StringComparison.Ordinal);

            Assert.Contains("DTD is prohibited", Assert.Throws<MessageFormatException>(() => Read(kind, message)).Reason, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void An_undeclared_entity_is_refused(string kind) =>
        Assert.Contains("not well-formed", Assert.Throws<MessageFormatException>(
            () => Read(kind, Message(kind).Replace("<MsgId>M1", "<MsgId>&x;", StringComparison.Ordinal))).Reason, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Readers))]
    public void Deep_nesting_is_refused_wherever_it_stands(string kind)
    {
        var message = Message(kind);
        // In what is passed over, in the header, and in the elements whose nesting readers follow.
        foreach (var element in (string[])["Other", "Pty", "Strd", "Fmly", "TtlNetNtry", "CdtrRefInf", "FinInstnId"])
        {
            foreach (var holder in
                (string[])["<GrpHdr>", "<!--deep-->", "<!--cut-->", "<TxsSummry><TtlNtries>", "<RltdPties><Dbtr>", "<RmtInf>", "<BkTxCd><Domn>"])
            {
                if (!message.Contains(holder, StringComparison.Ordinal))
                    continue;
                var deep = message.Replace(holder, holder + string.Concat(Enumerable.Repeat($"<{element}>", 50_000)), StringComparison.Ordinal);
                Assert.Equal("holds elements nested more than 100 deep", Assert.Throws<MessageFormatException>(() => Read(kind, deep)).Reason);
            }
        }
    }

    /// <summary>One record that never ends: each element that a reader keeps any number of, repeated until it is refused.</summary>
    [Theory]
    [InlineData("camt.053", "<!--deep-->", "<NtryDtls><TxDtls><RmtInf><Ustrd>text</Ustrd></RmtInf></TxDtls></NtryDtls>")]
    [InlineData("camt.053", "<!--deep-->", "<NtryDtls><Btch/></NtryDtls>")]
    [InlineData("camt.053", "<RmtInf>", "<Ustrd>0123456789012345678901234567890123456789</Ustrd>")]
    [InlineData("camt.053", "<TxsSummry>", "<Bal><Tp><CdOrPrtry><Cd>INFO</Cd></CdOrPrtry></Tp><Amt Ccy='CZK'>1</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-20</Dt></Dt></Bal>", true)]
    [InlineData("camt.054", "<RtrInf>", "<AddtlInf>text</AddtlInf>")]
    [InlineData("pain.002", "<GrpSts>PART</GrpSts>", "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf>")]
    [InlineData("pain.002", "<GrpSts>PART</GrpSts>", "<NbOfTxsPerSts><DtldNbOfTxs>1</DtldNbOfTxs><DtldSts>RJCT</DtldSts></NbOfTxsPerSts>")]
    [InlineData("pain.002", "<!--deep-->", "<StsRsnInf><AddtlInf>text</AddtlInf></StsRsnInf>")]
    [InlineData("pacs.002", "<GrpSts>PART</GrpSts>", "<StsRsnInf><AddtlInf>text</AddtlInf></StsRsnInf>")]
    [InlineData("pacs.002", "<!--deep-->", "<StsRsnInf/>")]
    [InlineData("pacs.004", "<!--deep-->", "<RtrRsnInf><AddtlInf>text</AddtlInf></RtrRsnInf>")]
    public void A_record_without_end_is_refused_before_it_fills_the_memory(string kind, string behind, string repeated, bool before = false)
    {
        var message = Message(kind);
        var at = message.IndexOf(behind, StringComparison.Ordinal) + (before ? 0 : behind.Length);
        Assert.True(at >= behind.Length || before);
        using var input = new GeneratedStream([message[..at], .. Enumerable.Repeat(string.Concat(Enumerable.Repeat(repeated, 1_000)), 100_000)]);
        var allocated = GC.GetTotalMemory(forceFullCollection: true);
        var clock = Stopwatch.StartNew();

        var error = Assert.Throws<MessageFormatException>(() => Read(kind, input, null));

        Assert.Equal("is in a record of more than 32 MiB", error.Reason);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10)); // about one second where nothing else runs
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: false) - allocated, long.MinValue, 160L * 1024 * 1024); // what was not collected yet is in it
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void Random_damage_gives_items_or_a_clear_error_and_nothing_else(string kind)
    {
        const int Seed = 20261120;
        var random = new Random(Seed);
        var whole = Encoding.UTF8.GetBytes(Message(kind));
        var clock = Stopwatch.StartNew();
        int read = 0, refused = 0;
        for (var round = 0; round < 20_000 && clock.Elapsed < TimeSpan.FromSeconds(1.5); round++)
        {
            var damaged = Damaged(random, whole);
            try
            {
                Read(kind, damaged);
                read++;
            }
            catch (MessageFormatException)
            {
                refused++;
            }
            catch (Exception other)
            {
                Assert.Fail($"seed {Seed}, round {round}: {other}\n{Encoding.UTF8.GetString(damaged)}");
            }
        }

        Assert.True(read > 0 && refused > 0, $"{read} read, {refused} refused");
    }

    private static byte[] Damaged(Random random, byte[] whole) => Damage.Of(
        random, whole, longest: 30,
        ["<", ">", "&", "]]>", "<![CDATA[", "<!--", "</Ntry>", "99999999999999999999", "-1", "0.000001", "RJCT", "\0", "\ud83e\uddfe", "<Amt>", "/>"]);

    private static string Message(string kind)
    {
        const string Details =
            """
            <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>RRTN</SubFmlyCd></Fmly></Domn></BkTxCd>
            <NtryDtls><Btch><PmtInfId>P1</PmtInfId><NbOfTxs>1</NbOfTxs></Btch>
            <TxDtls><Refs><EndToEndId>E1</EndToEndId></Refs><Amt Ccy="CZK">1.00</Amt><RltdPties><Dbtr><Pty><Nm>A</Nm></Pty></Dbtr></RltdPties>
            <RmtInf><Ustrd>text</Ustrd><Strd><CdtrRefInf><Ref>R</Ref></CdtrRefInf></Strd></RmtInf>
            <RtrInf><OrgnlBkTxCd/><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>closed</AddtlInf></RtrInf></TxDtls></NtryDtls>
            """;
        var entry = Given.BankEntry("1.00")
            .Replace("<BkTxCd/>", $"<BookgDt><Dt>2026-11-19</Dt></BookgDt>{Details}<!--deep-->", StringComparison.Ordinal) + "<!--cut-->";
        const string Summary = "<TxsSummry><TtlNtries><NbOfNtries>1</NbOfNtries><Sum>1.00</Sum></TtlNtries></TxsSummry>";
        return kind switch
        {
            "camt.053" => Given.BankMessage(entry, closing: "101.00", summary: Summary),
            "camt.054" => Given.BankNotification(entry, summary: Summary),
            "camt.052" => Given.BankNotification(entry, currency: "", Summary).Replace("camt.054", "camt.052", StringComparison.Ordinal)
                .Replace("BkToCstmrDbtCdtNtfctn", "BkToCstmrAcctRpt", StringComparison.Ordinal).Replace("Ntfctn>", "Rpt>", StringComparison.Ordinal),
            "pacs.002" => Given.InterbankAnswer(
                Given.AnsweredGroup("A", "<OrgnlNbOfTxs>1</OrgnlNbOfTxs><OrgnlCtrlSum>1.00</OrgnlCtrlSum><GrpSts>PART</GrpSts>"),
                Given.InterbankTxStatus("E1", "RJCT", "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>closed</AddtlInf></StsRsnInf><!--deep-->"
                    + "<FctvIntrBkSttlmDt><Dt>2026-11-19</Dt></FctvIntrBkSttlmDt>", amount: "1.00") + "<!--cut-->"),
            "pacs.004" => Given.Returns("1", "<CtrlSum>1.00</CtrlSum><TtlRtrdIntrBkSttlmAmt Ccy='CZK'>1.00</TtlRtrdIntrBkSttlmAmt>",
                Given.ReturnOf("E1", "1.00", "<IntrBkSttlmDt>2026-11-19</IntrBkSttlmDt><!--deep--><RtrRsnInf><Rsn><Cd>AC04</Cd></Rsn></RtrRsnInf>") + "<!--cut-->"),
            _ => Given.BankReport(
                "<OrgnlNbOfTxs>1</OrgnlNbOfTxs><OrgnlCtrlSum>1.00</OrgnlCtrlSum><GrpSts>PART</GrpSts>",
                "<NbOfTxsPerSts><DtldNbOfTxs>1</DtldNbOfTxs><DtldSts>RJCT</DtldSts></NbOfTxsPerSts>"
                + Given.BankStatus("E1", "RJCT", more: "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>closed</AddtlInf></StsRsnInf><!--deep-->"
                    + "<OrgnlTxRef><ReqdExctnDt><Dt>2026-11-19</Dt></ReqdExctnDt></OrgnlTxRef>") + "<!--cut-->")
                .Replace(">A1<", ">M1<", StringComparison.Ordinal),
        };
    }

    private static int Read(string kind, string message) => Read(kind, Encoding.UTF8.GetBytes(message));

    /// <summary>Reads to the end and returns how many items there were.</summary>
    private static int Read(string kind, byte[] message, Action? onItem = null)
    {
        using var input = new MemoryStream(message);
        return Read(kind, input, onItem);
    }

    private static int Read(string kind, Stream input, Action? onItem)
    {
        switch (kind)
        {
            case "camt.052":
                using (var reader = new Camt052Reader(input, "hostile.xml", Given.Digits))
                    return Count(reader.Read, onItem);
            case "camt.053":
                using (var reader = new Camt053Reader(input, "hostile.xml", Given.Digits))
                    return Count(reader.Read, onItem);
            case "camt.054":
                using (var reader = new Camt054Reader(input, "hostile.xml", Given.Digits))
                    return Count(reader.Read, onItem);
            case "pacs.002":
                using (var reader = new Pacs002Reader(input, "hostile.xml", Given.Digits))
                    return Count(reader.Read, onItem);
            case "pacs.004":
                using (var reader = new Pacs004Reader(input, "hostile.xml", Given.Digits))
                    return Count(reader.Read, onItem);
            default:
                using (var reader = new Pain002Reader(input, "hostile.xml", Given.Digits))
                    return Count(reader.Read, onItem);
        }
    }

    private static int Count(Func<object?> read, Action? onItem)
    {
        var items = 0;
        for (; read() is not null; items++)
            onItem?.Invoke();
        return items;
    }
}
