using System.Text;
using Giro.Messages.Tables;

namespace Giro.Messages.Tests.Tables;

/// <summary>The way of an engine that reads millions of lines: chunks, columns, no allocation.</summary>
public class TableLinesTests
{
    private static readonly TableMapping Mapping = GivenTable.Mapping(
        """{ "fields": { "reference": "order", "amount": "amount", "fee": { "column": "fee", "optional": true }, "currency": "currency", "date": "day", "status": { "column": "status", "map": { "ok": "paid" } } } }""");

    [Fact]
    public void Lines_of_chunks_are_those_of_the_report()
    {
        var random = new Random(3);
        var text = new StringBuilder("# export\norder,day,amount,fee,currency,status\n");
        for (var i = 0; i < 2000; i++)
            text.Append(random.Next(20) switch { 0 => "\n", 1 => "broken,line\n", 2 => $"\"A,{i}\",2026-11-{random.Next(1, 31):00},\"{i}.5\",,EUR,\"ok\"\r\n", _ => $"A{i},2026-11-{random.Next(1, 31):00},{i}.25,0.01,CNY,ok\n" });
        var file = Encoding.UTF8.GetBytes(text.ToString());

        var scratch = new CsvScratch();
        var head = TableHead.Find(file, isWhole: true, Mapping, "export.csv", scratch);
        var reference = head.Columns.FieldIndex("reference");
        var status = head.Columns.FieldIndex("status");
        var lines = new TableLines(head.Columns, GivenTable.Digits);
        var read = new List<string>();
        var unreadable = 0;
        for (var start = head.Offset; start < file.Length;)
        {
            var length = Math.Min(random.Next(200, 3000), file.Length - start);
            if (start + length < file.Length) length = CsvChunk.EndOfLastRecord(file.AsSpan(start, length), Mapping.Dialect, scratch);
            var records = new CsvRecordReader(file.AsSpan(start, length), Mapping.Dialect, scratch);
            while (records.Next())
            {
                var kind = lines.Read(records);
                if (kind == TableLineKind.Unreadable) unreadable++;
                if (kind != TableLineKind.Line) continue;
                read.Add($"{Encoding.UTF8.GetString(lines.Text(records, reference))} {lines.AmountMinor} {(lines.HasFee ? lines.FeeMinor : -1)} {Encoding.UTF8.GetString(lines.Currency)} {lines.Day} {Encoding.UTF8.GetString(lines.Text(records, status))}");
            }

            start += length;
        }

        var items = GivenTable.Read(file, Mapping);
        Assert.Equal(GivenTable.Lines(items).Select(line => $"{line.Reference} {line.AmountMinor} {line.FeeMinor ?? -1} {line.Currency} {line.BookingDate!.Value.DayNumber} {line.Status}"), read);
        Assert.Equal(GivenTable.Findings(items).Count(finding => finding.Code == "unreadable-line"), unreadable);
        Assert.True(unreadable > 50 && read.Count > 1000);
    }

    [Fact]
    public void Nothing_is_allocated_for_a_line_that_can_be_read()
    {
        var text = new StringBuilder("order,day,amount,fee,currency,status\n");
        for (var i = 0; i < 20_000; i++) text.Append($"\"A\"\"{i}\",2026-11-20,{i}.25,0.01,CNY,ok\n");
        var file = Encoding.UTF8.GetBytes(text.ToString());
        var scratch = new CsvScratch();
        var head = TableHead.Find(file, isWhole: true, Mapping, "export.csv", scratch);
        var lines = new TableLines(head.Columns, GivenTable.Digits);
        var reference = head.Columns.FieldIndex("reference");
        Assert.Equal(20_000, Count()); // what is made once is made

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(20_000, Count());
        // Two bytes a line are no object. A collection that another thread asks for may count the rest of this thread's 8 KiB of room as taken.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 * 20_000);

        int Count()
        {
            var count = 0;
            var records = new CsvRecordReader(file.AsSpan(head.Offset), Mapping.Dialect, scratch);
            while (records.Next())
            {
                if (lines.Read(records) == TableLineKind.Line && lines.Text(records, reference).Length > 2) count++;
            }

            return count;
        }
    }
}
