using System.Runtime.InteropServices;
using Giro.Storage.PostgreSql.Sql;
using Giro.Storage.Sql;
using Giro.Storage.Views;
using Npgsql;

namespace Giro.Storage.PostgreSql.Views;

/// <summary>
/// The tables of views on PostgreSQL. Packs of an account are asked for in the slots that can hold them, by business date, so that the server looks at those partitions
/// and no others. Slots are values of the query and not parameters of a prepared one: they must be known when it is planned.
/// </summary>
internal sealed class PostgreSqlViewTables : ViewTables
{
    /// <summary>Of one query of packs, 640 KiB at most.</summary>
    private const int PacksAtOnce = 256;

    private readonly PostgreSqlConnection _connection;
    private readonly long _generation;
    private readonly Dictionary<ulong, (HistoryPlace Place, ulong OpenedNumber)> _places = [];
    private List<(int Date, ulong FirstNumber)>? _days;
    private HistorySlots? _slots;

    /// <param name="connection">In a transaction that reads; disposed with this.</param><param name="generation">Which making of the views.</param>
    public PostgreSqlViewTables(PostgreSqlConnection connection, long generation)
    {
        (_connection, _generation) = (connection, generation);
        Mine = $"book = {connection.Book} AND generation = {generation}";
    }

    public override SqlConnection Connection => _connection;

    public override string Mine { get; }

    public override string Checkpoint => "view_checkpoint";

    public override Int128 BalanceAt(ulong account, ulong number)
    {
        using (var statement = _connection.Prepare($"SELECT last_number, balance FROM balances WHERE {Mine} AND account = ?1"))
        {
            if (!statement.Bind(1, (long)account).Step()) return 0;
            if ((ulong)statement.Int64(0) <= number) return Int128Column.Read(statement, 1);
        }

        // Back over the dates, a few at first: most accounts that are asked for have moved lately.
        var dates = Dates(Place(account).OpenedNumber, number);
        for (int end = dates.Count, take = 2; end > 0; end -= take, take *= 4)
        {
            var from = Math.Max(0, end - take);
            if (LastPack(account, number, dates[from..end]) is { } pack) return HistoryLeg.LastUpTo(MemoryMarshal.Cast<byte, HistoryLeg>(pack), number)!.Value.BalanceMinor;
        }

        return 0;
    }

    public override IEnumerable<byte[]> Packs(ulong account, ulong fromNumber, ulong toNumber)
    {
        var dates = Dates(fromNumber, toNumber);
        if (dates.Count == 0) yield break;

        // The pack that holds fromNumber may start before it, on the same date.
        var slots = SlotsOf(account, dates);
        var (next, nextLeg) = (Start(account, fromNumber, slots), 0L);
        while (true)
        {
            var packs = Page(account, next, nextLeg, toNumber, slots);
            foreach (var pack in packs) yield return pack;
            if (packs.Count < PacksAtOnce) yield break;
            var first = MemoryMarshal.Read<HistoryLeg>(packs[^1]);
            (next, nextLeg) = (first.Number, first.Leg + 1L);
        }
    }

    public override IEnumerable<(ulong Account, byte[] Legs)> AllPacks()
    {
        using var statement = _connection.Prepare($"SELECT account, legs FROM history WHERE {Mine} ORDER BY first_number >> {ViewFold.PartBits}, account, first_number, first_leg");
        while (statement.Step()) yield return ((ulong)statement.Int64(0), statement.Blob(1).ToArray());
    }

    private byte[]? LastPack(ulong account, ulong number, List<int> dates)
    {
        using var command = Command($"""
            SELECT legs FROM history WHERE {Mine} AND account = $1 AND first_number <= $2 AND slot IN ({SlotsOf(account, dates)})
            ORDER BY first_number DESC, first_leg DESC LIMIT 1
            """, (long)account, (long)number);
        return (byte[]?)command.ExecuteScalar();
    }

    private ulong Start(ulong account, ulong number, string slots)
    {
        using var command = Command($"""
            SELECT first_number FROM history WHERE {Mine} AND account = $1 AND first_number < $2 AND slot IN ({slots}) ORDER BY first_number DESC LIMIT 1
            """, (long)account, (long)number);
        return (ulong)(command.ExecuteScalar() as long? ?? 0);
    }

    private List<byte[]> Page(ulong account, ulong fromNumber, long fromLeg, ulong toNumber, string slots)
    {
        using var command = Command($"""
            SELECT legs FROM history WHERE {Mine} AND account = $1 AND (first_number, first_leg) >= ($2, $3) AND first_number <= $4 AND slot IN ({slots})
            ORDER BY first_number, first_leg LIMIT {PacksAtOnce}
            """, (long)account, (long)fromNumber, fromLeg, (long)toNumber);
        var packs = new List<byte[]>();
        using var reader = command.ExecuteReader();
        while (reader.Read()) packs.Add(reader.GetFieldValue<byte[]>(0));
        return packs;
    }

    /// <summary>The business dates that records from one to another were posted on, ascending.</summary>
    private List<int> Dates(ulong fromNumber, ulong toNumber)
    {
        _days ??= LoadDays();
        var dates = new List<int>();
        for (var i = 0; i < _days.Count; i++)
        {
            var ends = i + 1 < _days.Count ? _days[i + 1].FirstNumber : ulong.MaxValue;
            if (_days[i].FirstNumber <= toNumber && ends > fromNumber) dates.Add(_days[i].Date);
        }

        return dates;
    }

    private List<(int Date, ulong FirstNumber)> LoadDays()
    {
        var days = new List<(int, ulong)>();
        using var statement = _connection.Prepare($"SELECT business_date, first_number FROM days WHERE {Mine} ORDER BY business_date");
        while (statement.Step()) days.Add(((int)statement.Int64(0), (ulong)statement.Int64(1)));
        return days;
    }

    /// <summary>The slots of some dates, as a list for SQL: numbers and nothing else.</summary>
    private string SlotsOf(ulong account, List<int> dates)
    {
        var place = Place(account).Place;
        _slots ??= HistorySlots.ForReading(_connection.Raw(), _connection.Book);
        return string.Join(", ", dates.SelectMany(date => _slots.All(place, date)).Select(slot => slot.Value).Distinct());
    }

    private (HistoryPlace Place, ulong OpenedNumber) Place(ulong account)
    {
        if (_places.TryGetValue(account, out var known)) return known;
        using var statement = _connection.Prepare($"SELECT path, opened_number FROM accounts WHERE {Mine} AND account = ?1");
        if (!statement.Bind(1, (long)account).Step()) throw new ArgumentOutOfRangeException(nameof(account), $"the views hold no account {account}");
        known = (HistorySlots.PlaceOf(statement.Text(0)), (ulong)statement.Int64(1));
        _places.Add(account, known);
        return known;
    }

    private NpgsqlCommand Command(string sql, params ReadOnlySpan<long> values)
    {
        var command = new NpgsqlCommand(sql, _connection.Raw());
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = value });
        return command;
    }
}
