using System.IO.Compression;
using Giro.Messages.Reports;
using Giro.Messages.Tables;

namespace Giro.Operations.Reconciliation.Sources;

/// <summary>Opens the file of a side.</summary>
internal static class SideFile
{
    /// <summary>For a table: compressed by gzip or not, by its first bytes.</summary>
    public static Stream Open(string path)
    {
        var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read, BufferSize = 0, Options = FileOptions.SequentialScan });
        Span<byte> magic = stackalloc byte[2];
        var isGzip = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic.SequenceEqual((ReadOnlySpan<byte>)[0x1F, 0x8B]);
        file.Position = 0;
        return isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <summary>For a report, whose reader finds out by itself whether it is compressed; of a table this does.</summary>
    /// <param name="advance">is told how many bytes were read</param>
    public static Stream OpenCounted(SideConfig config, string path, Action<long> advance) => new CountedStream(config.Mapping is null ? File.OpenRead(path) : Open(path), advance);

    public static IReportReader OpenReport(SideConfig config, Stream input, string fileName) => config.Mapping is null
        ? ReportFormats.Open(config.Format, input, fileName, SideReading.DigitsOf)
        : new TableReportReader(input, fileName, config.Mapping, SideReading.DigitsOf);

    private sealed class CountedStream(Stream inner, Action<long> advance) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            advance(read);
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
            // Nothing is written.
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
