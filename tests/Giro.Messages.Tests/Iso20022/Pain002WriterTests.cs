using System.Text;
using Giro.Messages.Iso20022;

namespace Giro.Messages.Tests.Iso20022;

public class Pain002WriterTests
{
    [Fact]
    public void A_written_report_is_valid_against_the_published_schema()
    {
        var schema = Iso20022Schema.Load(SharedData.Path("iso20022/xsd/pain.002.001.11.xsd"));

        foreach (var written in (byte[][])[Full(), Given.Written(Given.Report(new GroupStatus { Status = "ACTC" }))])
        {
            using var input = new MemoryStream(written);
            Assert.Empty(schema.Validate(input));
        }
    }

    [Fact]
    public void What_is_written_is_read_back_unchanged()
    {
        var items = Given.ReadReport(Full());

        Assert.Equal("pain.002.001.11", ((Pain002Item.ReportStart)items[0]).Version);
        Assert.Equivalent(Header(), ((Pain002Item.ReportStart)items[0]).Report, strict: true);
        Assert.Equivalent(
            Payments().Select(payment => payment.Information), items.OfType<Pain002Item.PaymentStart>().Select(start => start.Information), strict: true);
        Assert.Equivalent(
            Payments().SelectMany(payment => payment.Transactions),
            items.OfType<Pain002Item.Transaction>().Select(transaction => transaction.Value), strict: true);
        Assert.Equal([3, 0], items.OfType<Pain002Item.PaymentEnd>().Select(end => end.TransactionCount));
        Assert.Empty(Given.Findings(items));
    }

    [Fact]
    public void The_same_report_gives_the_same_bytes() => Assert.Equal(Full(), Full());

    [Fact]
    public void A_report_that_does_not_agree_with_itself_is_not_written()
    {
        var payment = new ReportedPayments(new PaymentInformationStatus("P1"), [Given.Accepted("E1", 100), Given.Rejected("E2", 50)]);

        Refused(new GroupStatus { Counts = [new StatusCount("ACCP", 1), new StatusCount("RJCT", 2)] }, "states 2 transactions RJCT and lists 1");
        Refused(new GroupStatus { OriginalTransactionCount = 2, OriginalControlSum = ControlSum.OfMinor(151, 2) },
            "states a control sum of 1.51, the transactions listed sum to 1.50");
        Refused(new GroupStatus { Status = "ACCP" }, "report on 'PAYOUT-2026-11-20-1' is ACCP, but lists 1 transactions RJCT");
        Refused(new GroupStatus { OriginalTransactionCount = 1 }, "answers 1 transactions and lists 2");

        void Refused(GroupStatus group, string reason) => Assert.Contains(
            reason, Assert.Throws<InvalidOperationException>(() => Given.Written(Given.Report(group), payment)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_that_does_not_fit_is_refused_with_its_transaction()
    {
        Refused(t => t with { EndToEndId = new string('E', 36) }, "EndToEndId has 36 characters, more than 35 (payment information 'P1', transaction 2)");
        Refused(t => t with { Status = "REJECT" }, "Status is not a status of at most four letters or digits");
        Refused(t => t with { Reasons = [new StatusReason("AC04", "OURS")] }, "StatusReason is both a code and proprietary");
        Refused(t => t with { Reasons = [new StatusReason("AC04") { AdditionalInformation = [new string('x', 106)] }] },
            "AdditionalInformation has 106 characters");
        Refused(t => t with { Uetr = "7A562C67-CA16-48BA-B074-65581BE6F001" }, "Uetr '7A562C67-CA16-48BA-B074-65581BE6F001' does not have the shape of a UETR");
        Refused(t => t with { Amount = Given.Money(-1) }, "Amount is negative");

        static void Refused(Func<TransactionStatus, TransactionStatus> change, string reason)
        {
            var good = Given.Rejected("E1", 1);
            var payment = new ReportedPayments(new PaymentInformationStatus("P1"), [good, change(good)]);
            var error = Assert.Throws<ArgumentException>(() => Given.Written(Given.Report(new GroupStatus { Status = "PART" }), payment));
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Random_reports_come_back_with_the_same_figures()
    {
        var random = new Random(20261120);
        for (var round = 0; round < 200; round++)
        {
            var payments = Enumerable.Range(0, random.Next(1, 4)).Select(number => RandomPayments(random, number)).ToArray();
            var all = payments.SelectMany(payment => payment.Transactions).ToArray();
            var report = Given.Report(Totals(all) with { Status = "PART" });

            var items = Given.ReadReport(Given.Written(report, payments));

            Assert.Equivalent(report, ((Pain002Item.ReportStart)items[0]).Report, strict: true);
            Assert.Equivalent(all, items.OfType<Pain002Item.Transaction>().Select(transaction => transaction.Value).ToArray(), strict: true);
            Assert.Equal(all.Length, ((Pain002Item.ReportEnd)items[^1]).TransactionCount);
            Assert.Empty(Given.Findings(items));
        }
    }

    [Fact]
    public void Transactions_are_written_while_they_are_enumerated()
    {
        using var output = new MemoryStream();
        var farthestBehind = 0L;
        var transactions = Enumerable.Range(0, 1_000).Select(i =>
        {
            farthestBehind = Math.Max(farthestBehind, i * 100L - output.Length); // a transaction takes more than 100 bytes
            return Given.Accepted($"E{i}", 1);
        });

        Pain002Writer.Write(
            output, Given.Report(new GroupStatus { Status = "ACCP" }), [new ReportedPayments(new PaymentInformationStatus("P1"), transactions)]);

        Assert.InRange(farthestBehind, 0, 32_768);
    }

    [Fact]
    public void A_refused_report_leaves_no_well_formed_document()
    {
        using var output = new MemoryStream();

        Assert.Throws<InvalidOperationException>(() => Pain002Writer.Write(output, Given.Report(new GroupStatus()), []));

        Assert.Throws<System.Xml.XmlException>(() => System.Xml.Linq.XDocument.Parse(Encoding.UTF8.GetString(output.ToArray())));
    }

    private static ReportedPayments RandomPayments(Random random, int number)
    {
        TransactionStatus[] transactions =
        [
            .. Enumerable.Range(0, random.Next(1, 20)).Select(i => random.Next(4) == 0
                ? Given.Rejected($"E{number}-{i}", random.NextInt64(0, 1L << random.Next(1, 45)), random.GetItems(["AC01", "AC04", "AM02"], 1)[0])
                : Given.Accepted($"E{number}-{i}", random.NextInt64(0, 1L << random.Next(1, 45)))),
        ];
        return new ReportedPayments(new PaymentInformationStatus($"P{number}") { Group = Totals(transactions) }, transactions);
    }

    private static GroupStatus Totals(TransactionStatus[] transactions) => new()
    {
        OriginalTransactionCount = transactions.Length,
        OriginalControlSum = ControlSum.Of(transactions.Select(transaction => transaction.Amount!.Value)),
        Counts =
        [
            .. transactions.GroupBy(transaction => transaction.Status!).Select(group =>
                new StatusCount(group.Key, group.Count(), ControlSum.Of(group.Select(transaction => transaction.Amount!.Value)))),
        ],
    };

    private static byte[] Full() => Given.Written(Header(), Payments());

    private static StatusReport Header() => Given.Report(new GroupStatus
    {
        Status = "PART",
        OriginalTransactionCount = 5,
        OriginalControlSum = ControlSum.Of([Given.Money(1_050), Given.Money(1_234, "KWD")]),
        Reasons = [new StatusReason("NARR") { AdditionalInformation = ["first", "second"] }],
        Counts = [new StatusCount("ACCP", 1, ControlSum.OfMinor(1_000, 2)), new StatusCount("RJCT", 4)],
    }) with { OriginalCreatedAt = Given.Noon.AddHours(-1) };

    private static ReportedPayments[] Payments() =>
    [
        new(
            new PaymentInformationStatus("P1") { Group = new GroupStatus { Status = "PART", OriginalTransactionCount = 3 } },
            [
                Given.Accepted("E1", 1_000) with
                {
                    StatusId = "S1", AcceptedAt = Given.Noon, AccountServicerReference = "B1", RequestedExecutionDate = Given.Today,
                },
                Given.Rejected("E2", 50) with { InstructionId = "I2", Uetr = "7a562c67-ca16-48ba-b074-65581be6f001" },
                new TransactionStatus
                {
                    EndToEndId = "E3", Status = "RJCT", Amount = Given.Money(1_234, "KWD"),
                    Reasons = [new StatusReason(null, "OUR OWN REASON"), new StatusReason(null) { AdditionalInformation = ["<see> & tell"] }],
                },
            ]),
        new(
            new PaymentInformationStatus("P2")
            {
                Group = new GroupStatus { Status = "RJCT", OriginalTransactionCount = 2, Reasons = [new StatusReason("DUPL")] },
            },
            []),
    ];
}
