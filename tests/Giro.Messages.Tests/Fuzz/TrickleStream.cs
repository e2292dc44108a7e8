namespace Giro.Messages.Tests.Fuzz;

/// <summary>Gives a few bytes at a time and cannot seek, as from a network.</summary>
internal sealed class TrickleStream(Stream input, int piece) : ForwardOnlyStream
{
    public override int Read(Span<byte> buffer) => input.Read(buffer[..Math.Min(piece, buffer.Length)]);
}
