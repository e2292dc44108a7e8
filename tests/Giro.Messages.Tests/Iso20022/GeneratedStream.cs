using System.Text;

namespace Giro.Messages.Tests.Iso20022;

/// <summary>Text that is made when it is asked for, and counts how much of it was.</summary>
internal sealed class GeneratedStream(IEnumerable<string> pieces) : Stream
{
    private readonly IEnumerator<string> _pieces = pieces.GetEnumerator();
    private byte[] _piece = [];
    private int _position;

    public int PiecesTaken { get; private set; }
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_position == _piece.Length)
        {
            if (!_pieces.MoveNext())
                return 0;
            _piece = Encoding.UTF8.GetBytes(_pieces.Current);
            _position = 0;
            PiecesTaken++;
        }

        var count = Math.Min(buffer.Length, _piece.Length - _position);
        _piece.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
