using Npgsql;

namespace Giro.Storage.PostgreSql.Sql;

/// <summary>Statements of a transaction that return nothing and were not sent yet: a thousand small ones cost one way to the server and back instead of a thousand.</summary>
internal sealed class PostgreSqlQueue
{
    private const int MostStatements = 1000;
    private const int MostBytes = 4 << 20;
    private readonly List<(PostgreSqlText Text, NpgsqlParameter[] Parameters)> _statements = [];
    private long _bytes;

    public int Count => _statements.Count;

    public bool IsFull => _statements.Count >= MostStatements || _bytes >= MostBytes;

    /// <param name="text">What to run.</param><param name="parameters">Its values, which stay as they are.</param><param name="bytes">How much memory they take, about.</param>
    public void Add(PostgreSqlText text, NpgsqlParameter[] parameters, int bytes)
    {
        _statements.Add((text, parameters));
        _bytes += bytes;
    }

    /// <summary>Runs all in their order.</summary>
    /// <param name="connection">Nothing else is under way on it.</param>
    /// <param name="first">A statement to be run before them, or null.</param>
    /// <returns>Rows that the last one has changed.</returns>
    public int Send(NpgsqlConnection connection, string? first)
    {
        using var batch = new NpgsqlBatch(connection);
        if (first is not null) batch.BatchCommands.Add(new NpgsqlBatchCommand(first));
        foreach (var (text, parameters) in _statements)
        {
            text.Uses++;
            var command = new NpgsqlBatchCommand(text.Sql);
            foreach (var parameter in parameters) command.Parameters.Add(parameter);
            batch.BatchCommands.Add(command);
        }

        // A single statement is worth preparing when it was there before; a batch nearly always has the same ones many times.
        if (_statements.Count > 1 || _statements[0].Text.Uses > 1) batch.Prepare();
        batch.ExecuteNonQuery();
        return checked((int)batch.BatchCommands[^1].RecordsAffected);
    }

    /// <summary>The statement that an error is about; the queue still has it.</summary>
    public string FailedSql(NpgsqlException e)
    {
        var sql = e.BatchCommand?.CommandText ?? _statements[0].Text.Sql;
        return _statements.Find(statement => statement.Text.Sql == sql).Text?.Source ?? sql;
    }

    public void Clear()
    {
        _statements.Clear();
        _bytes = 0;
    }
}
