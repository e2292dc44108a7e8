using System.Text;
using Giro.Messages.Tables;

namespace Giro.Messages.Tests.Tables;

/// <summary>Tables written with odd quoting, by a writer of these tests, and read back.</summary>
public class TableRoundTripTests
{
    private static readonly string[] Texts = ["", "a", "茶铺", "a,b", "x\ny", "say \"hi\"", "\"", "é;ü", "\ud83e\uddfe", "  padded  ", "#5", "'", "`0", "1,000.00", "\r\n", "long " + new string('l', 300)];

    [Fact]
    public void Random_tables_are_read_as_they_were_written()
    {
        const int Seed = 42;
        var random = new Random(Seed);
        for (var round = 0; round < 600; round++)
        {
            var delimiter = random.GetItems(",;\t|".ToCharArray(), 1)[0];
            var quote = random.GetItems("\"'".ToCharArray(), 1)[0];
            var end = random.GetItems(["\n", "\r\n", "\r"], 1)[0];
            var group = random.Next(2) == 0;
            var sides = random.Next(2) == 0;
            var encoding = TableInput.FindEncoding(random.GetItems(["utf-8", "gb18030", "utf-16"], 1)[0])!;
            var mapping = GivenTable.Mapping(
                $$"""
                { "encoding": "{{encoding.WebName}}", "delimiter": "{{(delimiter == '\t' ? "tab" : delimiter)}}", "quote": "{{(quote == '"' ? "\\\"" : "'")}}", "trim": "", "money": { "group": ",", "decimal": "." },
                  "fields": { "currency": "Ccy", "amount": {{(sides ? "{ \"credit\": \"In\", \"debit\": \"Out\" }" : "\"In\"")}}, "date": { "column": "Day", "format": "dd.MM.yyyy" }, "text": "Text", "reference": "Ref" } }
                """);
            var file = new StringBuilder();
            file.Append(Row(random, delimiter, quote, "Ccy", "In", "Out", "Day", "Text", "Ref")).Append(end);
            var expected = new List<string>();
            for (var i = random.Next(0, 30); i > 0; i--)
            {
                var (currency, digits) = random.GetItems([("JPY", 0), ("EUR", 2), ("KWD", 3)], 1)[0];
                var minor = random.NextInt64(-5_000_000_000, 5_000_000_000) / (random.Next(3) == 0 ? 1_000_000 : 1);
                var day = DateOnly.FromDayNumber(random.Next(720_000, 745_000));
                var (text, reference) = (random.GetItems(Texts, 1)[0], random.GetItems(Texts, 1)[0]);
                var amount = Figure(Math.Abs(minor), digits, group);
                var (credit, debit) = !sides ? ((minor < 0 ? "-" : "") + amount, "") : minor < 0 ? ("", amount) : (amount, "");
                file.Append(Row(random, delimiter, quote, currency, credit, debit, day.ToString("dd.MM.yyyy"), text, reference)).Append(end);
                expected.Add($"{day:yyyy-MM-dd} {minor} {currency} {text}|{reference}");
            }

            var bytes = encoding.GetBytes(random.Next(2) == 0 ? "\ufeff" + file : file.ToString());
            var items = GivenTable.Read(bytes, mapping);
            Assert.True(expected.SequenceEqual(GivenTable.Lines(items).Select(line => $"{line.BookingDate:yyyy-MM-dd} {line.AmountMinor} {line.Currency} {line.Text}|{line.Reference}")), $"seed {Seed}, round {round}:\n{file}");
            Assert.DoesNotContain(GivenTable.Findings(items), finding => finding.Code != "currencies");
        }
    }

    /// <summary>Quotes a cell where it must be, and often where it need not.</summary>
    private static string Row(Random random, char delimiter, char quote, params string[] cells) => string.Join(delimiter, cells.Select(cell =>
        cell.Contains(delimiter, StringComparison.Ordinal) || cell.Contains('\n', StringComparison.Ordinal) || cell.Contains('\r', StringComparison.Ordinal) || cell.StartsWith(quote) || random.Next(3) == 0
            ? quote + cell.Replace(quote.ToString(), $"{quote}{quote}", StringComparison.Ordinal) + quote
            : cell));

    private static string Figure(long minor, int digits, bool group)
    {
        var text = minor.ToString().PadLeft(digits + 1, '0');
        var whole = text[..^digits];
        for (var at = whole.Length - 3; group && at > 0; at -= 3) whole = whole.Insert(at, ",");
        return digits == 0 ? whole : $"{whole}.{text[^digits..]}";
    }
}
