using Giro.Messages.Iso20022;

namespace Giro.Messages.Tests.Iso20022;

public class Camt053StreamingTests
{
    [Fact]
    public void Each_entry_is_given_before_much_more_of_the_file_is_read()
    {
        const int Entries = 20_000;
        using var input = new GeneratedStream(Pieces(Entries));
        using var reader = new Camt053Reader(input, "large.xml", Given.Digits);
        var read = 0;
        while (reader.Read() is { } item)
        {
            if (item is not Camt053Item.Entry)
                continue;
            read++;
            Assert.InRange(input.PiecesTaken, read, read + 500); // the XML reader's own buffer holds some hundred of these short entries
        }

        Assert.Equal(Entries, read);

        static IEnumerable<string> Pieces(int entries)
        {
            var message = Given.BankMessage("|", closing: "300.00");
            yield return message[..message.IndexOf('|', StringComparison.Ordinal)];
            for (var i = 0; i < entries; i++)
                yield return Given.BankEntry("0.01");
            yield return message[(message.IndexOf('|', StringComparison.Ordinal) + 1)..];
        }
    }

    [Fact]
    public void Entries_are_written_while_they_are_enumerated()
    {
        using var output = new MemoryStream();
        var farthestBehind = 0L;
        var entries = Enumerable.Range(0, 1_000).Select(i =>
        {
            farthestBehind = Math.Max(farthestBehind, i * 200L - output.Length); // an entry takes more than 200 bytes
            return Given.Entry(0);
        });

        Camt053Writer.Write(output, new StatementMessage("CAMT-1", Given.Noon), [Given.Statement(0) with { Entries = entries }]);

        Assert.InRange(farthestBehind, 0, 32_768);
    }
}
