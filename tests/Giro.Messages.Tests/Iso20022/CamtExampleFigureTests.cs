using System.Text.Json;
using System.Text.RegularExpressions;
using Giro.Messages.Iso20022;
using Giro.Messages.Reports;

namespace Giro.Messages.Tests.Iso20022;

/// <summary>
/// Account reports published with a parser of another project: every figure that the parser gives is one that we read, or one of those that we know and leave
/// in the file. A dump spells out the first entry and the record that it stands in; what is the same elsewhere it marks, which says nothing.
/// </summary>
public partial class CamtExampleFigureTests
{
    /// <summary>What we do not keep, and why: by the end of the dump's path, with numbers in brackets left out. The table in docs/messages.md says the same.</summary>
    private static readonly string[] NotKept =
    [
        "getEntries.getIndex", // the order of the file is ours too
        ".getIban.getIban", // the same once more
        "getRecord.getAdditionalInformation", "getGroupHeader.getAdditionalInformation", // texts about the message, not about money
        "getGroupHeader.getMessageRecipient.", // we are the recipient
        ".getRelatedAgent.", ".getRelatedAgents.", // the banks of the parties
        ".getRelatedPartyType.getAddress.", ".getRelatedPartyType.getIdentification.", // addresses and numbers of the parties
        ".getReference.getProprietaries.", // references that the bank names itself
        ".getCreditorReferenceInformation.getCode", ".getCreditorReferenceInformation.getProprietary", // of what kind the creditor's reference is
        ".getStructuredBlock.getAdditionalRemittanceInformation", ".getStructuredBlocks.getAdditionalRemittanceInformation",
    ];

    private static readonly Dictionary<string, string> BalanceNames = new(StringComparer.Ordinal)
    {
        ["OPBD"] = "opening",
        ["PRCD"] = "opening",
        ["OPAV"] = "opening_available",
        ["CLBD"] = "closing",
        ["CLAV"] = "closing_available",
        ["FWAV"] = "forward_available",
        ["INFO"] = "information",
        ["ITAV"] = "interim_available",
        ["ITBD"] = "interim",
        ["XPCD"] = "expected_credit",
    };

    public static TheoryData<string> Examples =>
        ["camt052.v2", "camt053.v2.minimal", "camt053.v2.all-balance-types", "camt053.v2.multi.statement", "camt053.v4", "camt054.v2"];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_figure_that_another_parser_gives_is_read_or_known_to_be_left(string name)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(SharedData.Path($"iso20022/examples/{name}.json")));
        var expected = Leaves(json.RootElement).ToList();
        var record = expected.Single(leaf => leaf.Path == "getEntries[0].getRecord.getId").Value;
        var read = Figures(name, record);
        var compared = 0;
        foreach (var (path, value) in expected)
        {
            var plain = Index().Replace(path, "");
            if (NotKept.Any(end => end.EndsWith('.') ? plain.Contains(end, StringComparison.Ordinal) : plain.EndsWith(end, StringComparison.Ordinal)))
                continue;
            Assert.True(read.TryGetValue(path, out var found), $"{path} = {value} is not read");
            Assert.Equal($"{path} = {value}", $"{path} = {found}");
            compared++;
        }

        Assert.InRange(compared, 25, expected.Count);
    }

    [Fact]
    public void Nothing_is_on_the_list_of_what_is_left_that_no_example_has()
    {
        var paths = Examples.SelectMany(name =>
        {
            using var json = JsonDocument.Parse(File.ReadAllText(SharedData.Path($"iso20022/examples/{name.Data}.json")));
            return Leaves(json.RootElement).Select(leaf => Index().Replace(leaf.Path, "")).ToList();
        }).ToList();

        Assert.All(NotKept, end => Assert.Contains(paths, path => path.Contains(end, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("camt052.v2", "batch-count: expected 20, found 1")]
    [InlineData("camt053.v2.minimal", "balance-currency: expected EUR, found SEK")]
    [InlineData("camt053.v2.all-balance-types", "closing-balance: expected 4.04 EUR, found 9.86 EUR")]
    [InlineData("camt053.v2.multi.statement")]
    [InlineData("camt053.v4", "balance-currency: expected EUR, found SEK")]
    [InlineData("camt054.v2")]
    [InlineData("cbpr-2026-camt.052.min")]
    [InlineData("cbpr-2026-camt.054.min")]
    [InlineData("cbpr-2026-pacs.002.min")]
    [InlineData("cbpr-2026-pacs.004.min")]
    [InlineData("cbpr-2026-pacs.008.min")]
    [InlineData("cbpr-2026-pacs.009.min")]
    [InlineData("cbpr-2026-pain.001.min")]
    public void An_example_has_the_findings_that_the_table_of_samples_lists_and_no_others(string name, params string[] findings)
    {
        using var input = File.OpenRead(SharedData.Path($"iso20022/examples/{name}.xml"));
        using var reader = ReportFormats.Open(input, name, Given.Digits);
        var found = new List<string>();
        while (reader.Read() is { } item)
        {
            IReadOnlyList<ReportFinding> ofItem = item switch
            {
                ReportItem.Line line => line.Findings,
                ReportItem.SectionEnd end => end.Findings,
                ReportItem.FileEnd end => end.Findings,
                _ => [],
            };
            found.AddRange(ofItem.Select(finding => $"{finding.Code}: expected {finding.Expected}, found {finding.Found}"));
        }

        Assert.Equal(findings, found);
    }

    /// <summary>What we read, under the paths of the dump.</summary>
    private static Dictionary<string, string> Figures(string name, string record)
    {
        var figures = new Dictionary<string, string>(StringComparer.Ordinal);
        using var input = File.OpenRead(SharedData.Path($"iso20022/examples/{name}.xml"));
        var inRecord = false;
        foreach (var (header, message, entry) in Read(name, input))
        {
            if (header is not null)
            {
                inRecord = header.Id == record;
                if (inRecord)
                    AddRecord(figures, message!, header);
            }
            else if (inRecord)
            {
                AddEntry(figures, entry!);
                inRecord = false; // the dump has the first entry of the record
            }
        }

        return figures;
    }

    private static List<(StatementHeader? Header, StatementMessage? Message, StatementEntry? Entry)> Read(string name, Stream input) => name[..7] switch
    {
        "camt052" => [.. Reports(input)],
        "camt053" => [.. Given.Read(input, name).Select(item => item switch
        {
            Camt053Item.StatementStart start => (start.Header, start.Message, null),
            Camt053Item.Entry entry => ((StatementHeader?)null, (StatementMessage?)null, (StatementEntry?)entry.Value),
            _ => default,
        }).Where(step => step != default)],
        _ => [.. Given.ReadNotifications(input).Select(item => item switch
        {
            Camt054Item.NotificationStart start => (start.Header, start.Message, null),
            Camt054Item.Entry entry => ((StatementHeader?)null, (StatementMessage?)null, (StatementEntry?)entry.Value),
            _ => default,
        }).Where(step => step != default)],
    };

    private static IEnumerable<(StatementHeader? Header, StatementMessage? Message, StatementEntry? Entry)> Reports(Stream input)
    {
        using var reader = new Camt052Reader(input, "report.xml", Given.Digits);
        while (reader.Read() is { } item)
        {
            if (item is Camt052Item.ReportStart start)
                yield return (start.Header, start.Message, null);
            else if (item is Camt052Item.Entry entry)
                yield return (null, null, entry.Value);
        }
    }

    private static void AddRecord(Dictionary<string, string> figures, StatementMessage message, StatementHeader header)
    {
        const string Record = "getEntries[0].getRecord.";
        Add(figures, "getGroupHeader.getMessageId", message.MessageId);
        Add(figures, "getGroupHeader.getCreatedOn.0", Time(message.CreatedAt));
        Add(figures, "getGroupHeader.getPagination.getPageNumber", message.Page?.Number.ToString());
        Add(figures, Record + "getId", header.Id);
        Add(figures, Record + "getAccount.getIdentification", header.Account.Identification);
        Add(figures, Record + "getElectronicSequenceNumber", header.ElectronicSequenceNumber?.ToString());
        Add(figures, Record + "getLegalSequenceNumber", header.LegalSequenceNumber?.ToString());
        Add(figures, Record + "getCreatedOn.0", Time(header.CreatedAt));
        Add(figures, Record + "getFromDate.0", Time(header.From));
        Add(figures, Record + "getToDate.0", Time(header.To));
        Add(figures, Record + "getCopyDuplicateIndicator", header.CopyDuplicate);
        Add(figures, Record + "getPagination.getPageNumber", header.Page?.Number.ToString());
        for (var i = 0; i < header.Balances.Count; i++)
        {
            var balance = header.Balances[i];
            var path = $"{Record}getBalances[{i}].";
            AddMoney(figures, path, balance.SignedMinor, balance.Amount.Currency);
            Add(figures, path + "getType", BalanceNames[balance.Type]);
            Add(figures, path + "getDate.0", Day(balance.Date));
        }
    }

    private static void AddEntry(Dictionary<string, string> figures, StatementEntry entry)
    {
        const string Entry = "getEntries[0].";
        AddMoney(figures, Entry, entry.SignedMinor, entry.Amount.Currency);
        Add(figures, Entry + "getAccountServicerReference", entry.AccountServicerReference);
        Add(figures, Entry + "getAdditionalInfo", entry.AdditionalInformation ?? "");
        Add(figures, Entry + "getBatchPaymentId", entry.Batches is [var batch, ..] ? batch.PaymentInformationId : null);
        Add(figures, Entry + "getBookingDate.0", Day(entry.BookingDate));
        Add(figures, Entry + "getValueDate.0", Day(entry.ValueDate));
        Add(figures, Entry + "getCreditDebitIndicator", Side(entry.Side));
        Add(figures, Entry + "getReversalIndicator", entry.IsReversal ? "True" : "False");
        Add(figures, Entry + "getStatus", entry.Status);
        AddCode(figures, Entry, entry.TransactionCode);
        for (var i = 0; i < entry.Details.Count; i++)
            AddDetail(figures, i == 0 ? Entry + "getTransactionDetail." : $"{Entry}getTransactionDetails[{i}].", entry, entry.Details[i]);
    }

    private static void AddDetail(Dictionary<string, string> figures, string path, StatementEntry entry, EntryDetail detail)
    {
        Add(figures, path + "getCreditDebitIndicator", Side(detail.Side ?? entry.Side));
        Add(figures, path + "getReference.getEndToEndId", detail.EndToEndId);
        if (detail.Amount is { } amount)
            AddMoney(figures, path, (detail.Side ?? entry.Side) == CreditDebit.Debit ? -amount.AmountMinor : amount.AmountMinor, amount.Currency);
        AddCode(figures, path, detail.TransactionCode ?? entry.TransactionCode);
        var parties = new[] { detail.Creditor, detail.Debtor }.OfType<StatementParty>().ToList(); // in the order of the dump
        for (var i = 0; i < parties.Count; i++)
        {
            Add(figures, $"{path}getRelatedParties[{i}].getRelatedPartyType.getName", parties[i].Name);
            Add(figures, $"{path}getRelatedParties[{i}].getAccount.getIdentification", parties[i].Account?.Identification);
        }

        var remittance = path + "getRemittanceInformation.";
        Add(figures, remittance + "getMessage", detail.RemittanceLines.Concat(detail.CreditorReferences).FirstOrDefault());
        Add(figures, remittance + "getCreditorReferenceInformation.getRef", detail.CreditorReferences is [var reference, ..] ? reference : null);
        for (var i = 0; i < detail.RemittanceLines.Count; i++)
            Add(figures, remittance + (i == 0 ? "getUnstructuredBlock.getMessage" : $"getUnstructuredBlocks[{i}].getMessage"), detail.RemittanceLines[i]);
        for (var i = 0; i < detail.CreditorReferences.Count; i++)
            Add(figures, $"{remittance}{(i == 0 ? "getStructuredBlock" : $"getStructuredBlocks[{i}]")}.getCreditorReferenceInformation.getRef", detail.CreditorReferences[i]);
    }

    private static void AddCode(Dictionary<string, string> figures, string path, BankTransactionCode? code)
    {
        path += "getBankTransactionCode.";
        Add(figures, path + "getProprietary.getCode", code?.Proprietary);
        Add(figures, path + "getProprietary.getIssuer", code?.ProprietaryIssuer ?? "");
        Add(figures, path + "getDomain.getCode", code?.Domain);
        Add(figures, path + "getDomain.getFamily.getCode", code?.Family);
        Add(figures, path + "getDomain.getFamily.getSubFamilyCode", code?.SubFamily);
    }

    private static void AddMoney(Dictionary<string, string> figures, string path, long minor, string currency)
    {
        Add(figures, path + "getAmount.getAmount", minor.ToString());
        Add(figures, path + "getAmount.getCurrency.getCode", currency);
    }

    private static void Add(Dictionary<string, string> figures, string path, string? value)
    {
        if (value is not null)
            figures.Add(path, value);
    }

    private static string Side(CreditDebit side) => side == CreditDebit.Credit ? "CRDT" : "DBIT";

    private static string? Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss+00:00");

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd");

    /// <summary>Every value of a dump that is one: not null, and not a mark of what stands elsewhere. Of a date of ours only the day is a figure.</summary>
    private static IEnumerable<(string Path, string Value)> Leaves(JsonElement element, string path = "")
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                return element.EnumerateObject().Where(property => property.Name != "__CLASS__")
                    .SelectMany(property => Leaves(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}"));
            case JsonValueKind.Array:
                return element.EnumerateArray().SelectMany((value, i) => Leaves(value, $"{path}[{i}]"));
            case JsonValueKind.Null:
                return [];
            default:
                var value = element.ToString();
                var isDay = path.EndsWith("Date.0", StringComparison.Ordinal) && !path.EndsWith("getFromDate.0", StringComparison.Ordinal) && !path.EndsWith("getToDate.0", StringComparison.Ordinal);
                return value == "__RECURSIVITY__" ? [] : [(path, isDay ? value[..10] : value)];
        }
    }

    [GeneratedRegex(@"\[\d+\]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Index();
}
