using System.CommandLine;

namespace Giro.Cli;

/// <summary>The `--output` option that commands share.</summary>
internal static class OutputFormat
{
    public const string Table = "table";
    public const string Json = "json";
    public const string Csv = "csv";

    public static Option<string> Option(params string[] more)
    {
        var option = new Option<string>("--output", "-o")
        {
            Description = $"{string.Join(", ", [Table, Json, .. more])}. JSON is for machines and stays stable.",
            DefaultValueFactory = _ => Table,
        };
        option.AcceptOnlyFromAmong([Table, Json, .. more]);
        return option;
    }
}
