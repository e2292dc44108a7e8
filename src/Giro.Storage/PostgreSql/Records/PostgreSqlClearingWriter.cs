using Giro.Operations.Institution.Terms;
using Giro.Storage.PostgreSql.Partitions;
using Giro.Storage.PostgreSql.Sql;
using Giro.Storage.Records;
using Npgsql;
using NpgsqlTypes;

namespace Giro.Storage.PostgreSql.Records;

/// <summary>
/// Writes a clearing transaction in two messages: its lines by COPY, its totals by one statement a table that takes all rows as arrays. Partitions are made before the
/// first row that needs them, and those of the days ahead on the first chunk of a date.
/// </summary>
internal sealed class PostgreSqlClearingWriter(PostgreSqlConnection sql, PostgreSqlDatabase database) : ClearingWriter(sql)
{
    public const string Table = "clearing_lines";

    /// <summary>Of the keys in partition_class.</summary>
    public const string Kind = "merchant";

    private const string AddCycleTotals = """
        INSERT INTO cycle_total SELECT $1, t.* FROM unnest($2, $3, $4, $5, $6, $7) t
        ON CONFLICT (book, cycle, merchant, account, kind)
        DO UPDATE SET line_count = cycle_total.line_count + excluded.line_count, amount_minor = cycle_total.amount_minor + excluded.amount_minor
        """;

    private const string AddClearedTotals = """
        INSERT INTO cleared_total SELECT $1, t.* FROM unnest($2, $3, $4, $5) t
        ON CONFLICT (book, merchant, account)
        DO UPDATE SET line_count = cleared_total.line_count + excluded.line_count, amount_minor = cleared_total.amount_minor + excluded.amount_minor
        """;

    private const string AddPeriodTotals = """
        INSERT INTO period_total SELECT $1, t.* FROM unnest($2, $3, $4, $5) t ON CONFLICT (book, total, period, merchant) DO UPDATE SET amount = period_total.amount + excluded.amount
        """;

    private readonly PartitionTables _tables = new(database, Table);
    private readonly PartitionPolicy _policy = database.Settings.Partitions ?? new PartitionPolicy();
    private readonly Dictionary<string, PartitionSlot> _smallSlots = [];
    private PartitionClasses? _classes;
    private DateOnly _date;

    public override void Write(ChunkLines lines, IReadOnlyDictionary<(TotalKey Key, string MerchantId), long> periodTotals, DateOnly date)
    {
        var connection = sql.Raw();
        try
        {
            if (lines.Count > 0)
            {
                if (_classes is null || date != _date) BeginDate(connection, date, lines.FirstNumber);
                AddLines(connection, lines);
            }

            if (lines.Count > 0 || periodTotals.Count > 0) AddTotals(connection, lines, periodTotals);
        }
        catch (NpgsqlException e) when (e is not NpgsqlOperationInProgressException)
        {
            throw sql.Failed(e, e.BatchCommand?.CommandText ?? "COPY " + Table);
        }
    }

    public override void Forget()
    {
        _classes = null;
        _smallSlots.Clear();
    }

    /// <summary>A date whose first chunk this is can have another policy than the one before.</summary>
    private void BeginDate(NpgsqlConnection connection, DateOnly date, ulong firstNumber)
    {
        Forget();
        var classes = PartitionClasses.Read(connection, sql.Book, Kind);
        using (var insert = new NpgsqlCommand("INSERT INTO clearing_day VALUES ($1, $2, $3) ON CONFLICT (book, date) DO NOTHING", connection))
        {
            insert.Parameters.Add(Of(sql.Book));
            insert.Parameters.Add(Of(RecordDates.ToNumber(date)));
            insert.Parameters.Add(Of((long)firstNumber));
            if (insert.ExecuteNonQuery() == 1) classes.Adopt(connection, _policy.OfMerchants(), date);
        }

        _tables.Ensure(PartitionSlots.Ahead(_policy, date, PartitionClass.Large, PartitionClass.Small));
        (_classes, _date) = (classes, date);
    }

    private void AddLines(NpgsqlConnection connection, ChunkLines lines)
    {
        var merchants = lines.ByMerchant();
        var slots = merchants.Select(of => SlotOf(of.Merchant.Id, lines.FirstNumber)).ToArray();
        _tables.Ensure(slots);
        using var copy = connection.BeginBinaryImport($"COPY {Table} (book, slot, chunk, merchant, line_count, lines) FROM STDIN (FORMAT binary)");
        for (var i = 0; i < slots.Length; i++)
        {
            var of = merchants[i];
            copy.StartRow();
            copy.Write(sql.Book, NpgsqlDbType.Bigint);
            copy.Write(slots[i].Value, NpgsqlDbType.Bigint);
            copy.Write((long)lines.FirstNumber, NpgsqlDbType.Bigint);
            copy.Write(of.Merchant.Id, NpgsqlDbType.Text);
            copy.Write((long)of.Count, NpgsqlDbType.Bigint);
            copy.Write(of.Memory, NpgsqlDbType.Bytea);
        }

        copy.Complete();
    }

    private PartitionSlot SlotOf(string merchantId, ulong chunk)
    {
        if (_smallSlots.TryGetValue(merchantId, out var slot)) return slot;
        var term = _classes!.At(merchantId, _date);
        if (term.Class == PartitionClass.Large) return PartitionSlot.Of(term.Class, _date, PartitionSlots.BucketOf(chunk, term.Buckets));
        slot = PartitionSlot.Of(term.Class, _date, PartitionSlots.BucketOf(merchantId, term.Buckets));
        _smallSlots.Add(merchantId, slot);
        return slot;
    }

    private void AddTotals(NpgsqlConnection connection, ChunkLines lines, IReadOnlyDictionary<(TotalKey Key, string MerchantId), long> periodTotals)
    {
        using var batch = new NpgsqlBatch(connection);
        var cycles = lines.ByMerchant().SelectMany(of => of.CycleTotals).ToList();
        if (cycles.Count > 0)
        {
            Add(batch, AddCycleTotals, Longs(cycles, total => total.Cycle.Value), Texts(cycles, total => total.MerchantId), Longs(cycles, total => (long)total.Account),
                Longs(cycles, total => (long)total.Kind), Longs(cycles, total => total.Lines), Longs(cycles, total => total.AmountMinor));
            var accounts = lines.ByMerchant().SelectMany(of => of.AccountTotals, (of, total) => (of.Merchant.Id, total.Account, total.Count, total.AmountMinor)).ToList();
            Add(batch, AddClearedTotals, Texts(accounts, total => total.Id), Longs(accounts, total => (long)total.Account), Longs(accounts, total => total.Count), Longs(accounts, total => total.AmountMinor));
        }

        if (periodTotals.Count > 0)
        {
            // In the order of the key, as all writers of rows that others may wait for.
            var periods = periodTotals.OrderBy(pair => pair.Key.Key.Total).ThenBy(pair => pair.Key.Key.Period).ThenBy(pair => pair.Key.MerchantId, StringComparer.Ordinal).ToList();
            Add(batch, AddPeriodTotals, Longs(periods, pair => pair.Key.Key.Total), Longs(periods, pair => pair.Key.Key.Period), Texts(periods, pair => pair.Key.MerchantId), Longs(periods, pair => pair.Value));
        }

        batch.Prepare();
        batch.ExecuteNonQuery();
    }

    private void Add(NpgsqlBatch batch, string text, params NpgsqlParameter[] arrays)
    {
        var command = new NpgsqlBatchCommand(text);
        command.Parameters.Add(Of(sql.Book));
        foreach (var array in arrays) command.Parameters.Add(array);
        batch.BatchCommands.Add(command);
    }

    private static NpgsqlParameter<long> Of(long value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bigint };

    private static NpgsqlParameter<long[]> Longs<T>(List<T> rows, Func<T, long> value) => new() { TypedValue = [.. rows.Select(value)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };

    private static NpgsqlParameter<string[]> Texts<T>(List<T> rows, Func<T, string> value) => new() { TypedValue = [.. rows.Select(value)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
}
