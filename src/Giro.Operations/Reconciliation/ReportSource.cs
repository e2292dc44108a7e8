using Giro.Ledger.Currencies;
using Giro.Messages.Reports;
using Giro.Messages.Tables;

namespace Giro.Operations.Reconciliation;

/// <summary>Opens what a source reports.</summary>
public static class ReportSource
{
    /// <param name="format">As <see cref="ReportFormats"/> or <see cref="TableMappings"/> name it; a path that ends in <c>.json</c> for a mapping of one's own; empty: by the first bytes.</param>
    /// <param name="input">Left open.</param>
    /// <exception cref="ArgumentException">There is no such format.</exception>
    /// <exception cref="Giro.Messages.MessageFormatException">The file, or the mapping, cannot be read.</exception>
    public static IReportReader Open(string format, Stream input, string fileName)
    {
        if (format.Length == 0) return ReportFormats.Open(input, fileName, Digits);
        if (format.EndsWith(".json", StringComparison.Ordinal)) return ReportFormats.Open(TableMapping.Parse(File.ReadAllText(format), Path.GetFileName(format)), input, fileName, Digits);
        return TableMappings.Names.Contains(format) ? ReportFormats.Open(TableMappings.BuiltIn(format), input, fileName, Digits) : ReportFormats.Open(format, input, fileName, Digits);
    }

    public static int Digits(string code) => Currency.TryFromCode(code, out var currency) ? currency.MinorUnits : -1;
}
