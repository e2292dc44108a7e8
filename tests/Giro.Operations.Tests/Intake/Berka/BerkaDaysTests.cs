using Giro.Operations.Intake.Berka;

namespace Giro.Operations.Tests.Intake.Berka;

public sealed class BerkaDaysTests
{
    private const string Account7 = "7;1;\"POPLATEK MESICNE\";930101";
    private const string Account8 = "8;2;\"POPLATEK TYDNE\";930103";

    [Fact]
    public void A_day_has_its_openings_and_its_transactions_in_posting_order()
    {
        using var directory = new BerkaDirectory()
            .Accounts(Account8, Account7)
            .Transactions(Credit(1, 7, "930101", "700.00", "700.00"), Credit(3, 7, "930103", "1", "731"), Credit(2, 7, "930103", "30", "730"));

        var days = directory.Open().ToList();
        Assert.Equal([new DateOnly(1993, 1, 1), new DateOnly(1993, 1, 3)], days.Select(day => day.Date));
        Assert.Equal(new BerkaAccount(3, 7, 1, BerkaFrequency.Monthly, new DateOnly(1993, 1, 1)), Assert.Single(days[0].Opened));
        Assert.Equal(new BerkaAccount(2, 8, 2, BerkaFrequency.Weekly, new DateOnly(1993, 1, 3)), Assert.Single(days[1].Opened));
        Assert.Equal([2, 3], days[1].Chained.Select(row => row.Transaction.TransId));
        Assert.All(days, day => Assert.Empty(day.Errors));
    }

    [Fact]
    public void An_account_that_opens_on_a_day_without_transactions_has_its_day()
    {
        using var directory = new BerkaDirectory()
            .Accounts(Account7, Account8, "9;1;\"POPLATEK PO OBRATU\";930102", "10;1;\"POPLATEK MESICNE\";930105")
            .Transactions(Credit(1, 7, "930104", "1", "1"));

        Assert.Equal(["0101:7", "0102:9", "0103:8", "0104:"],
            directory.Open().Select(day => $"{day.Date:MMdd}:{string.Join(',', day.Opened.Select(account => account.AccountId))}"));
    }

    [Fact]
    public void Later_years_follow()
    {
        using var directory = new BerkaDirectory().Accounts(Account7).Transactions(
            Credit(1, 7, "931231", "700", "700"), Credit(2, 7, "960229", "0.5", "700.50"), Credit(3, 7, "981231", "0.5", "701.1"));
        var days = directory.Open().ToList();
        Assert.Equal(new DateOnly(1998, 12, 31), days[^1].Date);
        Assert.Equal(10, Assert.Single(days[^1].Chained).RoundingHaler);
    }

    [Theory]
    [InlineData("\n", true)]
    [InlineData("\r\n", true)]
    [InlineData("\r\n", false)]
    public void Lines_may_end_with_LF_or_CRLF_and_blank_lines_only_count(string end, bool endTheLast)
    {
        string[] rows = [BerkaDirectory.TransHeader, Credit(1, 7, "930101", "1", "1"), "", Credit(2, 7, "930101", "x", "1"), Credit(3, 7, "930101", "1", "2")];
        using var directory = new BerkaDirectory()
            .WriteText("account.asc", BerkaDirectory.AccountHeader + end + Account7 + (endTheLast ? end : ""))
            .WriteText("trans.asc", string.Join(end, rows) + (endTheLast ? end : ""));

        var day = directory.Open().Last();
        Assert.Equal([2, 5], day.Chained.Select(row => row.Transaction.Line));
        Assert.Equal(4, Assert.Single(day.Errors).Line);
    }

    [Fact]
    public void A_refused_row_is_reported_with_its_day_and_the_rest_goes_on()
    {
        using var directory = new BerkaDirectory().Accounts(Account7, Account8).Transactions(
            "junk",
            Credit(1, 7, "930102", "700", "700"),
            Credit(1, 7, "930102", "1", "701"),
            Credit(2, 99, "930102", "1", "1"),
            Credit(3, 8, "930102", "1", "1"),
            Credit(4, 7, "930105", "1", "701"),
            Credit(5, 7, "930104", "1", "702"),
            Credit(6, 7, "930105", "1", "702"));

        var days = directory.Open().ToList();
        Assert.Equal(
            [
                "0102 MalformedRow trans.asc:2: row 'junk': expected 10 fields, found 1",
                "0102 DuplicateId trans.asc:4: trans_id '1': this id was on an earlier row",
                "0102 UnknownAccount trans.asc:5: account_id '99': the account is not in account.asc",
                "0102 BeforeOpening trans.asc:6: date '930102': the account opens on 930103",
                "0105 OutOfDateOrder trans.asc:8: date '930104': the file is not sorted by date: a row above it has 930105",
            ],
            days.SelectMany(day => day.Errors, (day, error) => $"{day.Date:MMdd} {error.Kind} {error}"));
        Assert.Equal([3, 7, 9], days.SelectMany(day => day.Chained).Select(row => row.Transaction.Line));
        Assert.Empty(days.SelectMany(day => day.Unchained));
    }

    [Fact]
    public void A_row_gets_the_first_error_in_the_declared_order()
    {
        using var directory = new BerkaDirectory().Accounts(Account8).Transactions(
            Credit(1, 8, "930104", "1", "1"),
            Credit(1, 99, "930101", "1", "1"),
            Credit(2, 99, "930101", "1", "1"),
            Credit(3, 8, "930102", "1", "1"),
            Credit(4, 8, "930103", "1", "1"));
        Assert.Equal(
            [BerkaRowErrorKind.DuplicateId, BerkaRowErrorKind.UnknownAccount, BerkaRowErrorKind.BeforeOpening, BerkaRowErrorKind.OutOfDateOrder],
            directory.Open().SelectMany(day => day.Errors).Select(error => error.Kind));
    }

    [Fact]
    public void A_row_that_does_not_chain_is_reported_with_its_line_and_the_day_after_is_sound()
    {
        using var directory = new BerkaDirectory().Accounts(Account7).Transactions(
            Credit(1, 7, "930101", "700", "700"), Credit(2, 7, "930102", "50", "800"), Credit(3, 7, "930103", "1", "801"));
        var days = directory.Open().ToList();
        var unchained = Assert.Single(days.SelectMany(day => day.Unchained));
        Assert.Equal((3, 70_000L, 5_000L), (unchained.Transaction.Line, unchained.BalanceBeforeHaler, unchained.DifferenceHaler));
        Assert.Equal([2, 4], days.SelectMany(day => day.Chained).Select(row => row.Transaction.Line));
    }

    [Fact]
    public void Refused_accounts_and_orders_are_reported_before_the_first_day()
    {
        using var directory = new BerkaDirectory()
            .Accounts(Account7, "7;1;\"POPLATEK TYDNE\";930101", "8;1;\"NIKDY\";930101")
            .Orders("1;7;\"EF\";\"12\";5.00;\" \"", "1;7;\"EF\";\"13\";5.00;\" \"", "2;8;\"EF\";\"12\";5.00;\" \"", "3;7;\"EF\";\"12\";5.001;\"LEASING\"");
        var bank = directory.Open();
        Assert.Equal(
            [
                "account.asc:3: account_id '7': this id was on an earlier row",
                "account.asc:4: frequency 'NIKDY': not a known word for this column",
                "order.asc:3: order_id '1': this id was on an earlier row",
                "order.asc:4: account_id '8': the account is not in account.asc",
                "order.asc:5: amount '5.001': an amount has at most two decimals",
            ],
            bank.FileErrors.Select(error => error.ToString()));
        Assert.Equal(7, Assert.Single(bank.Accounts).AccountId);
        Assert.Equal(1, bank.StandingOrders.Count);
    }

    [Fact]
    public void Every_enumeration_reads_the_same_days()
    {
        using var directory = new BerkaDirectory().Accounts(Account7).Transactions(Credit(1, 7, "930101", "1", "1"), Credit(2, 7, "930102", "1", "2"));
        var bank = directory.Open();
        Assert.Equal(bank.SelectMany(day => day.Chained), bank.SelectMany(day => day.Chained));
    }

    [Fact]
    public void A_file_without_transactions_has_no_days()
    {
        using var directory = new BerkaDirectory().Accounts(Account7);
        Assert.Empty(directory.Open());
    }

    [Fact]
    public void A_file_of_which_no_row_can_be_used_is_refused_as_a_whole()
    {
        using var directory = new BerkaDirectory().Transactions(Credit(1, 7, "930101", "1", "1"));
        Assert.Equal("trans.asc: no row can be used; the first is refused: trans.asc:2: account_id '7': the account is not in account.asc",
            Assert.Throws<BerkaFileException>(() => directory.Open().ToList()).Message);
    }

    [Fact]
    public void More_refused_rows_on_a_day_than_the_limit_stop_the_reader()
    {
        using var directory = new BerkaDirectory().Accounts(Account7)
            .Transactions([Credit(1, 7, "930102", "1", "1"), .. Enumerable.Repeat("junk", BerkaDays.MaxErrors)]);
        Assert.Equal(BerkaDays.MaxErrors, directory.Open().Last().Errors.Count);

        File.AppendAllText(Path.Combine(directory.Path, "trans.asc"), "junk\n");
        Assert.StartsWith("trans.asc: more than 10000 rows are refused; the first: trans.asc:3: row 'junk'",
            Assert.Throws<BerkaFileException>(() => directory.Open().ToList()).Message, StringComparison.Ordinal);
    }

    private static string Credit(int id, int account, string date, string amount, string balance)
        => $"{id};{account};{date};\"PRIJEM\";\"VKLAD\";{amount};{balance};\"\";;";
}
