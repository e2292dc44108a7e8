using System.Text.Json;

namespace Giro.EndToEnd.Tests;

public sealed class ImportBerkaTests
{
    private const string AccountHeader = "\"account_id\";\"district_id\";\"frequency\";\"date\"";
    private const string TransHeader = "\"trans_id\";\"account_id\";\"date\";\"type\";\"operation\";\"amount\";\"balance\";\"k_symbol\";\"bank\";\"account\"";
    private const string OrderHeader = "\"order_id\";\"account_id\";\"bank_to\";\"account_to\";\"amount\";\"k_symbol\"";

    [Fact]
    public void The_bank_of_1993_meets_every_printed_balance_to_the_haler_and_a_second_import_changes_nothing()
    {
        var files = SharedData.Path("berka-1993");
        using var book = new TemporaryFolder();
        var first = Import(files, book.Path, expectedExitCode: 0);
        Assert.Equal((28_205, 28_205, 0), (Number(first, "rows"), Number(first, "posted"), Number(first, "repeated")));
        Assert.Equal((26_783, 877, 545), (Number(first, "chainExactly"), Number(first, "roundedDown"), Number(first, "roundedUp")));
        Assert.Equal((28_205, 28_205), (Number(first, "printedBalances"), Number(first, "printedBalancesMet")));
        Assert.Equal(("36575912.90", "-33.20", "0.00"), (Text(first, "customersTotal"), Text(first, "rounding"), Text(first, "suspense")));
        Assert.Equal((1_139, 365, "1994-01-01"), (Number(first, "accounts"), Number(first, "days"), Text(first, "businessDate")));
        var kinds = first.GetProperty("entriesByKind");
        Assert.Equal(
            (6_685L, 6_831L, 2_462L, 3_231L, 6_065L, 2_922L, 9L),
            (Kind("CashDeposit"), Kind("CashWithdrawal"), Kind("TransferFromBank"), Kind("StandingOrder"), Kind("InterestCredited"), Kind("StatementFee"), Kind("PenaltyInterest")));

        var status = GiroCommand.Run("views", "status", "--data", book.Path).Out;
        var second = Import(files, book.Path, expectedExitCode: 0);
        Assert.Equal((0, 28_205, 28_205), (Number(second, "posted"), Number(second, "repeated"), Number(second, "printedBalancesMet")));
        Assert.Equal(status, GiroCommand.Run("views", "status", "--data", book.Path).Out);
        Assert.Equal(0, GiroCommand.Run("verify", "--deep", "--data", book.Path).ExitCode);

        long Kind(string name) => kinds.GetProperty(name).GetInt64();
    }

    [Fact]
    public void A_row_that_does_not_chain_is_reported_with_its_line_and_its_difference_goes_to_suspense()
    {
        using var files = SmallBank();
        using var book = new TemporaryFolder();
        var (exitCode, output, _) = GiroCommand.Run("import", "berka", files.Path, "--data", book.Path, "--output", "json");
        Assert.Equal(1, exitCode);
        using var json = JsonDocument.Parse(output);
        var reported = Assert.Single(json.RootElement.GetProperty("reported").EnumerateArray());
        Assert.Equal(("trans.asc", 4, "balance", "950.00"), (Text(reported, "file"), Number(reported, "line"), Text(reported, "field"), Text(reported, "value")));
        var figures = json.RootElement.GetProperty("figures");
        Assert.Equal((4, 4, 4), (Number(figures, "posted"), Number(figures, "printedBalances"), Number(figures, "printedBalancesMet")));
        Assert.Equal(("850.00", "50.00"), (Text(figures, "customersTotal"), Text(figures, "suspense")));
    }

    [Fact]
    public void A_strict_import_stops_before_the_day_of_the_row_and_keeps_the_days_before_it()
    {
        using var files = SmallBank();
        using var book = new TemporaryFolder();
        var (exitCode, output, _) = GiroCommand.Run("import", "berka", files.Path, "--data", book.Path, "--strict", "--output", "json");
        using var json = JsonDocument.Parse(output);
        var figures = json.RootElement.GetProperty("figures");
        Assert.Equal((1, 2, "1993-01-03"), (exitCode, Number(figures, "posted"), Text(figures, "businessDate")));
        Assert.Equal("1000.00", Text(figures, "customersTotal"));
    }

    [Fact]
    public void A_missing_file_is_bad_input_and_names_it()
    {
        using var files = new TemporaryFolder();
        files.Write("account.asc", AccountHeader);
        var (exitCode, _, error) = GiroCommand.Run("import", "berka", files.Path, "--data", Path.Combine(files.Path, "book"));
        Assert.Equal(2, exitCode);
        Assert.StartsWith("giro: trans.asc: the file is missing in ", error);
        Assert.False(Directory.Exists(Path.Combine(files.Path, "book")));
    }

    /// <summary>The balance of line 4 should be 900.00 after a fee of 100.00 on 1,000.00.</summary>
    private static TemporaryFolder SmallBank()
    {
        var files = new TemporaryFolder();
        files.Write("account.asc", AccountHeader, "1;1;\"POPLATEK MESICNE\";930101");
        files.Write("order.asc", OrderHeader);
        files.Write(
            "trans.asc", TransHeader,
            "1;1;930101;\"PRIJEM\";\"VKLAD\";400.00;400.00;\"\";;",
            "2;1;930102;\"PRIJEM\";\"PREVOD Z UCTU\";600.00;1000.00;\"\";\"AB\";\"123\"",
            "3;1;930103;\"VYDAJ\";\"VYBER\";100.00;950.00;\"SLUZBY\";;",
            "4;1;930104;\"VYDAJ\";\"VYBER\";100.00;850.00;\"\";;");
        return files;
    }

    private static JsonElement Import(string files, string book, int expectedExitCode)
    {
        var (exitCode, output, error) = GiroCommand.Run("import", "berka", files, "--data", book, "--output", "json");
        Assert.Equal((expectedExitCode, ""), (exitCode, error));
        using var json = JsonDocument.Parse(output);
        return json.RootElement.GetProperty("figures").Clone();
    }

    private static int Number(JsonElement figures, string name) => figures.GetProperty(name).GetInt32();

    private static string Text(JsonElement figures, string name) => figures.GetProperty(name).GetString()!;
}
