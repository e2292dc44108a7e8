using System.Runtime.InteropServices;
using Giro.Operations.Clearing;
using Giro.Operations.Institution.Cycles;
using Giro.Storage.Sqlite;

namespace Giro.Storage.Records;

/// <summary>Clearing lines, cycle totals and checkpoint in <c>records.db</c>.</summary>
public sealed class ClearingStore : IClearingStore
{
    private const string Consumer = "clearing";
    private readonly SqliteFile _file;
    private readonly SqliteStatement _addLine;
    private readonly SqliteStatement _addTotal;
    private readonly SqliteStatement _move;
    private readonly ClosedCycles _closed;

    public ClearingStore(string path)
    {
        _file = RecordsFile.Open(path);
        _file.Execute($"INSERT INTO checkpoint VALUES ({RecordsFile.BookId}, '{Consumer}', 1, 0) ON CONFLICT DO NOTHING");
        _addLine = _file.Prepare("INSERT INTO clearing_line VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
        _addTotal = _file.Prepare(
            "INSERT INTO cycle_total VALUES (?1, ?2, ?3, ?4, ?5, ?6) " +
            "ON CONFLICT DO UPDATE SET line_count = line_count + ?5, amount_minor = amount_minor + ?6");
        _move = _file.Prepare("UPDATE checkpoint SET next_sequence = ?3 + 1, last_number = ?4 WHERE book = ?1 AND consumer = ?2 AND next_sequence = ?3");
        _closed = new ClosedCycles(_file);
    }

    public ulong NextSequence => (ulong)_file.Scalar($"SELECT next_sequence FROM checkpoint WHERE book = {RecordsFile.BookId} AND consumer = '{Consumer}'");

    public IClearingChunk Begin(ulong sequence)
    {
        var transaction = new Transaction(_file);
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

    public void Dispose()
    {
        _addLine.Dispose();
        _addTotal.Dispose();
        _move.Dispose();
        _closed.Dispose();
        _file.Dispose();
    }

    private sealed class Chunk : IClearingChunk
    {
        private readonly ClearingStore _store;
        private readonly Transaction _transaction;
        private readonly ulong _sequence;
        private readonly Dictionary<(CycleId Cycle, string Merchant, LineKind Kind), (long Lines, long AmountMinor)> _totals = [];

        public Chunk(ClearingStore store, Transaction transaction, ulong sequence)
        {
            _store = store;
            _transaction = transaction;
            _sequence = sequence;
            store._closed.Refresh();
        }

        public bool IsClosed(CycleId cycle, string merchantId) => _store._closed.Contains(cycle, merchantId);

        public void Add(in ClearingLine line, ReadOnlySpan<byte> reference)
        {
            _store._addLine
                .Bind(1, RecordsFile.BookId).Bind(2, (long)line.Number).Bind(3, (long)line.Kind).Bind(4, line.MerchantId)
                .Bind(5, line.Cycle.Value).Bind(6, line.AmountMinor).Bind(7, line.TermsVersion).BindText(8, reference)
                .Run();
            ref var total = ref CollectionsMarshal.GetValueRefOrAddDefault(_totals, (line.Cycle, line.MerchantId, line.Kind), out _);
            total.Lines++;
            total.AmountMinor += line.AmountMinor;
        }

        public void Commit(ulong lastNumber)
        {
            foreach (var ((cycle, merchant, kind), (lines, amountMinor)) in _totals)
                _store._addTotal.Bind(1, RecordsFile.BookId).Bind(2, cycle.Value).Bind(3, merchant).Bind(4, (long)kind).Bind(5, lines).Bind(6, amountMinor).Run();
            _store._move.Bind(1, RecordsFile.BookId).Bind(2, Consumer).Bind(3, (long)_sequence).Bind(4, (long)lastNumber).Run();
            _transaction.Commit();
        }

        public void Dispose() => _transaction.Dispose();
    }
}
