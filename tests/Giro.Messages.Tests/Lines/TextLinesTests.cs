using System.Text;
using Giro.Messages.Lines;

namespace Giro.Messages.Tests.Lines;

public class TextLinesTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "1:a")]
    [InlineData("a\nb\n", "1:a 2:b")]
    [InlineData("a\r\nb\r\n", "1:a 2:b")]
    [InlineData("a\rb\r", "1:a 2:b")]
    [InlineData("a\n\r\n\rb", "1:a 2: 3: 4:b")]
    [InlineData("\n", "1:")]
    public void Lines_end_with_any_end_of_line_or_the_file(string text, string lines)
    {
        foreach (var chunk in (int[])[1, 2, 100])
        {
            using var reader = new TextLines(new Chunks(Encoding.UTF8.GetBytes(text), chunk), "x", Encoding.UTF8);
            Assert.Equal(lines, string.Join(' ', Read(reader, reader.Read)));
        }
    }

    [Theory]
    [InlineData("abcdef", "1.1:abc 1.4:def")]
    [InlineData("abcdef\n", "1.1:abc 1.4:def")]
    [InlineData("abc\ndef\r\ngh\r\nijkl\n\nm", "1.1:abc 2.1:def 3.1:gh 4.1:ijk 4.4:l 5.1: 6.1:m")]
    [InlineData("abc\r\n\r\ndef", "1.1:abc 2.1: 3.1:def")]
    [InlineData("abcd\rabc\rab", "1.1:abc 1.4:d 2.1:abc 3.1:ab")]
    public void Records_of_a_fixed_length_need_no_ends_of_line(string text, string records)
    {
        foreach (var chunk in (int[])[1, 2, 100])
        {
            using var reader = new TextLines(new Chunks(Encoding.UTF8.GetBytes(text), chunk), "x", Encoding.UTF8);
            var read = new List<string>();
            while (reader.ReadAtMost(3) is { } record) read.Add($"{reader.Number}.{reader.Column}:{record}");
            Assert.Equal(records, string.Join(' ', read));
        }
    }

    [Fact]
    public void A_NUL_is_refused_with_its_place()
    {
        using var reader = Reader("ab\ncd\0e");
        reader.Read();
        var error = Assert.Throws<MessageFormatException>(reader.Read);

        Assert.Equal((2, 3, "holds a NUL, which is no text"), (error.Line, error.Column, error.Reason));
    }

    [Fact]
    public void A_NUL_in_a_later_piece_of_a_line_is_refused_with_its_place()
    {
        using var reader = Reader("abcdefg\0");
        reader.ReadAtMost(3);
        reader.ReadAtMost(3);

        Assert.Equal((1, 8), (Assert.Throws<MessageFormatException>(() => reader.ReadAtMost(3)) is { } error ? (error.Line, error.Column) : default));
    }

    [Fact]
    public void A_line_may_be_as_long_as_is_allowed_and_no_longer()
    {
        using var reader = new TextLines(new MemoryStream("abcde\nabcdef"u8.ToArray()), "x", Encoding.UTF8, maxLength: 5);
        Assert.Equal("abcde", reader.Read());
        var error = Assert.Throws<MessageFormatException>(reader.Read);

        Assert.Equal((2, 6, "the line is longer than 5 characters"), (error.Line, error.Column, error.Reason));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        using var reader = new TextLines(new MemoryStream([0x61, 0xFF]), "x", Encoding.UTF8);

        Assert.Equal("holds bytes that are no text in utf-8", Assert.Throws<MessageFormatException>(reader.Read).Reason);
    }

    [Fact]
    public void A_byte_order_mark_is_no_text()
    {
        byte[] bytes = [0xEF, 0xBB, 0xBF, 0x61, 0xC3, 0xBC];
        using var utf8 = new TextLines(new MemoryStream(bytes), "x", Encoding.UTF8);
        using var either = TextLines.Utf8Or(Encoding.Latin1, new MemoryStream(bytes), "x");

        Assert.Equal(("aü", "aü"), (utf8.Read(), either.Read()));
    }

    [Fact]
    public void Each_line_is_UTF_8_or_otherwise()
    {
        using var reader = TextLines.Utf8Or(Encoding.Latin1, new MemoryStream([0x61, 0xFC, 0x0A, 0xC3, 0xBC, 0x0A, 0x62]), "x");

        Assert.Equal(["1:aü", "2:ü", "3:b"], Read(reader, reader.Read));
    }

    private static TextLines Reader(string text) => new(new MemoryStream(Encoding.UTF8.GetBytes(text)), "x", Encoding.UTF8);

    private static List<string> Read(TextLines reader, Func<string?> read)
    {
        var lines = new List<string>();
        while (read() is { } line) lines.Add($"{reader.Number}:{line}");
        Assert.Equal(lines.Count, reader.Number);
        return lines;
    }

    /// <summary>Gives a few bytes at a time, as a network does.</summary>
    private sealed class Chunks(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, size));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, size)]);
    }
}
