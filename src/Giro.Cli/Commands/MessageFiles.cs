using Giro.Ledger.Currencies;
using Giro.Messages;
using Giro.Messages.Reports;
using Giro.Messages.Tables;

namespace Giro.Cli.Commands;

/// <summary>Opens files of banks and channels with the currencies of the ledger.</summary>
internal static class MessageFiles
{
    private static readonly Dictionary<string, int> Digits = new(StringComparer.Ordinal);

    /// <param name="mapping">a file or a name; null to go by the content alone</param>
    /// <returns>opens content under the name that errors give it</returns>
    public static Func<Stream, string, IReportReader> Opener(string? mapping)
    {
        if (mapping is null) return (input, name) => ReportFormats.Open(input, name, DigitsOf);
        var table = MappingOf(mapping);
        return (input, name) => ReportFormats.Open(table, input, name, DigitsOf);
    }

    private static TableMapping MappingOf(string mapping)
    {
        if (TableMappings.Names.Contains(mapping)) return TableMappings.BuiltIn(mapping);
        if (!File.Exists(mapping)) throw CliException.NotFound($"--mapping: there is no file {mapping}, and no mapping of that name is included; there are {string.Join(", ", TableMappings.Names)}");
        try
        {
            return TableMapping.Parse(File.ReadAllText(mapping), mapping);
        }
        catch (MessageFormatException e)
        {
            throw CliException.BadInput($"--mapping: {e.Message}");
        }
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
