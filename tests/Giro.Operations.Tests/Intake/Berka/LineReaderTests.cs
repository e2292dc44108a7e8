using Giro.Operations.Intake.Berka;

namespace Giro.Operations.Tests.Intake.Berka;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData("one\ntwo\nthree\n")]
    [InlineData("one\r\ntwo\r\nthree\r\n")]
    [InlineData("one\r\ntwo\nthree")]
    public void Lines_end_with_LF_or_CRLF_or_the_text(string text)
        => Assert.Equal(["1:one", "2:two", "3:three"], Lines(text, maxChars: 8));

    [Fact]
    public void An_empty_line_is_a_line() => Assert.Equal(["1:", "2:a", "3:", "4:b"], Lines("\na\r\n\r\nb", maxChars: 4));

    [Fact]
    public void An_empty_text_has_no_line() => Assert.Empty(Lines("", maxChars: 4));

    [Theory]
    [InlineData("ab\n123456789012345\ncd\n")]
    [InlineData("ab\n12345678\ncd")]
    public void A_line_longer_than_the_buffer_is_cut_and_the_next_is_whole(string text)
        => Assert.Equal(["1:ab", "2!12345678", "3:cd"], Lines(text, maxChars: 8));

    [Fact]
    public void A_long_line_may_be_the_last() => Assert.Equal(["1!12345678"], Lines("12345678901234567890", maxChars: 8));

    private static List<string> Lines(string text, int maxChars)
    {
        using var reader = new LineReader(new StringReader(text), maxChars);
        var lines = new List<string>();
        while (reader.Read(out var line, out var tooLong))
            lines.Add($"{reader.LineNumber}{(tooLong ? '!' : ':')}{line}");
        return lines;
    }
}
