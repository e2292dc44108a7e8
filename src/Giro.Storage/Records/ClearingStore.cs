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
    private readonly ClearingWriter _writer;
    private readonly SqlStatement _move;
    private readonly ClosedCycles _closed;
    private readonly ChunkLines _lines = new();

    public ClearingStore(RecordsDatabase records)
    {
        _sql = records.Open();
        _sql.Execute($"INSERT INTO checkpoint VALUES ({_sql.Book}, '{Consumer}', 1, 0) ON CONFLICT (book, consumer) DO NOTHING");
        _writer = records.WriterOver(_sql);
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
        _writer.Dispose();
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
        private bool _isCommitted;

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

        public void Commit(ulong lastSequence, ulong lastNumber, DateOnly businessDate)
        {
            _store._writer.Write(_store._lines, _periodTotals, businessDate);
            _store._move.Bind(1, _store._sql.Book).Bind(2, Consumer).Bind(3, (long)_sequence).Bind(4, (long)lastSequence).Bind(5, (long)lastNumber).Run();
            _transaction.Commit();
            _isCommitted = true;
        }

        public void Dispose()
        {
            if (!_isCommitted) _store._writer.Forget();
            _transaction.Dispose();
        }
    }
}
