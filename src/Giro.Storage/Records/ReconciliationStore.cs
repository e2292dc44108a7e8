using Giro.Ledger.Currencies;
using Giro.Operations.Reconciliation;
using Giro.Operations.Settlement;
using Giro.Storage.Sqlite;

namespace Giro.Storage.Records;

/// <summary>Statements, matches and breaks in <c>records.db</c>.</summary>
public sealed class ReconciliationStore(string path) : IReconciliationStore
{
    private readonly SqliteFile _file = RecordsFile.Open(path);

    public long? ClosingBefore(string statementId, Currency currency)
    {
        using var select = _file.Prepare("""
            SELECT closing_minor FROM bank_statement
            WHERE book = ?1 AND currency = ?3 AND position < coalesce((SELECT position FROM bank_statement WHERE book = ?1 AND statement = ?2), 9223372036854775807)
            ORDER BY position DESC LIMIT 1
            """);
        return select.Bind(1, RecordsFile.BookId).Bind(2, statementId).Bind(3, currency.Number).Step() ? select.Int64(0) : null;
    }

    public Outstanding OutstandingFor(string statementId, DateOnly dueBy, Currency currency, Currency home)
    {
        var payouts = Payouts("booked_by", "past & 8 <> 0 AND past & 64 = 0", statementId, dueBy, currency);
        var returns = Payouts("return_booked_by", "past & 128 <> 0", statementId, dueBy, currency);
        var channels = new List<ChannelSettlement>();
        if (currency != home) return new Outstanding(payouts, returns, channels);
        using (var select = _file.Prepare("""
            SELECT reference, channel, gross_minor, cost_minor, due_date FROM channel_settlement
            WHERE book = ?1 AND due_date <= ?3 AND settled_by IN ('', ?2) ORDER BY reference
            """))
        {
            select.Bind(1, RecordsFile.BookId).Bind(2, statementId).Bind(3, RecordsFile.ToNumber(dueBy));
            while (select.Step()) channels.Add(new ChannelSettlement(select.Text(0), select.Text(1), select.Int64(2), select.Int64(3), RecordsFile.ToDate(select.Int64(4))));
        }

        return new Outstanding(payouts, returns, channels);
    }

    /// <summary>Those on no statement, by a partial index, and those on this one.</summary>
    private List<Payout> Payouts(string bookedBy, string condition, string statementId, DateOnly dueBy, Currency currency)
    {
        using var select = _file.Prepare($"""
            SELECT {PayoutStore.Columns} FROM payout WHERE book = ?1 AND {bookedBy} = '' AND {condition} AND due_date <= ?3 AND currency = ?4
            UNION ALL SELECT {PayoutStore.Columns} FROM payout
            WHERE book = ?1 AND {bookedBy} = ?2 AND end_to_end IN (SELECT reference FROM statement_match WHERE book = ?1 AND statement = ?2)
            ORDER BY end_to_end
            """);
        return PayoutStore.ReadPayouts(select.Bind(1, RecordsFile.BookId).Bind(2, statementId).Bind(3, RecordsFile.ToNumber(dueBy)).Bind(4, currency.Number));
    }

    public void Save(BankStatement statement, Currency currency, MatchResult result, IReadOnlyCollection<ExpectedItem> booked)
    {
        using var transaction = new Transaction(_file);
        SaveStatement(statement, currency);
        SaveMatches(statement.Id, result.Matches);
        SaveBreaks(statement.Id, result.Breaks);
        using (var left = _file.Prepare("UPDATE payout SET booked_by = ?3 WHERE book = ?1 AND end_to_end = ?2"))
        using (var cameBack = _file.Prepare("UPDATE payout SET return_booked_by = ?3 WHERE book = ?1 AND end_to_end = ?2"))
        using (var channel = _file.Prepare("UPDATE channel_settlement SET settled_by = ?3 WHERE book = ?1 AND reference = ?2"))
        {
            foreach (var item in booked)
            {
                (item.AmountMinor < 0 ? left : cameBack).Bind(1, RecordsFile.BookId).Bind(2, item.Reference).Bind(3, statement.Id).Run();
                if (item.AmountMinor > 0) channel.Bind(1, RecordsFile.BookId).Bind(2, item.Reference).Bind(3, statement.Id).Run();
            }
        }

        transaction.Commit();
    }

    private void SaveStatement(BankStatement statement, Currency currency)
    {
        using var insert = _file.Prepare("""
            INSERT INTO bank_statement VALUES (?1, ?2, (SELECT coalesce(max(position), 0) + 1 FROM bank_statement WHERE book = ?1), ?7, ?3, ?4, ?5, ?6)
            ON CONFLICT DO UPDATE SET date = ?3, opening_minor = ?4, closing_minor = ?5, line_count = ?6
            """);
        insert.Bind(1, RecordsFile.BookId).Bind(2, statement.Id).Bind(3, RecordsFile.ToNumber(statement.Date))
            .Bind(4, statement.OpeningMinor).Bind(5, statement.ClosingMinor).Bind(6, statement.Lines.Count).Bind(7, currency.Number).Run();
    }

    private void SaveMatches(string statementId, IReadOnlyList<StatementMatch> matches)
    {
        Clear("statement_match", statementId);
        using var insert = _file.Prepare("INSERT INTO statement_match VALUES (?1, ?2, ?3, ?4, ?5)");
        foreach (var match in matches)
            insert.Bind(1, RecordsFile.BookId).Bind(2, statementId).Bind(3, match.Line.Number).Bind(4, match.Item.Reference).Bind(5, match.Line.AmountMinor).Run();
    }

    private void SaveBreaks(string statementId, IReadOnlyList<Break> breaks)
    {
        Clear("statement_break", statementId);
        using var insert = _file.Prepare("INSERT INTO statement_break VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
        foreach (var @break in breaks)
        {
            insert.Bind(1, RecordsFile.BookId).Bind(2, statementId).Bind(3, @break.Id).Bind(4, (long)@break.Type).Bind(5, @break.Reference)
                .Bind(6, @break.ExpectedMinor).Bind(7, @break.ActualMinor).Bind(8, @break.Line).Bind(9, RecordsFile.ToNumber(@break.OpenedOn)).Bind(10, @break.Owner).Run();
        }
    }

    private void Clear(string table, string statementId)
    {
        using var delete = _file.Prepare($"DELETE FROM {table} WHERE book = ?1 AND statement = ?2");
        delete.Bind(1, RecordsFile.BookId).Bind(2, statementId).Run();
    }

    public void Dispose() => _file.Dispose();
}
