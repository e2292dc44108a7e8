using System.Buffers.Binary;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Giro.Storage.PostgreSql.Views;

/// <summary>An account's row that is new (all fields) or changed (those that are not null).</summary>
internal sealed class PendingAccount
{
    public byte[]? Path { get; init; }

    public long Class { get; init; }

    public long Currency { get; init; }

    public long OpenedNumber { get; init; }

    public long? State { get; set; }

    public long? Lowest { get; set; }

    public long? Highest { get; set; }

    public byte[]? Metadata { get; set; }
}

/// <summary>
/// Rows of a flush that are few beside its legs. They are written when it commits: new ones by COPY straight into their tables, balances and changes of accounts by COPY into
/// temporary tables and one merge of the set, each sorted by key. Not thread-safe.
/// </summary>
internal sealed class PendingViewRows : IDisposable
{
    private const string Staging = """
        CREATE TEMPORARY TABLE staged_balances (account bigint NOT NULL, balance text NOT NULL, last_number bigint NOT NULL) ON COMMIT DELETE ROWS;
        CREATE TEMPORARY TABLE staged_changes (account bigint NOT NULL, state bigint, lowest bigint, highest bigint, metadata bytea) ON COMMIT DELETE ROWS
        """;

    private const string MergeBalances = """
        INSERT INTO balances (book, generation, account, balance, last_number)
        SELECT $1, $2, account, balance::numeric, last_number FROM staged_balances ORDER BY account
        ON CONFLICT (book, generation, account) DO UPDATE SET balance = EXCLUDED.balance, last_number = EXCLUDED.last_number
        """;

    private const string MergeChanges = """
        UPDATE accounts SET state = coalesce(s.state, accounts.state), lowest = coalesce(s.lowest, accounts.lowest), highest = coalesce(s.highest, accounts.highest),
            metadata = coalesce(s.metadata, accounts.metadata)
        FROM staged_changes s WHERE accounts.book = $1 AND accounts.generation = $2 AND accounts.account = s.account
        """;

    private readonly NpgsqlConnection _connection;
    private readonly long _book;
    private readonly long _generation;
    private readonly byte[] _buffer;
    private readonly Dictionary<ulong, PendingAccount> _changes = [];
    private readonly NpgsqlCommand _mergeBalances;
    private readonly NpgsqlCommand _mergeChanges;

    public PendingViewRows(NpgsqlConnection connection, long book, long generation, byte[] buffer)
    {
        (_connection, _book, _generation, _buffer) = (connection, book, generation, buffer);
        using var staging = new NpgsqlCommand(Staging, connection);
        staging.ExecuteNonQuery();
        _mergeBalances = Merge(MergeBalances);
        _mergeChanges = Merge(MergeChanges);
    }

    public List<(long Sequence, long FirstNumber, long TimeUs)> Batches { get; } = [];

    public List<(long Date, long FirstNumber)> Days { get; } = [];

    public Dictionary<ulong, PendingAccount> Accounts { get; } = [];

    public List<(UInt128 Target, long Number, long Type)> Links { get; } = [];

    public List<(long Account, long Number, long Leg, long BusinessDate, long ValueDate, long AmountMinor)> Shifts { get; } = [];

    /// <summary>The last balance of each touched account.</summary>
    public Dictionary<ulong, (Int128 BalanceMinor, long LastNumber)> Balances { get; } = [];

    /// <summary>The row of an account that changes: its new row when it was opened in this flush, else the fields that change.</summary>
    public PendingAccount ToChange(ulong account)
    {
        if (Accounts.TryGetValue(account, out var row) || _changes.TryGetValue(account, out row)) return row;
        _changes.Add(account, row = new PendingAccount());
        return row;
    }

    /// <summary>Writes all into the open transaction.</summary>
    public void Write()
    {
        Copy("batches", Batches, (copy, row) => copy.Row(5).Int64(_book).Int64(_generation).Int64(row.Sequence).Int64(row.FirstNumber).Int64(row.TimeUs));
        Copy("days", Days, (copy, row) => copy.Row(4).Int64(_book).Int64(_generation).Int64(row.Date).Int64(row.FirstNumber));
        Copy("accounts", Accounts.OrderBy(account => account.Key), (copy, row) => copy.Row(11).Int64(_book).Int64(_generation).Int64((long)row.Key)
            .Bytes(row.Value.Path).Int64(row.Value.Class).Int64(row.Value.Currency).Int64(row.Value.State!.Value).Int64(row.Value.Lowest!.Value).Int64(row.Value.Highest!.Value)
            .Int64(row.Value.OpenedNumber).Bytes(row.Value.Metadata));
        if (_changes.Count > 0)
        {
            Copy("staged_changes", _changes.OrderBy(change => change.Key), (copy, row) =>
            {
                copy.Row(5).Int64((long)row.Key);
                Optional(copy, row.Value.State);
                Optional(copy, row.Value.Lowest);
                Optional(copy, row.Value.Highest);
                if (row.Value.Metadata is { } metadata) copy.Bytes(metadata);
                else copy.Null();
            });
            _mergeChanges.ExecuteNonQuery();
        }

        if (Links.Count > 0) WriteLinks();
        Copy("value_shifts", Shifts, (copy, row) => copy.Row(8).Int64(_book).Int64(_generation).Int64(row.Account).Int64(row.Number).Int64(row.Leg)
            .Int64(row.BusinessDate).Int64(row.ValueDate).Int64(row.AmountMinor));
        if (Balances.Count > 0) WriteBalances();
        Clear();
    }

    private void WriteLinks()
    {
        var target = new byte[16];
        Links.Sort();
        Copy("links", Links, (copy, row) =>
        {
            BinaryPrimitives.WriteUInt128BigEndian(target, row.Target);
            copy.Row(5).Int64(_book).Int64(_generation).Bytes(target).Int64(row.Number).Int64(row.Type);
        });
    }

    private void WriteBalances()
    {
        // As text: numeric has no integer of 128 bits in its binary form, and the cast is exact.
        var text = new byte[48];
        Copy("staged_balances", Balances.OrderBy(balance => balance.Key), (copy, row) =>
        {
            row.Value.BalanceMinor.TryFormat(text, out var length);
            copy.Row(3).Int64((long)row.Key).Bytes(text.AsSpan(0, length)).Int64(row.Value.LastNumber);
        });
        _mergeBalances.ExecuteNonQuery();
    }

    private void Copy<T>(string table, IEnumerable<T> rows, Action<BinaryCopy, T> write)
    {
        using var enumerator = rows.GetEnumerator();
        if (!enumerator.MoveNext()) return;
        using var copy = new BinaryCopy(_connection, table, _buffer);
        do
        {
            write(copy, enumerator.Current);
        }
        while (enumerator.MoveNext());
        copy.Complete();
    }

    private static void Optional(BinaryCopy copy, long? value)
    {
        if (value is { } some) copy.Int64(some);
        else copy.Null();
    }

    private NpgsqlCommand Merge(string sql) => new(sql, _connection)
    {
        Parameters = { new() { Value = _book, NpgsqlDbType = NpgsqlDbType.Bigint }, new() { Value = _generation, NpgsqlDbType = NpgsqlDbType.Bigint } },
    };

    private void Clear()
    {
        Batches.Clear();
        Days.Clear();
        Accounts.Clear();
        _changes.Clear();
        Links.Clear();
        Shifts.Clear();
        Balances.Clear();
    }

    public void Dispose()
    {
        _mergeBalances.Dispose();
        _mergeChanges.Dispose();
    }
}
