using Giro.Messages.Reports;

namespace Giro.Messages.Bai2;

/// <summary>BAI2.</summary>
public sealed class Bai2ReportReader : IReportReader
{
    private readonly string _fileName;

    public Bai2ReportReader(Stream input, string fileName, Func<string, int> digitsOf)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(digitsOf);
        _fileName = fileName;
    }

    public string Format => "BAI2";

    public ReportItem? Read() => throw new MessageFormatException(_fileName, 1, 1, "", "cannot be read yet");

    public void Dispose()
    {
    }
}
