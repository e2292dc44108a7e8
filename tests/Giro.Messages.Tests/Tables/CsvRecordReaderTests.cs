using System.Text;
using Giro.Messages.Tables;

namespace Giro.Messages.Tests.Tables;

public class CsvRecordReaderTests
{
    [Theory]
    [InlineData("a,b,c", "a|b|c")]
    [InlineData("a,,\n", "a||")]
    [InlineData("a\r\nb\rc\nd", "a / b / c / d")]
    [InlineData("\n\r\n", " / ")]
    [InlineData("\"a,b\",\"c\"\"d\",\"\"", "a,b|c\"d|")]
    [InlineData("\"one\ntwo\r\nthree\",x\ny", "one\ntwo\r\nthree|x / y")]
    [InlineData("\"a\" \t,b", "a|b")]
    [InlineData("5\" pipe,say \"hi\"", "5\" pipe|say \"hi\"")]
    [InlineData("\"\"\"\",\"\"\"x\"\"\"", "\"|\"x\"")]
    public void Cells_lie_between_delimiters_and_records_between_ends_of_line(string text, string expected) => Assert.Equal(expected, Shown(text));

    [Theory]
    [InlineData("a,\"b\nc,d\n", CsvProblem.UnclosedQuote)]
    [InlineData("\"a\"b,c\n", CsvProblem.TextAfterQuote)]
    [InlineData("\"a\"b\"c,d\n", CsvProblem.TextAfterQuote)]
    [InlineData("a\0b,c\n", CsvProblem.Nul)]
    [InlineData("\"a\0b\",c\n", CsvProblem.Nul)]
    [InlineData("a,b\n", CsvProblem.None)]
    public void A_record_whose_cells_cannot_be_trusted_says_why(string text, CsvProblem expected)
    {
        var records = new CsvRecordReader(Encoding.UTF8.GetBytes(text), CsvDialect.Comma, new CsvScratch());
        Assert.True(records.Next());
        Assert.Equal(expected, records.Problem);
    }

    [Fact]
    public void Without_quotes_a_quote_is_an_ordinary_byte() =>
        Assert.Equal("\"a|b\" / c\"\"", Shown("\"a;b\"\nc\"\"", new CsvDialect((byte)';', 0)));

    [Fact]
    public void Where_cells_begin_with_a_mark_a_delimiter_without_it_is_text() =>
        Assert.Equal("a|b / `1|`2, 3,|` / `,", Shown("a,b\n`1,`2, 3,,`\n`,", new CsvDialect((byte)',', 0, (byte)'`')));

    [Fact]
    public void A_record_says_its_lines_and_offsets()
    {
        var records = new CsvRecordReader("a\r\n\"b\nc\",d\n\ne"u8, CsvDialect.Comma, new CsvScratch());
        var seen = new List<string>();
        while (records.Next())
            seen.Add($"{records.Line}-{records.Lines} [{records.Start},{records.End},{records.NextStart}) {(records.IsTerminated ? "whole" : "cut")}{(records.IsBlank ? " blank" : "")}");
        Assert.Equal(["1-1 [0,1,3) whole", "2-3 [3,10,11) whole", "4-4 [11,11,12) whole blank", "5-5 [12,13,13) cut"], seen);
    }

    [Fact]
    public void More_cells_than_anyone_needs_are_counted_no_further()
    {
        var records = new CsvRecordReader(Encoding.UTF8.GetBytes(new string(',', 100_000) + "\nb"), CsvDialect.Comma, new CsvScratch());
        Assert.True(records.Next());
        Assert.Equal((CsvScratch.MaxFields, CsvProblem.TooManyFields), (records.FieldCount, records.Problem));
        Assert.True(records.Next());
        Assert.Equal("b", Encoding.UTF8.GetString(records.Field(0)));
    }

    [Fact]
    public void Any_bytes_are_read_as_a_slow_reader_reads_them()
    {
        const int Seed = 20261122;
        var random = new Random(Seed);
        var scratch = new CsvScratch();
        for (var round = 0; round < 20_000; round++)
        {
            var dialect = random.Next(5) switch { 1 => new CsvDialect((byte)',', (byte)(random.Next(2) * '"'), (byte)'b'), 0 => new CsvDialect((byte)'\t', 0), 2 => new CsvDialect((byte)';', (byte)'\''), _ => CsvDialect.Comma };
            var alphabet = new[] { dialect.Delimiter, dialect.Quote == 0 ? (byte)'"' : dialect.Quote, (byte)'\n', (byte)'\r', (byte)'a', (byte)'b', (byte)' ', (byte)0xe4, (byte)'7', (byte)0 };
            var data = new byte[random.Next(0, 300)];
            var plain = random.Next(1, 12);
            for (var i = 0; i < data.Length; i++) data[i] = random.Next(plain) == 0 ? alphabet[random.Next(alphabet.Length)] : (byte)('a' + random.Next(20));

            var records = new CsvRecordReader(data, dialect, scratch);
            foreach (var row in CsvReference.Read(data, dialect.Delimiter, dialect.Quote, dialect.CellMark))
            {
                Assert.True(records.Next(), $"seed {Seed}, round {round}");
                var sound = records.Problem == CsvProblem.None;
                var cells = new List<byte[]>();
                for (var i = 0; i < records.FieldCount; i++) cells.Add(records.Field(i).ToArray());
                var read = new CsvReference.Row(cells, records.Start, records.Line, records.IsTerminated, sound);
                // The cells of a record that cannot be trusted are nobody's business.
                Assert.True(row.IsSound ? row.ToString() == read.ToString() : !sound, $"seed {Seed}, round {round}: {row} was read as {read}");
                if (records.Problem == CsvProblem.UnclosedQuote) break;
            }

            if (records.Problem != CsvProblem.UnclosedQuote) Assert.False(records.Next());
        }
    }

    [Fact]
    public void Chunks_hold_whole_records_and_together_the_whole_file()
    {
        const int Seed = 7;
        var random = new Random(Seed);
        var scratch = new CsvScratch();
        for (var round = 0; round < 2_000; round++)
        {
            var text = new StringBuilder();
            var quotes = random.Next(2) == 0;
            for (var i = random.Next(1, 60); i > 0; i--)
                text.Append(random.Next(5)).Append(quotes && random.Next(3) == 0 ? ",\"x\"\"\n,\r\ny\"" : ",5' z").Append(random.GetItems(["\n", "\r\n", "\r"], 1)[0]);
            var data = Encoding.UTF8.GetBytes(text.ToString());
            var whole = Shown(text.ToString());

            var parts = new List<string>();
            var start = 0;
            var lines = 0;
            for (var length = 20; start < data.Length;)
            {
                var upTo = Math.Min(start + length, data.Length);
                var cut = CsvChunk.EndOfLastRecord(data.AsSpan(start..upTo), CsvDialect.Comma, scratch);
                if (upTo == data.Length) cut = upTo - start;
                if (cut == 0)
                {
                    length += 10;
                    continue;
                }

                parts.Add(Shown(Encoding.UTF8.GetString(data, start, cut)));
                lines += CsvChunk.Lines(data.AsSpan(start, cut));
                start += cut;
                length = random.Next(20, 80);
            }

            Assert.Equal(whole, string.Join(" / ", parts));
            var records = new CsvRecordReader(data, CsvDialect.Comma, scratch);
            while (records.Next()) { }
            Assert.Equal(records.Lines, lines);
        }
    }

    [Fact]
    public void A_dialect_that_cannot_divide_text_is_refused() =>
        Assert.Throws<ArgumentException>(() => new CsvRecordReader("a"u8, new CsvDialect((byte)'"', (byte)'"'), new CsvScratch()).Next());

    private static string Shown(string text, CsvDialect? dialect = null)
    {
        var records = new CsvRecordReader(Encoding.UTF8.GetBytes(text), dialect ?? CsvDialect.Comma, new CsvScratch());
        var rows = new List<string>();
        while (records.Next())
        {
            var cells = new List<string>();
            for (var i = 0; i < records.FieldCount; i++) cells.Add(Encoding.UTF8.GetString(records.Field(i)));
            rows.Add(string.Join('|', cells));
        }

        return string.Join(" / ", rows);
    }
}
