using System.Text;

namespace Giro.Messages.Tests.Tables;

/// <summary>The same rules as the scanner's, one byte at a time and with no thought of speed: what it reads is compared with this.</summary>
internal static class CsvReference
{
    internal sealed record Row(List<byte[]> Cells, int Start, int Line, bool IsTerminated, bool IsSound)
    {
        public override string ToString() => $"{Start}/{Line}/{IsTerminated}/{IsSound}: {string.Join('|', Cells.Select(Encoding.Latin1.GetString))}";
    }

    public static List<Row> Read(byte[] data, byte delimiter, byte quote, byte cellMark = 0)
    {
        var rows = new List<Row>();
        var at = 0;
        var line = 1;
        while (at < data.Length)
        {
            var (start, startLine, sound, terminated) = (at, line, true, false);
            var cells = new List<byte[]>();
            while (true)
            {
                var cell = new List<byte>();
                if (quote != 0 && at < data.Length && data[at] == quote)
                {
                    at++;
                    while (true)
                    {
                        if (at == data.Length) { sound = false; break; }
                        if (data[at] == quote)
                        {
                            at++;
                            if (at == data.Length || data[at] != quote) break;
                        }
                        else if (IsLineEnd(data, at))
                        {
                            line++;
                        }

                        sound &= data[at] != 0;
                        cell.Add(data[at++]);
                    }

                    while (at < data.Length && !EndsCell(start, at))
                        sound &= data[at++] is (byte)' ' or (byte)'\t';
                }
                else
                {
                    while (at < data.Length && !EndsCell(start, at))
                    {
                        sound &= data[at] != 0;
                        cell.Add(data[at++]);
                    }
                }

                cells.Add([.. cell]);
                if (at == data.Length || data[at] != delimiter) break;
                at++;
            }

            if (at < data.Length)
            {
                terminated = data[at] == '\n' || at + 1 < data.Length;
                at += data[at] == '\r' && at + 1 < data.Length && data[at + 1] == '\n' ? 2 : 1;
            }

            line++;
            rows.Add(new Row(cells, start, startLine, terminated, sound));
        }

        return rows;

        bool EndsCell(int start, int at) =>
            data[at] is (byte)'\n' or (byte)'\r'
            || (data[at] == delimiter && (cellMark == 0 || data[start] != cellMark || (at + 1 < data.Length && data[at + 1] == cellMark)));
    }

    private static bool IsLineEnd(byte[] data, int at) => data[at] == '\n' || (data[at] == '\r' && (at + 1 == data.Length || data[at + 1] != '\n'));
}
