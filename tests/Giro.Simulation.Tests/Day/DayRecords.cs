using Dapper;
using Giro.Operations.Clearing;
using Giro.Operations.Institution.Cycles;
using Giro.Operations.Settlement;
using Giro.Simulation.Victim.Day;
using Giro.Storage.Records;
using Microsoft.Data.Sqlite;

namespace Giro.Simulation.Tests.Day;

/// <summary>An obligation as it stands in its row.</summary>
/// <param name="CarriedTo">The cycle that took over what was open; 0 for none.</param>
internal sealed record DayObligation(long Cycle, string Merchant, long NetMinor, long CarriedInMinor, long PostedMinor, long State, long Covers, long CarriedTo)
{
    public long OpenMinor => NetMinor + CarriedInMinor - PostedMinor;

    public string Reference => $"obligation/{CycleId.FromValue(Cycle)}/{Merchant}";

    public string CoverReference(long number) => $"cover/{CycleId.FromValue(Cycle)}/{Merchant}/{number}";
}

/// <summary>The rows of <c>records.db</c>, read with SQL of our own.</summary>
internal sealed class DayRecords
{
    /// <summary>By entry number; each line in its cycle.</summary>
    public required ILookup<ulong, (ModelLine Line, long Cycle)> Lines { get; init; }

    /// <summary>Line count and sum by cycle, merchant, account and kind, as clearing keeps them beside the lines.</summary>
    public required IReadOnlySet<(long Cycle, string Merchant, long Account, long Kind, long Count, long AmountMinor)> CycleTotals { get; init; }

    /// <summary>By merchant, period and amount: zeros left out.</summary>
    public required IReadOnlyList<(string Merchant, long Period, long Amount)> PeriodTotals { get; init; }

    public required (long NextSequence, long LastNumber) Checkpoint { get; init; }

    public required IReadOnlyList<DayObligation> Obligations { get; init; }

    /// <summary>Merchant is empty for cycles that close for all.</summary>
    public required IReadOnlyList<(string Merchant, long Cycle)> ClosedCycles { get; init; }

    public required IReadOnlyDictionary<string, long> OpenPayableMinor { get; init; }

    public required IReadOnlyDictionary<string, long> OpenReserveMinor { get; init; }

    public required IReadOnlyDictionary<string, long> OpenReceivableMinor { get; init; }

    public required IReadOnlyList<Payout> Payouts { get; init; }

    public required IReadOnlyDictionary<string, PayoutBatch> Batches { get; init; }

    public required long Breaks { get; init; }

    public required long Waiting { get; init; }

    public static DayRecords Read(string path)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using var payouts = new PayoutStore(RecordsDatabase.InFile(path));
        return new DayRecords
        {
            Lines = ReadLines(connection).ToLookup(line => line.Number, line => (line.Line, line.Cycle)),
            CycleTotals = connection.Query<(long, string, long, long, long, long)>("SELECT cycle, merchant, account, kind, line_count, amount_minor FROM cycle_total").ToHashSet(),
            PeriodTotals = [.. connection.Query<(string, long, long)>("SELECT merchant, period, amount FROM period_total WHERE amount <> 0")],
            Checkpoint = connection.QuerySingle<(long, long)>("SELECT next_sequence, last_number FROM checkpoint WHERE consumer = 'clearing'"),
            Obligations = [.. connection.Query<(long, string, long, long, long, long, long, long)>(
                "SELECT cycle, merchant, net_minor, carried_in_minor, posted_minor, state, covers, carried_to_cycle FROM obligation ORDER BY cycle, merchant")
                .Select(row => new DayObligation(row.Item1, row.Item2, row.Item3, row.Item4, row.Item5, row.Item6, row.Item7, row.Item8))],
            ClosedCycles = [.. connection.Query<(string, long)>("SELECT merchant, cycle FROM closed_cycle")],
            OpenPayableMinor = Open(connection, "payable_item"),
            OpenReserveMinor = Open(connection, "reserve_lot"),
            OpenReceivableMinor = Open(connection, "receivable_item"),
            Payouts = [.. Enum.GetValues<PayoutState>().Where(state => state != PayoutState.None).SelectMany(payouts.InState)],
            Batches = connection.Query<string>("SELECT message_id FROM payout_batch").ToDictionary(id => id, id => payouts.FindBatch(id)!),
            Breaks = connection.ExecuteScalar<long>("SELECT count(*) FROM reconciliation_break"),
            Waiting = connection.ExecuteScalar<long>("SELECT count(*) FROM waiting_entry"),
        };
    }

    private static Dictionary<string, long> Open(SqliteConnection connection, string table) =>
        connection.Query<(string Merchant, long OpenMinor)>($"SELECT merchant, sum(open_minor) FROM {table} WHERE open_minor <> 0 GROUP BY merchant").ToDictionary(row => row.Merchant, row => row.OpenMinor);

    private static List<(ulong Number, ModelLine Line, long Cycle)> ReadLines(SqliteConnection connection)
    {
        var lines = new List<(ulong, ModelLine, long)>();
        foreach (var (merchant, packed) in connection.Query<(string, byte[])>("SELECT merchant, lines FROM clearing_lines ORDER BY chunk, merchant"))
        {
            foreach (var line in new PackedLines(packed)) lines.Add((line.Number, new ModelLine(merchant, line.Kind, line.Account, line.AmountMinor), line.Cycle.Value));
        }

        return lines;
    }
}
