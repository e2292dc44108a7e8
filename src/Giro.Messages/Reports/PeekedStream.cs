namespace Giro.Messages.Reports;

/// <summary>A stream whose first bytes were looked at and are given once more. Forward only; the stream behind it is left open.</summary>
internal sealed class PeekedStream : Stream
{
    private readonly Stream _input;
    private readonly byte[] _head;
    private readonly int _headLength;
    private int _position;

    public PeekedStream(Stream input, int headLength)
    {
        _input = input;
        _head = new byte[headLength];
        _headLength = input.ReadAtLeast(_head, headLength, throwOnEndOfStream: false);
    }

    public ReadOnlySpan<byte> Head => _head.AsSpan(0, _headLength);

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_position == _headLength)
            return _input.Read(buffer);
        var count = Math.Min(buffer.Length, _headLength - _position);
        _head.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
