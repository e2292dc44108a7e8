using Giro.Operations.Clearing;
using Giro.Operations.Institution.Terms;
using Giro.Storage.Sql;

namespace Giro.Storage.Records;

/// <summary>
/// Writes what a clearing transaction comes to: lines, totals of cycles, of accounts and of periods. This one does it row by row, as a file does it best;
/// PostgreSQL takes all rows of a table at once.
/// </summary>
internal class ClearingWriter(SqlConnection sql) : IDisposable
{
    private readonly SqlStatement _addLines = sql.Prepare("INSERT INTO clearing_lines VALUES (?1, ?2, ?3, ?4, ?5)");
    private readonly SqlStatement _addCycleTotal = sql.Prepare("""
        INSERT INTO cycle_total VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT (book, cycle, merchant, account, kind) DO UPDATE SET line_count = cycle_total.line_count + ?6, amount_minor = cycle_total.amount_minor + ?7
        """);

    private readonly SqlStatement _addClearedTotal = sql.Prepare("""
        INSERT INTO cleared_total VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (book, merchant, account) DO UPDATE SET line_count = cleared_total.line_count + ?4, amount_minor = cleared_total.amount_minor + ?5
        """);

    private readonly SqlStatement _addPeriodTotal = sql.Prepare("""
        INSERT INTO period_total VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (book, total, period, merchant) DO UPDATE SET amount = period_total.amount + ?5
        """);

    /// <param name="lines">Of all merchants.</param>
    /// <param name="periodTotals">What is added to the totals of periods.</param>
    /// <param name="date">The business date of the transaction.</param>
    public virtual void Write(ChunkLines lines, IReadOnlyDictionary<(TotalKey Key, string MerchantId), long> periodTotals, DateOnly date)
    {
        foreach (var of in lines.ByMerchant())
        {
            _addLines.Bind(1, sql.Book).Bind(2, (long)lines.FirstNumber).Bind(3, of.Merchant.Id).Bind(4, of.Count).Bind(5, of.Bytes).Run();
            foreach (var (account, count, amountMinor) in of.AccountTotals)
                _addClearedTotal.Bind(1, sql.Book).Bind(2, of.Merchant.Id).Bind(3, (long)account).Bind(4, count).Bind(5, amountMinor).Run();
            foreach (var total in of.CycleTotals)
            {
                _addCycleTotal.Bind(1, sql.Book).Bind(2, total.Cycle.Value).Bind(3, of.Merchant.Id).Bind(4, (long)total.Account).Bind(5, (long)total.Kind)
                    .Bind(6, total.Lines).Bind(7, total.AmountMinor).Run();
            }
        }

        foreach (var ((key, merchantId), amount) in periodTotals)
            _addPeriodTotal.Bind(1, sql.Book).Bind(2, key.Total).Bind(3, key.Period).Bind(4, merchantId).Bind(5, amount).Run();
    }

    /// <summary>What was written was not committed.</summary>
    public virtual void Forget()
    {
    }

    public void Dispose()
    {
        _addLines.Dispose();
        _addCycleTotal.Dispose();
        _addClearedTotal.Dispose();
        _addPeriodTotal.Dispose();
    }
}
