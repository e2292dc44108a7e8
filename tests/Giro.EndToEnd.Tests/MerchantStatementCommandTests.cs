using System.Text.Json;

namespace Giro.EndToEnd.Tests;

/// <summary>The statement of a merchant of the demo.</summary>
public sealed class MerchantStatementCommandTests : IDisposable
{
    private readonly TemporaryFolder _book = new();

    public MerchantStatementCommandTests() => Assert.Equal(0, GiroCommand.Run("demo", "--payments", "2000", "--seed", "5", "--data", _book.Path).ExitCode);

    [Fact]
    public void It_ties_to_the_ledger_and_says_the_same_in_csv_and_json()
    {
        var (exitCode, csv, error) = GiroCommand.Run("statement", "merchant", "M000001", "--period", "2026-11", "--format", "csv", "--data", _book.Path);
        Assert.Equal((0, ""), (exitCode, error));
        var rows = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',')).ToList();
        Assert.Equal("merchant,period,currency,row,count,pending,payable,reserve,receivable,total", string.Join(',', rows[0]));
        Assert.Equal(["opening", "gross", "fee merchant-fees"], rows.Skip(1).Take(3).Select(row => row[3]));
        Assert.Equal(rows[^2][5..], rows[^1][5..]);
        Assert.Equal(("closing", "ledger"), (rows[^2][3], rows[^1][3]));
        using var json = JsonDocument.Parse(GiroCommand.Run("statement", "merchant", "M000001", "--period", "2026-Q4", "--format", "json", "--data", _book.Path).Out);
        Assert.True(json.RootElement.GetProperty("tiesToLedger").GetBoolean());
        Assert.Equal(rows[^1][9], json.RootElement.GetProperty("closing").GetProperty("total").GetString());
        Assert.Contains("in the ledger", GiroCommand.Run("statement", "merchant", "M000001", "--period", "2026-11-11", "--data", _book.Path).Out);
    }

    [Fact]
    public void A_period_or_merchant_that_there_is_not_is_one_line()
    {
        var (exitCode, _, error) = GiroCommand.Run("statement", "merchant", "M000001", "--period", "november", "--data", _book.Path);
        Assert.Equal((2, "giro: --period november is no day, month or quarter such as 2026-11-11, 2026-11 or 2026-Q4"), (exitCode, error.Trim()));
        Assert.Equal(3, GiroCommand.Run("statement", "merchant", "M9", "--period", "2026-11", "--data", _book.Path).ExitCode);
    }

    public void Dispose() => _book.Dispose();
}
