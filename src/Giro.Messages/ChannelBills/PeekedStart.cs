using System.Text;
using Giro.Messages.Tables;

namespace Giro.Messages.ChannelBills;

/// <summary>The first bytes of a stream, looked at before it is read.</summary>
internal sealed class PeekedStart
{
    private const int Length = 4096;

    private readonly byte[] _start = new byte[Length];

    public PeekedStart(Stream input)
    {
        var length = input.ReadAtLeast(_start, Length, throwOnEndOfStream: false);
        Bytes = _start.AsMemory(0, length);
        Whole = new PrefixedStream(Bytes, input, leaveOpen: true);
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The stream with its start.</summary>
    public Stream Whole { get; }

    /// <summary>The text stands there in one of the encodings of Chinese channels.</summary>
    public bool Contains(string text) =>
        Bytes.Span.IndexOf(Encoding.UTF8.GetBytes(text)) >= 0 || Bytes.Span.IndexOf(TableInput.FindEncoding("gb18030")!.GetBytes(text)) >= 0;
}
