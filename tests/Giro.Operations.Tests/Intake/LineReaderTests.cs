using System.Text;
using Giro.Operations.Intake;

namespace Giro.Operations.Tests.Intake;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "1:a")]
    [InlineData("a\n", "1:a")]
    [InlineData("a\r\nb\r\n", "1:a 2:b")]
    [InlineData("\n\nc", "1: 2: 3:c")]
    public void Lines_come_with_their_numbers(string content, string expected) => Assert.Equal(expected, Read(content));

    [Theory]
    [InlineData(LineReader.MaxLineBytes, "16384")]
    [InlineData(LineReader.MaxLineBytes + 1, "too long")]
    [InlineData(200_000, "too long")]
    public void A_line_that_is_too_long_is_passed_over_and_the_next_is_read(int length, string middle)
    {
        using var reader = new LineReader(new MemoryStream(Encoding.ASCII.GetBytes("first\n" + new string('x', length) + "\nlast")));
        Assert.True(reader.TryRead(out var line, out _));
        Assert.Equal("first", Encoding.ASCII.GetString(line));
        Assert.True(reader.TryRead(out line, out var tooLong));
        Assert.Equal(middle, tooLong ? "too long" : line.Length.ToString());
        Assert.True(reader.TryRead(out line, out tooLong));
        Assert.Equal(("last", false, 3L), (Encoding.ASCII.GetString(line), tooLong, reader.Number));
        Assert.False(reader.TryRead(out _, out _));
    }

    private static string Read(string content)
    {
        using var reader = new LineReader(new MemoryStream(Encoding.ASCII.GetBytes(content)));
        var lines = new List<string>();
        while (reader.TryRead(out var line, out _)) lines.Add($"{reader.Number}:{Encoding.ASCII.GetString(line)}");
        return string.Join(' ', lines);
    }
}
