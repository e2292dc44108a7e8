using System.Runtime.InteropServices;
using Giro.Storage.PostgreSql.Views;
using Giro.Storage.Views;
using Npgsql;

namespace Giro.Storage.PostgreSql.Archive;

/// <summary>The balance after the last leg of each account in archived history, kept in the database (<c>carried_balances</c>).</summary>
internal sealed class CarriedBalances : KeptFigures
{
    private const string Merge = """
        INSERT INTO carried_balances (book, generation, account, number, balance)
        SELECT $1, $2, account, number, balance::numeric FROM staged_carried ORDER BY account
        ON CONFLICT (book, generation, account) DO UPDATE SET number = EXCLUDED.number, balance = EXCLUDED.balance WHERE carried_balances.number < EXCLUDED.number
        """;

    private readonly Dictionary<long, (ulong Number, Int128 BalanceMinor)> _last = [];
    private int _account;
    private int _legs;

    public override void Begin(ArchiveReader reader) => (_account, _legs) = (reader.ColumnOf("account"), reader.ColumnOf("legs"));

    /// <summary>Takes in a pack; those of an account come in order.</summary>
    public override void Add(ArchiveReader reader)
    {
        var leg = MemoryMarshal.Cast<byte, HistoryLeg>(reader.Bytes(_legs))[^1];
        _last[reader.Int64(_account)] = (leg.Number, leg.BalanceMinor);
    }

    public override void Write(NpgsqlConnection connection, ArchivedPartition archived)
    {
        Execute(connection, "CREATE TEMPORARY TABLE staged_carried (account bigint NOT NULL, number bigint NOT NULL, balance text NOT NULL) ON COMMIT DROP");
        var text = new byte[48];
        using (var copy = new BinaryCopy(connection, "staged_carried", new byte[1 << 16]))
        {
            foreach (var (account, (number, balance)) in _last)
            {
                balance.TryFormat(text, out var length);
                copy.Row(3).Int64(account).Int64((long)number).Bytes(text.AsSpan(0, length));
            }

            copy.Complete();
        }

        using (var merge = new NpgsqlCommand(Merge, connection) { Parameters = { new() { Value = archived.Book }, new() { Value = archived.Generation } } }) merge.ExecuteNonQuery();
        Execute(connection, "DROP TABLE staged_carried");
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
