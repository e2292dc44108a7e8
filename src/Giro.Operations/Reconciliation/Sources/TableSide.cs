using System.Text;
using Giro.Messages.ChannelBills;
using Giro.Messages.Tables;
using Giro.Operations.Reconciliation.Files;

namespace Giro.Operations.Reconciliation.Sources;

/// <summary>A table whose lines each stand for themselves, read in chunks by several threads. Tables that sum themselves up go through <see cref="ReportSide"/>, which checks the sums.</summary>
internal sealed class TableSide(SideReading reading)
{
    private const int HeadBytes = 256 * 1024;

    public static bool CanRead(SideConfig config) => config.Mapping is { Trailers.Count: 0, Balances: BalanceOrder.Unchecked };

    public SideEnd Read(IRunProgress progress)
    {
        var mapping = reading.Config.Mapping!;
        var fileName = Path.GetFileName(reading.Path);
        using var file = SideFile.Open(reading.Path);
        using var unpacked = CompressedInput.Open(file, fileName);
        using var input = TableInput.Open(unpacked, mapping.Encodings);
        var start = new byte[HeadBytes];
        var length = input.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        var head = TableHead.Find(start.AsSpan(0, length), length < start.Length, mapping, fileName, new CsvScratch());
        var chunks = new ChunkSource(input, fileName, mapping.Dialect, reading.ChunkBytes, start.AsMemory(head.Offset, length - head.Offset), head.Offset);
        reading.Threads.Run(cancelled =>
        {
            var buffer = Array.Empty<byte>();
            var parser = new TableChunk(reading, head);
            var sink = reading.NewSink();
            while (!cancelled.IsCancellationRequested && chunks.TryTake(ref buffer, EndOf, progress.Advance, out var chunk))
            {
                sink.Write(chunk.Number, parser.Parse(buffer.AsSpan(0, chunk.Length), chunk.Number == 0 ? head.Lines : 0), chunk.From, chunk.From + chunk.Length);
                progress.Advance(chunk.Length);
            }
        });
        return new SideEnd(chunks.Count, [.. head.DoubledColumns.Select(name => $"the header has the column {name} more than once; the first is read")]);
    }

    private long EndOf(int number, Chunk at)
    {
        var name = Segment.NameOf(reading.SideName, number);
        if (!reading.Store.Has(name)) return -1;
        var segment = Segment.Read(reading.Store, name, reading.Side);
        return segment.From == at.From ? segment.To : throw RunStoreException.Damaged(name);
    }
}

/// <summary>Parses chunks of a table. Nothing is allocated for a line that can be read. One thread.</summary>
internal sealed class TableChunk
{
    private readonly CsvScratch _scratch = new();
    private readonly CsvDialect _dialect;
    private readonly TableLines _reader;
    private readonly SourceLines _lines;
    private readonly int[] _fields;
    private readonly bool _reverses;
    private readonly byte[] _currency = new byte[3];
    private ushort _currencyNumber;

    public TableChunk(SideReading reading, TableHead head)
    {
        _dialect = head.Columns.Mapping.Dialect;
        _reader = new TableLines(head.Columns, SideReading.DigitsOf);
        _lines = new SourceLines(reading.Side, reading.Config.Texts.Count);
        _fields = [.. reading.Config.Texts.Select(name => head.Columns.Fields.Index().First(field => field.Item == name).Index)];
        _reverses = reading.Config.ReversesSign;
    }

    /// <param name="textLines">of the file before the chunk that belong to it: the header</param>
    /// <returns>good until the next call</returns>
    public SourceLines Parse(ReadOnlySpan<byte> chunk, int textLines)
    {
        _lines.Clear();
        var records = new CsvRecordReader(chunk, _dialect, _scratch);
        while (records.Next())
        {
            switch (_reader.Read(records))
            {
                case TableLineKind.Line:
                    _lines.Add(textLines + records.Line, _reverses ? -_reader.AmountMinor : _reader.AmountMinor, _reader.FeeMinor, _reader.Day, CurrencyNumber());
                    for (var i = 0; i < _fields.Length; i++) _lines.Block.Texts[i].Add(_reader.Text(records, _fields[i]));
                    break;
                case TableLineKind.Unreadable:
                    _lines.AddUnreadable(textLines + records.Line, _reader.Problem, Encoding.UTF8.GetString(records.Record[..Math.Min(records.Record.Length, 1024)]));
                    break;
                default:
                    break;
            }
        }

        _lines.TextLines = textLines + records.Lines;
        return _lines;
    }

    private ushort CurrencyNumber()
    {
        var code = _reader.Currency;
        if (code.SequenceEqual(_currency)) return _currencyNumber;
        code.CopyTo(_currency);
        return _currencyNumber = SideReading.NumberOf(Encoding.ASCII.GetString(code));
    }
}
