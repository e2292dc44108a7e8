using Giro.Ledger.Currencies;
using Giro.Messages.Reports;

namespace Giro.Cli.Commands;

/// <summary>Opens files of banks and channels with the currencies of the ledger.</summary>
internal static class MessageFiles
{
    private static readonly Dictionary<string, int> Digits = new(StringComparer.Ordinal);

    /// <param name="mapping">a file or a name; null to go by the content alone</param>
    /// <returns>opens content under the name that errors give it</returns>
    public static Func<Stream, string, IReportReader> Opener(string? mapping)
    {
        if (mapping is not null) throw CliException.BadInput($"--mapping: there is no mapping '{mapping}'");
        return (input, name) => ReportFormats.Open(input, name, DigitsOf);
    }

    /// <summary>Decimals of an ISO 4217 code; -1 for one that is unknown. Files repeat theirs on every line.</summary>
    public static int DigitsOf(string currency)
    {
        lock (Digits)
        {
            if (Digits.TryGetValue(currency, out var known)) return known;
            if (!Currency.TryFromCode(currency, out var found)) return -1;
            Digits.Add(currency, found.MinorUnits);
            return found.MinorUnits;
        }
    }
}
