namespace Giro.Messages.Tests.Fuzz;

/// <summary>Gives a few bytes at a time and cannot seek.</summary>
internal sealed class TrickleStream(Stream input, int piece) : Stream
{
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => input.Read(buffer, offset, Math.Min(piece, count));

    public override int Read(Span<byte> buffer) => input.Read(buffer[..Math.Min(piece, buffer.Length)]);

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
