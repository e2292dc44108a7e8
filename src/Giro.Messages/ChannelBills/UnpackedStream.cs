using System.Security.Cryptography;

namespace Giro.Messages.ChannelBills;

/// <summary>Unpacks as it is read, and stops when what comes out is out of proportion to what went in.</summary>
internal sealed class UnpackedStream : Stream
{
    /// <summary>Before so much came out, proportions say nothing.</summary>
    private const long Unchecked = 1024 * 1024;

    private readonly string _fileName;
    private readonly CountingStream _packed;
    private readonly Stream _unpacked;
    private readonly IDisposable? _owner;
    private readonly long _knownLength;
    private long _produced;

    /// <param name="ownsPacked">the packed stream is closed with this one</param>
    /// <param name="knownLength">of the packed bytes; 0 when they are counted as they are read</param>
    /// <param name="owner">closed with this stream</param>
    public UnpackedStream(Stream packed, bool ownsPacked, Func<Stream, Stream> unpack, string fileName, long knownLength = 0, IDisposable? owner = null)
    {
        (_fileName, _knownLength, _owner) = (fileName, knownLength, owner);
        _packed = new CountingStream(packed, ownsPacked);
        try
        {
            _unpacked = unpack(_packed);
        }
        catch (InvalidDataException e)
        {
            throw CompressedInput.Refuse(fileName, $"cannot be unpacked: {e.Message}", e);
        }
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            // In small pieces, so that a bomb is noticed early.
            var read = _unpacked.Read(buffer[..Math.Min(buffer.Length, 64 * 1024)]);
            _produced += read;
            var packed = Math.Max(_knownLength > 0 ? _knownLength : _packed.Count, 1);
            if (_produced > Unchecked && _produced / CompressedInput.MaxRatio > packed)
                throw CompressedInput.Refuse(_fileName, $"grows more than {CompressedInput.MaxRatio} times when it is unpacked: {packed} bytes became {_produced}, and there are more");
            if (_produced > CompressedInput.MaxLength) throw CompressedInput.Refuse(_fileName, $"is longer than {CompressedInput.MaxLength} bytes when it is unpacked");
            return read;
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or CryptographicException or EndOfStreamException)
        {
            throw CompressedInput.Refuse(_fileName, $"cannot be unpacked: {e.Message}", e);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unpacked.Dispose();
            _owner?.Dispose();
            _packed.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Counts what is read from a stream.</summary>
    private sealed class CountingStream(Stream inner, bool ownsInner) : Stream
    {
        public long Count { get; private set; }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            Count += read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing && ownsInner) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
