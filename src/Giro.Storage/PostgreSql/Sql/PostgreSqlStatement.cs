using System.Text;
using Giro.Storage.Sql;
using Npgsql;
using NpgsqlTypes;

namespace Giro.Storage.PostgreSql.Sql;

/// <summary>
/// A statement on PostgreSQL. Rows stream from the server as they are stepped over, however many there are. The connection carries one stream at a time: when
/// another statement wants it, the rest of this one's rows is taken into memory, which is right for the few that stores look at while they write; more than
/// <see cref="MostBytesAside"/> is refused, and belongs on a connection of its own.
/// </summary>
internal sealed class PostgreSqlStatement(PostgreSqlConnection connection, PostgreSqlText text) : SqlStatement
{
    public const int MostBytesAside = 64 << 20;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly Value[] _values = new Value[text.Parameters.Count];
    private NpgsqlCommand? _command;
    private NpgsqlDataReader? _reader;
    private PostgreSqlRow? _row;
    private Queue<object?[]>? _aside;

    public override int ColumnCount => _row?.ColumnCount ?? throw new InvalidOperationException("no row was read");

    public override SqlStatement Bind(int parameter, long value) => Keep(parameter, new Value { Type = NpgsqlDbType.Bigint, Integer = value });

    public override SqlStatement Bind(int parameter, ReadOnlySpan<byte> value) => Keep(parameter, new Value { Type = NpgsqlDbType.Bytea, Object = value.ToArray() });

    public override SqlStatement Bind(int parameter, string value) => Keep(parameter, new Value { Type = NpgsqlDbType.Text, Object = value });

    public override SqlStatement BindText(int parameter, ReadOnlySpan<byte> utf8) => Bind(parameter, Utf8.GetString(utf8));

    public override bool Step()
    {
        if (_aside is not null) return StepAside();
        if (_reader is null) Begin();
        try
        {
            if (_reader!.Read()) return true;
        }
        catch (NpgsqlException e)
        {
            Forget();
            throw connection.Failed(e, text.Source);
        }

        Reset();
        return false;
    }

    public override void Run()
    {
        Reset();
        var (parameters, bytes) = (new NpgsqlParameter[_values.Length], 0);
        for (var i = 0; i < parameters.Length; i++)
        {
            parameters[i] = Parameter(i);
            bytes += _values[i].Size;
        }

        connection.Run(text, parameters, bytes);
    }

    public override void Reset()
    {
        _aside = null;
        if (_reader is null) return;
        try
        {
            // Closing reads what is left; only then is it known how many rows were changed.
            _reader.Close();
            connection.EndOfReading(this, _reader.RecordsAffected);
        }
        catch (NpgsqlException e)
        {
            throw connection.Failed(e, text.Source);
        }
        finally
        {
            Forget();
        }
    }

    public override long Int64(int column) => Row.Int64(column);

    public override bool IsInteger(int column) => Row.IsInteger(column);

    public override ReadOnlySpan<byte> Blob(int column) => Row.Blob(column);

    public override string Text(int column) => Row.Text(column);

    public override void Dispose()
    {
        Reset();
        _command?.Dispose();
    }

    /// <summary>Takes the row that is looked at, and those behind it, into memory: another statement is to be run.</summary>
    /// <exception cref="InvalidOperationException">They are too many.</exception>
    internal void PutAside()
    {
        if (_reader is null) return;
        var (rows, bytes) = (new Queue<object?[]>(), 0L);
        _row!.Freeze();
        while (Next())
        {
            var cells = _row.Cells(_reader);
            foreach (var cell in cells) bytes += PostgreSqlRow.SizeOf(cell);
            if (bytes > MostBytesAside) throw new InvalidOperationException($"more than {MostBytesAside >> 20} MiB are left to read while another statement is run on the connection: {text.Source}");
            rows.Enqueue(cells);
        }

        var row = _row;
        Reset();
        (_aside, _row) = (rows, row);
    }

    private PostgreSqlRow Row => _row ?? throw new InvalidOperationException("no row was read");

    private bool StepAside()
    {
        if (_aside!.TryDequeue(out var cells))
        {
            _row!.Show(cells);
            return true;
        }

        _aside = null;
        _row = null;
        return false;
    }

    private bool Next()
    {
        try
        {
            return _reader!.Read();
        }
        catch (NpgsqlException e)
        {
            Forget();
            throw connection.Failed(e, text.Source);
        }
    }

    private void Begin()
    {
        _command ??= new NpgsqlCommand(text.Sql);
        _command.Parameters.Clear();
        for (var i = 0; i < _values.Length; i++) _command.Parameters.Add(Parameter(i));
        _reader = connection.Read(this, _command, text);
        _row = new PostgreSqlRow(_reader);
    }

    private void Forget()
    {
        connection.EndOfReading(this, -1);
        _reader?.Dispose();
        _reader = null;
        _row = null;
    }

    private PostgreSqlStatement Keep(int parameter, in Value value)
    {
        for (var place = 0; place < _values.Length; place++)
        {
            if (text.Parameters[place] != parameter) continue;
            _values[place] = value;
            break;
        }

        return this;
    }

    private NpgsqlParameter Parameter(int place)
    {
        ref readonly var value = ref _values[place];
        return value.Type switch
        {
            NpgsqlDbType.Bigint => new NpgsqlParameter<long> { TypedValue = value.Integer, NpgsqlDbType = NpgsqlDbType.Bigint },
            NpgsqlDbType.Text => new NpgsqlParameter<string> { TypedValue = (string)value.Object!, NpgsqlDbType = NpgsqlDbType.Text },
            NpgsqlDbType.Bytea => new NpgsqlParameter<byte[]> { TypedValue = (byte[])value.Object!, NpgsqlDbType = NpgsqlDbType.Bytea },
            _ => throw new InvalidOperationException($"parameter ?{text.Parameters[place]} has no value: {text.Source}"),
        };
    }

    private struct Value
    {
        public NpgsqlDbType Type;
        public long Integer;
        public object? Object;

        public readonly int Size => 16 + Object switch { string text => text.Length, byte[] bytes => bytes.Length, _ => 0 };
    }
}
