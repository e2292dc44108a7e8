using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Giro.Messages.ChannelBills;

/// <summary>What the end of packed data says about the whole.</summary>
internal enum PackedEnding : byte
{
    /// <summary>Nothing.</summary>
    Plain = 0,

    /// <summary>RFC 1952: the last four bytes are the length unpacked, modulo 2^32, little end first.</summary>
    Gzip = 1,

    /// <summary>RFC 1950: the last four bytes are the Adler-32 of what was packed, big end first.</summary>
    Zlib = 2,
}

/// <summary>
/// Unpacks as it is read, and stops when what comes out is out of proportion to what went in. The framework takes packed data that was cut off for whole; so
/// the end is compared here with what came out.
/// </summary>
internal sealed class UnpackedStream : ForwardOnlyStream
{
    /// <summary>Before so much came out, proportions say nothing.</summary>
    private const long Unchecked = 1024 * 1024;

    private readonly string _fileName;
    private readonly CountingStream _packed;
    private readonly Stream _unpacked;
    private readonly IDisposable? _owner;
    private readonly PackedEnding _ending;
    private readonly long _knownLength;
    private readonly long? _unpackedLength;
    private long _produced;
    private uint _adlerLow = 1;
    private uint _adlerHigh;
    private bool _isAtEnd;

    /// <param name="ownsPacked">the packed stream is closed with this one</param>
    /// <param name="knownLength">of the packed bytes; 0 when they are counted as they are read</param>
    /// <param name="unpackedLength">what it must come to; null when it is not known</param>
    /// <param name="owner">closed with this stream</param>
    public UnpackedStream(
        Stream packed, bool ownsPacked, Func<Stream, Stream> unpack, string fileName, PackedEnding ending, long knownLength = 0, long? unpackedLength = null, IDisposable? owner = null)
    {
        (_fileName, _ending, _knownLength, _unpackedLength, _owner) = (fileName, ending, knownLength, unpackedLength, owner);
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

    public override int Read(Span<byte> buffer)
    {
        try
        {
            // In small pieces, so that a bomb is noticed early.
            var read = _unpacked.Read(buffer[..Math.Min(buffer.Length, 64 * 1024)]);
            if (read == 0 && buffer.Length > 0) CheckEnd();
            _produced += read;
            if (_ending == PackedEnding.Zlib) Sum(buffer[..read]);
            var packed = Math.Max(_knownLength > 0 ? _knownLength : _packed.Count, 1);
            if (_produced > Unchecked && _produced / CompressedInput.MaxRatio > packed)
            {
                var reason = $"grows more than {CompressedInput.MaxRatio} times when it is unpacked: {packed} bytes became {_produced}, and there are more";
                throw CompressedInput.Refuse(_fileName, reason);
            }

            if (_produced > CompressedInput.MaxLength)
                throw CompressedInput.Refuse(_fileName, $"is longer than {CompressedInput.MaxLength} bytes when it is unpacked");
            return read;
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or CryptographicException or EndOfStreamException)
        {
            throw CompressedInput.Refuse(_fileName, $"cannot be unpacked: {e.Message}", e);
        }
    }

    private void CheckEnd()
    {
        if (_isAtEnd) return;
        _isAtEnd = true;
        var tail = _ending == PackedEnding.Plain ? default : _packed.Tail();
        var isWhole = _ending switch
        {
            PackedEnding.Gzip => BinaryPrimitives.ReadUInt32LittleEndian(tail) == (uint)(_produced & uint.MaxValue),
            PackedEnding.Zlib => BinaryPrimitives.ReadUInt32BigEndian(tail) == (_adlerHigh << 16 | _adlerLow),
            _ => true,
        };
        if (!isWhole || (_unpackedLength is { } length && length != _produced))
            throw CompressedInput.Refuse(_fileName, $"cannot be unpacked: its end does not fit the {_produced} bytes that came out; it was cut off, or damaged");
    }

    private void Sum(ReadOnlySpan<byte> bytes)
    {
        // 5552 bytes are as many as the sums can take below 2^32.
        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(5552, bytes.Length)..])
        {
            foreach (var value in bytes[..Math.Min(5552, bytes.Length)])
            {
                _adlerLow += value;
                _adlerHigh += _adlerLow;
            }

            (_adlerLow, _adlerHigh) = (_adlerLow % 65521, _adlerHigh % 65521);
        }
    }

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
    private sealed class CountingStream(Stream inner, bool ownsInner) : ForwardOnlyStream
    {
        private readonly byte[] _tail = new byte[4];

        public long Count { get; private set; }

        /// <summary>Reads on to the end, and returns the last four bytes.</summary>
        public ReadOnlySpan<byte> Tail()
        {
            var rest = new byte[4096];
            while (Read(rest) > 0) { }
            return _tail;
        }

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            Count += read;
            var last = buffer[..read];
            if (read < 4) _tail.AsSpan(read).CopyTo(_tail);
            else last = last[^4..];
            last.CopyTo(_tail.AsSpan(4 - last.Length));
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && ownsInner) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
