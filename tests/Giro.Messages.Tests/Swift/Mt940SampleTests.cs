using System.Text;
using System.Text.Json;
using Giro.Messages.Swift;

namespace Giro.Messages.Tests.Swift;

/// <summary>Statements of 15 banks, published with a parser of another project, against what that parser reads in them.</summary>
public class Mt940SampleTests
{
    /// <summary>Where we read something else than the other parser, and why; docs/messages.md has the same table.</summary>
    private static readonly Dictionary<string, string> Differences = new(StringComparer.Ordinal)
    {
        // It replaces characters outside of SWIFT's set by full stops and letters without their accents. We keep what the bank wrote.
        ["STAR1ÜTßUMS"] = "STAR1UTssUMS",
        ["STAR1ÜTUMS"] = "STAR1UTUMS",
    };

    public static TheoryData<string> Names => [
        "abnamro_mt940", "betterplace_sepa_snippet", "betterplace_with_binary_character", "cmxl_mt940_1", "danskebank_MT940_DK_Example",
        "danskebank_MT940_NO_Example", "jejik_abnamro", "jejik_knab", "jejik_postfinance", "jejik_sns", "mBank_with_newline_in_tnr"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_field_is_what_another_parser_reads(string name)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(SharedData.Path($"mt940/data_mt940_full_{name}.json")));
        var items = Read($"data_mt940_full_{name}");

        var statements = json.RootElement.EnumerateArray().ToList();
        var ends = items.OfType<MtItem.StatementEnd>().Select(end => end.Statement).ToList();
        Assert.Equal(statements.Count, ends.Count);
        var lines = new Queue<StatementLine>(items.Lines());
        foreach (var (expected, read) in statements.Zip(ends))
        {
            AssertStatement(expected, read);
            foreach (var line in expected.GetProperty("statement_lines").EnumerateArray())
                AssertLine(line, lines.Dequeue(), read);
        }

        Assert.Empty(lines);
    }

    [Theory]
    [InlineData("mt940_full_abnamro_mt940", "closing-balance | 2222.20 | 1096.36 | :62F: 14", "closing-balance | 6666.83 | 5546.95 | :62F: 25")]
    [InlineData("mt940_full_betterplace_sepa_snippet", "closing-balance | -4472049.09 | -4472349.17 | :62F: 55")]
    [InlineData("mt940_full_betterplace_with_binary_character")]
    [InlineData("mt940_full_cmxl_mt940_1")]
    [InlineData("mt940_full_danskebank_MT940_DK_Example", "text-outside | 0 | 2 |  1")]
    [InlineData("mt940_full_danskebank_MT940_NO_Example", "text-outside | 0 | 2 |  1")]
    [InlineData("mt940_full_jejik_abnamro", "closing-balance | 876.84 | 2914.84 | :62F: 27",
        "page-missing | 60F | 60M | :60M: 35", "opening-balance | 876.84 | 2876.84 | :60M: 35", "closing-balance | 1849.75 | 2852.35 | :62M: 40")]
    [InlineData("mt940_full_jejik_knab", "opening-balance | 500.00 | 3058.98 | :60F: 13", "closing-balance | 798.98 | -3701.02 | :62F: 20")]
    [InlineData("mt940_full_jejik_postfinance", "closing-balance | 159.60 | 159.40 | :62F: 27")]
    [InlineData("mt940_full_jejik_sns")]
    [InlineData("mt940_full_mBank_with_newline_in_tnr", "closing-balance | 860.17 | 89.46 | :62F: 19")]
    [InlineData("mt940_special-cases_overly_long_details", "field-length | 6 | 9 | :86: 6", "closing-balance | 12345.98 | 12111.97 | :62F: 15")]
    [InlineData("mt940_special-cases_unknown_tag", "unknown-field |  | :12:11 | :12: 9")]
    [InlineData("mt942_full_jejik_generic")]
    [InlineData("mt942_full_jejik_triodos", "closing-balance | 4370.79 | 4259.39 | :62F: 12")]
    [InlineData("mt942_full_sberbank_171011_01234945")]
    [InlineData("mt942_special-cases_mt942", "transaction-type | N, F or S | M | :61: 7", "debit-total | 1: 2.30 | 1: 0.42 | :90D: 11")]
    public void What_does_not_add_up_in_a_sample_is_said(string name, params string[] findings) =>
        Assert.Equal(string.Join('\n', findings), Read($"data_{name}").Findings().Shown());

    [Fact]
    public void The_thirtieth_of_February_is_refused_with_its_line()
    {
        var error = Assert.Throws<MessageFormatException>(() => Read("data_mt940_special-cases_february_30"));

        Assert.Equal((6, 5, ":61:", "'160230' is not a date"), (error.Line, error.Column, error.ElementPath, error.Reason));
    }

    [Fact]
    public void A_file_that_is_no_statement_is_refused_with_its_line()
    {
        var error = Assert.Throws<MessageFormatException>(() => Read("data_mt940_special-cases_invalid_statement"));

        Assert.Equal(1, error.Line);
        Assert.Equal("no line of the file starts a field of a message, such as :20:; the first is '1'", error.Reason);
    }

    private static List<MtItem> Read(string name) => GivenSwift.Read(File.ReadAllBytes(SharedData.Path($"mt940/{name}.sta")));

    private static void AssertStatement(JsonElement expected, MtStatement statement)
    {
        Assert.Equal(Text(expected, "transaction_ref_no"), Differences.GetValueOrDefault(statement.TransactionReference, statement.TransactionReference));
        Assert.Equal(Text(expected, "ref_to_related_msg") ?? "", statement.RelatedReference);
        Assert.Equal(Text(expected, "account_id"), statement.AccountIdentification);
        Assert.Equal(Text(expected, "statement_no"), statement.StatementNumber);
        Assert.Equal(Text(expected, "sequence_no") ?? "", statement.SequenceNumber);
        AssertBalance(expected.GetProperty("opening_balance"), statement.OpeningBalance, statement);
        AssertBalance(expected.GetProperty("closing_balance"), statement.ClosingBalance, statement);
        AssertBalance(expected.GetProperty("closing_available_balance"), statement.ClosingAvailableBalance, statement);
        Assert.Equal(JsonValueKind.Null, expected.GetProperty("forward_available_balance").ValueKind);
        Assert.Empty(statement.ForwardAvailableBalances);
        // It drops what stands about the statement as a whole; Danske Bank says there whose account it is, on all pages but one.
        Assert.Null(Text(expected, "information_to_account_owner"));
        Assert.Contains(statement.Information.Count, statement.AccountIdentification.StartsWith("DABADKKK", StringComparison.Ordinal) ? (int[])[0, 4] : [0]);
    }

    private static void AssertBalance(JsonElement expected, MtBalance? balance, MtStatement statement)
    {
        if (expected.ValueKind == JsonValueKind.Null)
        {
            Assert.Null(balance);
            return;
        }

        Assert.Equal(Text(expected, "debit_credit_indicator"), balance!.IsCredit ? "Credit" : "Debit");
        Assert.Equal(Text(expected, "date"), $"{balance.Date:yyyy-MM-dd}");
        Assert.Equal(Text(expected, "iso_currency_code"), balance.Currency);
        AssertAmount(expected, balance.AmountMinor, statement);
        if (expected.TryGetProperty("is_intermediate", out var intermediate)) Assert.Equal(intermediate.GetBoolean(), balance.IsIntermediate);
    }

    private static void AssertLine(JsonElement expected, StatementLine line, MtStatement statement)
    {
        Assert.Equal(Text(expected, "value_date"), $"{line.ValueDate:yyyy-MM-dd}");
        Assert.Equal(Text(expected, "entry_date"), $"{line.EntryDate:yyyy-MM-dd}");
        Assert.Equal(Text(expected, "ext_debit_credit_indicator"), line.Mark.ToString());
        Assert.Equal(Text(expected, "funds_code") ?? "", line.FundsCode);
        AssertAmount(expected, line.AmountMinor, statement);
        var type = expected.GetProperty("transaction_type_ident_code");
        Assert.Equal(type.ValueKind == JsonValueKind.Object ? Text(type, "NonStandard") : type.GetString(), line.TransactionType[1..]);
        Assert.Equal(Text(expected, "customer_ref"), line.CustomerReference);
        Assert.Equal(Text(expected, "bank_ref") ?? "", line.BankReference);
        Assert.Equal(Text(expected, "supplementary_details") ?? "", line.SupplementaryDetails);
        AssertInformation(expected.GetProperty("information_to_account_owner"), line.Information);
    }

    private static void AssertInformation(JsonElement expected, InformationToAccountOwner? information)
    {
        if (expected.ValueKind != JsonValueKind.Object)
        {
            Assert.Equal(expected.GetString(), information is null ? null : InTheirSet(information.Text));
            return;
        }

        var read = new Dictionary<string, string>
        {
            ["transaction_code"] = information!.TransactionCode,
            ["posting_text"] = information.PostingText,
            ["prima_nota"] = information.PrimaNota,
            ["purpose"] = information.Purpose,
            ["applicant_bin"] = information.BankCode,
            ["applicant_iban"] = information.Account,
            ["applicant_name"] = information.Name,
            ["return_debit_notes"] = information.TextKeyExtension,
            ["unknown70"] = information.Joined(70, 71),
        };
        Assert.Equal(
            expected.EnumerateObject().Select(field => $"{field.Name}: {field.Value.GetString()}").Order(StringComparer.Ordinal),
            read.Where(field => field.Value.Length > 0).Select(field => $"{field.Key}: {InTheirSet(field.Value)}").Order(StringComparer.Ordinal));
    }

    /// <summary>The other parser writes a full stop for ; * _ and &amp;, and U for Ü.</summary>
    private static string InTheirSet(string text) =>
        new StringBuilder(text).Replace(';', '.').Replace('*', '.').Replace('_', '.').Replace('&', '.').Replace('Ü', 'U').ToString();

    private static void AssertAmount(JsonElement expected, long amountMinor, MtStatement statement)
    {
        var parts = Text(expected, "amount")!.Split('.');
        Assert.Equal(parts[0] + (parts.Length > 1 ? parts[1] : "").PadRight(statement.MinorUnitDigits, '0'),
            $"{amountMinor}".PadLeft(parts[0].Length + statement.MinorUnitDigits, '0'));
    }

    private static string? Text(JsonElement of, string property) => of.GetProperty(property).GetString();
}
