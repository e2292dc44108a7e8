using System.Runtime.InteropServices;
using Giro.Storage.PostgreSql.Archive;
using Giro.Storage.PostgreSql.Partitions;
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
    private ArchivedPacks? _archived;

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

        var live = LiveLeg(account, number);
        if (Archived.IsEmpty || Carried(account) is not { } carried) return live?.BalanceMinor ?? 0;
        if (carried.Number <= number) return live is { } leg && leg.Number > carried.Number ? leg.BalanceMinor : carried.BalanceMinor;
        var archived = ArchivedLeg(account, live?.Number ?? 0, number);
        return (archived is { } found && found.Number > (live?.Number ?? 0) ? archived : live)?.BalanceMinor ?? 0;
    }

    /// <summary>One statement for all: a way to the server for each would take a second a few thousand accounts.</summary>
    public override IEnumerable<Int128> LastBalances(IEnumerable<ulong> accounts, ulong lastNumber)
    {
        var balances = new Dictionary<ulong, Int128>();
        using (var statement = _connection.Prepare($"SELECT account, balance FROM balances WHERE {Mine}"))
        {
            while (statement.Step()) balances.Add((ulong)statement.Int64(0), Int128Column.Read(statement, 1));
        }

        foreach (var account in accounts) yield return balances.GetValueOrDefault(account);
    }

    public override IEnumerable<byte[]> Packs(ulong account, ulong fromNumber, ulong toNumber)
    {
        var dates = Dates(fromNumber, toNumber);
        if (dates.Count == 0) yield break;

        // The pack that holds fromNumber may start before it, on the same date.
        var slots = SlotsOf(account, dates);
        var archived = Archived.IsEmpty ? [] : Archived.Of(account, AllSlots(account, dates));
        var given = 0;
        var (next, nextLeg) = (Start(account, fromNumber, slots), 0L);
        while (true)
        {
            var packs = Page(account, next, nextLeg, toNumber, slots);
            foreach (var pack in packs)
            {
                // Of archived packs those that come before; one that is still here too comes once.
                for (; given < archived.Count && Compare(archived[given], pack) <= 0; given++)
                {
                    if (Compare(archived[given], pack) < 0) yield return archived[given];
                }

                yield return pack;
            }

            if (packs.Count < PacksAtOnce)
            {
                for (; given < archived.Count; given++) yield return archived[given];
                yield break;
            }

            var first = MemoryMarshal.Read<HistoryLeg>(packs[^1]);
            (next, nextLeg) = (first.Number, first.Leg + 1L);
        }
    }

    public override IEnumerable<(ulong Account, byte[] Legs)> AllPacks() => (Archived.IsEmpty ? AllLive() : Archived.MergedWith(AllLive())).Select(pack => (pack.Account, pack.Legs));

    private ArchivedPacks Archived => _archived ??= new ArchivedPacks(_connection.Raw(), _connection.Book, _generation);

    private IEnumerable<ArchivedPack> AllLive()
    {
        using var statement = _connection.Prepare($"SELECT account, legs FROM history WHERE {Mine} ORDER BY first_number >> {ViewFold.PartBits}, account, first_number, first_leg");
        while (statement.Step()) yield return new ArchivedPack((ulong)statement.Int64(0), statement.Blob(1).ToArray());
    }

    private static int Compare(byte[] left, byte[] right)
    {
        var (one, other) = (MemoryMarshal.Read<HistoryLeg>(left), MemoryMarshal.Read<HistoryLeg>(right));
        return (one.Number, one.Leg).CompareTo((other.Number, other.Leg));
    }

    /// <summary>The last leg up to a record of those that the database holds. Back over the dates, a few at first: most accounts that are asked for have moved lately.</summary>
    private HistoryLeg? LiveLeg(ulong account, ulong number)
    {
        var dates = Dates(Place(account).OpenedNumber, number);
        for (int end = dates.Count, take = 2; end > 0; end -= take, take *= 4)
        {
            if (LastPack(account, number, dates[Math.Max(0, end - take)..end]) is { } pack) return HistoryLeg.LastUpTo(MemoryMarshal.Cast<byte, HistoryLeg>(pack), number);
        }

        return null;
    }

    /// <summary>The last leg up to a record of those that are archived, not looking further back than another record.</summary>
    private HistoryLeg? ArchivedLeg(ulong account, ulong after, ulong number)
    {
        var dates = Dates(Math.Max(after, Place(account).OpenedNumber), number);
        var seen = new HashSet<PartitionSlot>();
        for (var i = dates.Count - 1; i >= 0; i--)
        {
            foreach (var pack in Archived.Of(account, AllSlots(account, [dates[i]]).FindAll(seen.Add)).AsEnumerable().Reverse())
            {
                if (HistoryLeg.LastUpTo(MemoryMarshal.Cast<byte, HistoryLeg>(pack), number) is { } leg) return leg;
            }
        }

        return null;
    }

    private (ulong Number, Int128 BalanceMinor)? Carried(ulong account)
    {
        using var statement = _connection.Prepare($"SELECT number, balance FROM carried_balances WHERE {Mine} AND account = ?1");
        return statement.Bind(1, (long)account).Step() ? ((ulong)statement.Int64(0), Int128Column.Read(statement, 1)) : null;
    }

    private byte[]? LastPack(ulong account, ulong number, List<int> dates) => Ask(
        $"""
        SELECT legs FROM history WHERE {Mine} AND account = $1 AND first_number <= $2 AND slot IN ({SlotsOf(account, dates)})
        ORDER BY first_number DESC, first_leg DESC LIMIT 1
        """, command => (byte[]?)command.ExecuteScalar(), (long)account, (long)number);

    private ulong Start(ulong account, ulong number, string slots) => Ask(
        $"SELECT first_number FROM history WHERE {Mine} AND account = $1 AND first_number < $2 AND slot IN ({slots}) ORDER BY first_number DESC LIMIT 1",
        command => (ulong)(command.ExecuteScalar() as long? ?? 0), (long)account, (long)number);

    private List<byte[]> Page(ulong account, ulong fromNumber, long fromLeg, ulong toNumber, string slots) => Ask(
        $"""
        SELECT legs FROM history WHERE {Mine} AND account = $1 AND (first_number, first_leg) >= ($2, $3) AND first_number <= $4 AND slot IN ({slots})
        ORDER BY first_number, first_leg LIMIT {PacksAtOnce}
        """,
        command =>
        {
            var packs = new List<byte[]>();
            using var reader = command.ExecuteReader();
            while (reader.Read()) packs.Add(reader.GetFieldValue<byte[]>(0));
            return packs;
        },
        (long)account, (long)fromNumber, fromLeg, (long)toNumber);

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
    private string SlotsOf(ulong account, List<int> dates) => string.Join(", ", AllSlots(account, dates).Select(slot => slot.Value));

    private List<PartitionSlot> AllSlots(ulong account, List<int> dates)
    {
        var place = Place(account).Place;
        _slots ??= HistorySlots.ForReading(_connection.Raw(), _connection.Book);
        return [.. dates.SelectMany(date => _slots.All(place, date)).Distinct()];
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

    private T Ask<T>(string sql, Func<NpgsqlCommand, T> ask, params ReadOnlySpan<long> values)
    {
        using var command = new NpgsqlCommand(sql, _connection.Raw());
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = value });
        try
        {
            return ask(command);
        }
        catch (NpgsqlException e)
        {
            throw _connection.Failed(e, sql);
        }
    }
}
