using System.Runtime.InteropServices;
using Giro.Storage.Sql;
using Giro.Storage.Views;

namespace Giro.Storage.Sqlite;

/// <summary>The tables of <c>views.db</c>: history stands by parts of 2^20 records.</summary>
internal sealed class SqliteViewTables(SqliteFile file) : ViewTables
{
    public override SqlConnection Connection => file;

    public override string Mine => "book = 1";

    public override string Checkpoint => "checkpoint";

    public override Int128 BalanceAt(ulong account, ulong number)
    {
        using var statement = file.Prepare(
            "SELECT legs FROM history WHERE book = 1 AND part = ?1 AND account = ?2 AND first_number <= ?3 ORDER BY first_number DESC, first_leg DESC LIMIT 1");
        for (var part = (long)(number >> ViewFold.PartBits); part >= 0; part--)
        {
            if (statement.Bind(1, part).Bind(2, (long)account).Bind(3, (long)number).Step()
                && HistoryLeg.LastUpTo(MemoryMarshal.Cast<byte, HistoryLeg>(statement.Blob(0)), number) is { } leg) return leg.BalanceMinor;
            statement.Reset();
        }

        return 0;
    }

    public override IEnumerable<byte[]> Packs(ulong account, ulong fromNumber, ulong toNumber)
    {
        using var statement = file.Prepare("SELECT legs FROM history WHERE book = 1 AND part = ?1 AND account = ?2 AND first_number <= ?3 AND first_number >= ?4 ORDER BY first_number, first_leg");
        for (var part = (long)(fromNumber >> ViewFold.PartBits); part <= (long)(toNumber >> ViewFold.PartBits); part++)
        {
            // The row that holds fromNumber may start before it.
            statement.Bind(1, part).Bind(2, (long)account).Bind(3, (long)toNumber).Bind(4, RowStart(account, part, fromNumber));
            while (statement.Step()) yield return statement.Blob(0).ToArray();
            statement.Reset();
        }
    }

    public override IEnumerable<(ulong Account, byte[] Legs)> AllPacks()
    {
        using var statement = file.Prepare("SELECT account, legs FROM history WHERE book = 1 ORDER BY part, account, first_number, first_leg");
        while (statement.Step()) yield return ((ulong)statement.Int64(0), statement.Blob(1).ToArray());
    }

    private long RowStart(ulong account, long part, ulong number)
    {
        using var statement = file.Prepare("SELECT max(first_number) FROM history WHERE book = 1 AND part = ?1 AND account = ?2 AND first_number < ?3");
        return statement.Bind(1, part).Bind(2, (long)account).Bind(3, (long)number).Step() && statement.IsInteger(0) ? statement.Int64(0) : 0;
    }
}
