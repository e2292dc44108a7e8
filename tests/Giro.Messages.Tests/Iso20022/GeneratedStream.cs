using System.Text;

namespace Giro.Messages.Tests.Iso20022;

/// <summary>Text that is made when it is asked for, and counts how much of it was.</summary>
internal sealed class GeneratedStream(IEnumerable<string> pieces) : ForwardOnlyStream
{
    private readonly IEnumerator<string> _pieces = pieces.GetEnumerator();
    private byte[] _piece = [];
    private int _position;

    public int PiecesTaken { get; private set; }

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
}
