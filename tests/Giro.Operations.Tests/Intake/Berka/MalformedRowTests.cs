using Giro.Operations.Intake.Berka;

namespace Giro.Operations.Tests.Intake.Berka;

public sealed class MalformedRowTests
{
    private const string Good = "1;7;930101;\"PRIJEM\";\"VKLAD\";700.00;700.00;\"\";;";

    [Fact]
    public void A_transaction_is_read_field_by_field()
    {
        var (row, error) = Read("207;7;931231;\"VYDAJ\";\"PREVOD NA UCET\";9612.5;-80033.70;\"SIPO\";\"EF\";\"1222903\"");
        Assert.Null(error);
        Assert.Equal(
            new BerkaTransaction(2, 207, 7, new DateOnly(1993, 12, 31), BerkaType.Vydaj, BerkaOperation.PrevodNaUcet, 961_250, -8_003_370,
                BerkaSymbol.Sipo, "EF", "1222903"),
            row);
        Assert.Equal(-961_250, row.SignedHaler);
    }

    [Fact]
    public void A_debit_may_be_printed_with_its_operation_as_type()
    {
        var (row, error) = Read("1;7;930101;\"VYBER\";\"VYBER\";30;0;\" \";;");
        Assert.Null(error);
        Assert.Equal(-30_00, row.SignedHaler);
        Assert.Equal(BerkaSymbol.None, row.Symbol);
    }

    [Theory]
    [InlineData(0, "x1", "trans_id", "not an id; expected a whole number above zero")]
    [InlineData(0, "0", "trans_id", "not an id; expected a whole number above zero")]
    [InlineData(0, "9999999999", "trans_id", "not an id; expected a whole number above zero")]
    [InlineData(1, "", "account_id", "not an id; expected a whole number above zero")]
    [InlineData(1, "-7", "account_id", "not an id; expected a whole number above zero")]
    [InlineData(2, "930230", "date", "there is no such day in the calendar")]
    [InlineData(3, "\"PRIJMY\"", "type", "not a known word for this column")]
    [InlineData(4, "\"vklad\"", "operation", "not a known word for this column")]
    [InlineData(5, "700.001", "amount", "an amount has at most two decimals")]
    [InlineData(5, "-700.00", "amount", "an amount is not negative; its direction is in the type")]
    [InlineData(6, "7O0.00", "balance", "not an amount; expected digits with up to two decimals, such as 700.00")]
    [InlineData(7, "\"UROKY\"", "k_symbol", "not a known word for this column")]
    public void A_field_that_cannot_be_read_is_reported_with_line_column_value_and_reason(int column, string text, string field, string reason)
    {
        var fields = Good.Split(';');
        fields[column] = text;
        var (_, error) = Read(string.Join(';', fields));
        Assert.Equal(new BerkaRowError(BerkaRowErrorKind.MalformedField, "trans.asc", 2, field, text.Trim('"'), reason), error);
    }

    [Theory]
    [InlineData("1;7;930101", "expected 10 fields, found 3")]
    [InlineData(Good + ";", "expected 10 fields, found 11")]
    [InlineData("1;7;930101;\"PRIJEM", "a quoted field is not closed")]
    [InlineData("1;7;930101;\"PRIJEM\"x;\"VKLAD\";700.00;700.00;\"\";;", "text after a closing quote")]
    [InlineData("1;7;930101;PRI\"JEM;\"VKLAD\";700.00;700.00;\"\";;", "a quote inside a field that does not start with one")]
    public void A_line_that_is_no_row_is_reported_whole(string line, string reason)
    {
        var (_, error) = Read(line);
        Assert.Equal(new BerkaRowError(BerkaRowErrorKind.MalformedRow, "trans.asc", 2, "row", line, reason), error);
    }

    [Fact]
    public void A_semicolon_inside_quotes_belongs_to_the_text()
    {
        var (row, error) = Read("1;7;930101;\"PRIJEM\";\"VKLAD\";700.00;700.00;\"\";\"A;B\";\"1\"");
        Assert.Null(error);
        Assert.Equal("A;B", row.PartnerBank);
    }

    [Fact]
    public void Only_the_first_bad_field_of_a_row_is_reported()
        => Assert.Equal("date", Read("1;7;99;\"PRIJMY\";\"VKLAD\";x;y;\"\";;").Error!.Field);

    [Fact]
    public void A_row_that_is_far_too_long_is_reported_by_its_beginning()
    {
        var error = Read(new string('7', 70_000)).Error!;
        Assert.Equal(BerkaRowErrorKind.MalformedRow, error.Kind);
        Assert.Equal(new string('7', 80) + "...", error.Value);
        Assert.Equal("a line has at most 65535 characters", error.Reason);
    }

    [Fact]
    public void An_error_reads_as_one_line_of_a_report()
        => Assert.Equal("trans.asc:2: amount 'x': not an amount; expected digits with up to two decimals, such as 700.00",
            Read("1;7;930101;\"PRIJEM\";\"VKLAD\";x;700.00;\"\";;").Error!.ToString());

    private static (BerkaTransaction Row, BerkaRowError? Error) Read(string line)
    {
        using var table = new BerkaTable<BerkaTransaction>(
            "trans.asc", new StringReader(BerkaTransaction.Header + "\n" + line + "\n"), BerkaTransaction.Header, BerkaTransaction.Parse);
        Assert.True(table.Read(out var row, out var error));
        return (row, error);
    }
}
