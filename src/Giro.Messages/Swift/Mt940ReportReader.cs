using Giro.Messages.Reports;

namespace Giro.Messages.Swift;

/// <summary>MT940 and MT942.</summary>
public sealed class Mt940ReportReader : IReportReader
{
    private readonly string _fileName;

    public Mt940ReportReader(Stream input, string fileName, Func<string, int> digitsOf)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(digitsOf);
        _fileName = fileName;
    }

    public string Format => "MT940";

    public ReportItem? Read() => throw new MessageFormatException(_fileName, 1, 1, "", "cannot be read yet");

    public void Dispose()
    {
    }
}
