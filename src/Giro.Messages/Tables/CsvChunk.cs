namespace Giro.Messages.Tables;

/// <summary>Cuts data into chunks of whole records, so that several threads can read one file.</summary>
public static class CsvChunk
{
    /// <summary>
    /// Where the last whole record ends. Most chunks hold no quote: there the last end of line is the answer and is looked for from behind; others are read
    /// record by record, because a quote in the middle of a cell is an ordinary byte and counting quotes would be led astray.
    /// </summary>
    /// <param name="data">starts at the start of a record</param>
    /// <returns>offset behind the end of line of the last whole record; 0 when the data is a part of one record only</returns>
    public static int EndOfLastRecord(ReadOnlySpan<byte> data, CsvDialect dialect, CsvScratch scratch)
    {
        if (dialect.Quote == 0 || !data.Contains(dialect.Quote))
        {
            var at = data.LastIndexOfAny((byte)'\n', (byte)'\r');
            if (at == data.Length - 1 && at >= 0 && data[at] == (byte)'\r') at = data[..at].LastIndexOfAny((byte)'\n', (byte)'\r'); // its LF may follow
            return at + 1;
        }

        var records = new CsvRecordReader(data, dialect, scratch);
        var end = 0;
        while (records.Next() && records.IsTerminated) end = records.NextStart;
        return end;
    }

    /// <summary>Physical lines that end in the data, counted as <see cref="CsvRecordReader.Lines"/> counts them.</summary>
    /// <param name="data">a chunk as <see cref="EndOfLastRecord"/> cut it</param>
    public static int Lines(ReadOnlySpan<byte> data)
    {
        var lines = data.Count((byte)'\n');
        for (var at = data.IndexOf((byte)'\r'); at >= 0;)
        {
            if (at + 1 == data.Length || data[at + 1] != (byte)'\n') lines++;
            var next = data[(at + 1)..].IndexOf((byte)'\r');
            at = next < 0 ? -1 : at + 1 + next;
        }

        return lines;
    }
}
