using Giro.Messages.Reports;

namespace Giro.Messages.Nacha;

/// <summary>NACHA.</summary>
public sealed class NachaReportReader : IReportReader
{
    private readonly string _fileName;

    public NachaReportReader(Stream input, string fileName, Func<string, int> digitsOf)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(digitsOf);
        _fileName = fileName;
    }

    public string Format => "NACHA";

    public ReportItem? Read() => throw new MessageFormatException(_fileName, 1, 1, "", "cannot be read yet");

    public void Dispose()
    {
    }
}
