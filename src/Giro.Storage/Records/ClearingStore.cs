using Giro.Operations.Clearing;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Cycles;
using Giro.Operations.Institution.Terms;
using Giro.Storage.Sql;

namespace Giro.Storage.Records;

/// <summary>Clearing lines, totals and checkpoint in <c>records.db</c>.</summary>
public sealed class ClearingStore : IClearingStore
{
    private const string Consumer = "clearing";
    private readonly SqlConnection _sql;
    private readonly SqlStatement _addLines;
    private readonly SqlStatement _addCycleTotal;
    private readonly SqlStatement _addClearedTotal;
    private readonly SqlStatement _addPeriodTotal;
    private readonly SqlStatement _move;
    private readonly ClosedCycles _closed;
    private readonly ChunkLines _lines = new();

    public ClearingStore(RecordsDatabase records)
    {
        _sql = records.Open();
        _sql.Execute($"INSERT INTO checkpoint VALUES ({_sql.Book}, '{Consumer}', 1, 0) ON CONFLICT DO NOTHING");
        _addLines = _sql.Prepare("INSERT INTO clearing_lines VALUES (?1, ?2, ?3, ?4, ?5)");
        _addCycleTotal = _sql.Prepare(
            "INSERT INTO cycle_total VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) " +
            "ON CONFLICT DO UPDATE SET line_count = line_count + ?6, amount_minor = amount_minor + ?7");
        _addClearedTotal = _sql.Prepare(
            "INSERT INTO cleared_total VALUES (?1, ?2, ?3, ?4, ?5) " +
            "ON CONFLICT DO UPDATE SET line_count = line_count + ?4, amount_minor = amount_minor + ?5");
        _addPeriodTotal = _sql.Prepare("INSERT INTO period_total VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET amount = amount + ?5");
        _move = _sql.Prepare("UPDATE checkpoint SET next_sequence = ?4 + 1, last_number = ?5 WHERE book = ?1 AND consumer = ?2 AND next_sequence = ?3");
        _closed = new ClosedCycles(_sql);
    }

    public ulong NextSequence => (ulong)_sql.Scalar($"SELECT next_sequence FROM checkpoint WHERE book = {_sql.Book} AND consumer = '{Consumer}'");

    public IClearingChunk Begin(ulong sequence)
    {
        var transaction = new Transaction(_sql);
        try
        {
            if (NextSequence != sequence) throw new InvalidOperationException($"journal row {sequence} is not the next to be cleared, {NextSequence} is: another process clears this book");
            return new Chunk(this, transaction, sequence);
        }
        catch
        {
            transaction.Dispose();
            throw;
        }
    }

    public PeriodTotals LoadTotals(PaymentInstitution institution)
    {
        var totals = new PeriodTotals();
        using var select = _sql.Prepare("SELECT total, period, merchant, amount FROM period_total WHERE book = ?1");
        select.Bind(1, _sql.Book);
        while (select.Step())
        {
            var merchant = select.Text(2).Length == 0 ? -1 : institution.FindMerchant(select.Text(2))?.Ordinal ?? throw new InvalidDataException($"a total is of the merchant {select.Text(2)}, which there is not");
            totals.Set(new TotalKey((int)select.Int64(0), merchant, (int)select.Int64(1)), select.Int64(3));
        }

        return totals;
    }

    public void Dispose()
    {
        _addLines.Dispose();
        _addCycleTotal.Dispose();
        _addClearedTotal.Dispose();
        _addPeriodTotal.Dispose();
        _move.Dispose();
        _closed.Dispose();
        _sql.Dispose();
    }

    private sealed class Chunk : IClearingChunk
    {
        private readonly ClearingStore _store;
        private readonly Transaction _transaction;
        private readonly ulong _sequence;
        private readonly Dictionary<(TotalKey Key, string MerchantId), long> _periodTotals = [];

        public Chunk(ClearingStore store, Transaction transaction, ulong sequence)
        {
            _store = store;
            _transaction = transaction;
            _sequence = sequence;
            store._lines.Clear();
            store._closed.Refresh();
        }

        public int LineCount => _store._lines.Count;

        public bool IsClosed(CycleId cycle, string merchantId) => _store._closed.Contains(cycle, merchantId);

        public void Add(in ClearingLine line) => _store._lines.Add(line);

        public void AddTotal(TotalKey key, Merchant? merchant, long amount) =>
            System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_periodTotals, (key, merchant?.Id ?? ""), out _) += amount;

        public void Commit(ulong lastSequence, ulong lastNumber)
        {
            foreach (var lines in _store._lines.ByMerchant())
            {
                _store._addLines.Bind(1, _store._sql.Book).Bind(2, (long)_store._lines.FirstNumber).Bind(3, lines.Merchant.Id).Bind(4, lines.Count).Bind(5, lines.Bytes).Run();
                AddClearedTotals(lines);
                foreach (var total in lines.CycleTotals)
                {
                    _store._addCycleTotal.Bind(1, _store._sql.Book).Bind(2, total.Cycle.Value).Bind(3, lines.Merchant.Id).Bind(4, (long)total.Account).Bind(5, (long)total.Kind)
                        .Bind(6, total.Lines).Bind(7, total.AmountMinor).Run();
                }
            }

            foreach (var ((key, merchantId), amount) in _periodTotals)
                _store._addPeriodTotal.Bind(1, _store._sql.Book).Bind(2, key.Total).Bind(3, key.Period).Bind(4, merchantId).Bind(5, amount).Run();
            _store._move.Bind(1, _store._sql.Book).Bind(2, Consumer).Bind(3, (long)_sequence).Bind(4, (long)lastSequence).Bind(5, (long)lastNumber).Run();
            _transaction.Commit();
        }

        /// <summary>Adds what the lines of a merchant come to on each account to what they came to before.</summary>
        private void AddClearedTotals(ChunkLines.MerchantLines lines)
        {
            for (var account = LineAccount.Pending; account <= LineAccount.House; account++)
            {
                var (count, amountMinor) = lines.TotalOf(account);
                if (count != 0) _store._addClearedTotal.Bind(1, _store._sql.Book).Bind(2, lines.Merchant.Id).Bind(3, (long)account).Bind(4, count).Bind(5, amountMinor).Run();
            }
        }

        public void Dispose() => _transaction.Dispose();
    }
}
