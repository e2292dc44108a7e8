using Giro.Messages;
using Giro.Messages.Reports;

namespace Giro.Operations.Reconciliation.Sources;

/// <summary>Opens the file of a side.</summary>
internal static class SideFile
{
    /// <summary>Sequentially.</summary>
    public static FileStream Open(string path) =>
        new(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read, BufferSize = 0, Options = FileOptions.SequentialScan });

    /// <param name="advance">is told how many bytes were read</param>
    public static Stream OpenCounted(string path, Action<long> advance) => new CountedStream(File.OpenRead(path), advance);

    /// <summary>As it stands in the file, packed or not.</summary>
    /// <exception cref="MessageFormatException">The file is not in that format.</exception>
    public static IReportReader OpenReport(SideConfig config, Stream input, string fileName) => config.Mapping is { } mapping
        ? ReportFormats.Open(mapping, input, fileName, SideReading.DigitsOf)
        : ReportFormats.Open(config.Format, input, fileName, SideReading.DigitsOf);

    private sealed class CountedStream(Stream inner, Action<long> advance) : ForwardOnlyStream
    {
        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            advance(read);
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
