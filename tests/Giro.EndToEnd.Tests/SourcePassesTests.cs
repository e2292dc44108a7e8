using System.Globalization;
using System.Text.RegularExpressions;

namespace Giro.EndToEnd.Tests;

/// <summary>`giro reconcile day` with passes in institution.json: an MT940 whose references are cut explains what the day before has left open.</summary>
public sealed partial class SourcePassesTests : IDisposable
{
    private const string Format = "\"format\": \"camt.053\", \"file\": \"in/camt053-{yyyymmdd}.xml\"";
    private const string Near = """[ { "name": "cut references", "kind": "window", "key": ["counterparty"], "days": { "before": 0, "after": 2 } } ]""";
    private readonly string _folder = Directory.CreateTempSubdirectory("giro-passes-test-").FullName;

    [Fact]
    public void Payouts_are_found_on_a_statement_that_cuts_their_references()
    {
        Assert.Equal(0, GiroCommand.Run("demo", "--payments", "1000", "--data", _folder, "--output", "json").ExitCode);
        // One was announced, and one was not made.
        var late = Breaks().Where(row => row[1] == "bank" && row[2] is "missing-at-bank" or "date").ToList();
        Assert.Equal(["date", "missing-at-bank"], late.Select(row => row[2]).Order(StringComparer.Ordinal));
        WriteStatement([.. late.Select(row => (Reference: row[4], AmountMinor: Minor(row[7])))]);

        // By reference alone the lines are nobody's.
        Use("");
        Assert.Equal(2, Run("reconcile", "day", "2026-11-12").ExitCode);
        Assert.Equal(
            [.. late.Select(row => $"missing-at-bank {row[4]} {row[7]}").Concat(late.Select(row => $"missing-with-us {row[4][..16]} -{row[7]}")).Order(StringComparer.Ordinal)],
            Breaks().Where(row => row[1] == "bank" && row[2].StartsWith("missing", StringComparison.Ordinal) && row[4] != "INV-2026-5512")
                .Select(row => $"{row[2]} {row[4]} {row[7]}").Order(StringComparer.Ordinal));

        Use($", \"passes\": {Near}");
        var (exitCode, output, _) = Run("reconcile", "day", "2026-11-12");
        Assert.Equal(2, exitCode);
        Assert.Contains("against the run before: 0 new, 2 gone, 2 changed, 0 the same", output, StringComparison.Ordinal);
        Assert.Equal(["amount", "duplicate-at-bank", "missing-with-us"], Breaks().Where(row => row[1] == "bank").Select(row => row[2]).Order(StringComparer.Ordinal));
        Assert.Contains("changes nothing", Run("reconcile", "day", "2026-11-12").Output.Replace("nothing changes", "changes nothing", StringComparison.Ordinal), StringComparison.Ordinal);

        Use($", \"passes\": {Near.Replace("counterparty", "iban", StringComparison.Ordinal)}");
        var refused = Run("reconcile", "day", "2026-11-12");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains(
            "giro: institution.json(23): sources[0].passes[0].key[0]: our side has no text field 'iban'; write one of reference, batch, kind, counterparty, counterparty-account", refused.Error, StringComparison.Ordinal);
    }

    /// <summary>Of the day after, from where the demo's has closed. References have 16 letters, and the names are as they were instructed.</summary>
    private void WriteStatement((string Reference, long AmountMinor)[] payouts)
    {
        var closed = ClosingBalance().Match(File.ReadAllText(Path.Combine(_folder, "in", "camt053-20261111.xml")));
        var openingMinor = Minor(closed.Groups["amount"].Value);
        var instructed = string.Concat(Directory.EnumerateFiles(Path.Combine(_folder, "out"), "pain001-*.xml").Select(File.ReadAllText));
        var lines = payouts.Select((payout, i) => $"""
            :61:2611121112D{Swift(payout.AmountMinor)}NTRF{payout.Reference[..16]}//BK{i + 1}
            :86:/NAME/{NameOf(payout.Reference)}/
            """);
        File.WriteAllText(Path.Combine(_folder, "in", "20261112.sta"), $"""
            :20:STMT-20261112
            :25:NL16GIRO0000000001
            :28C:2/1
            :60F:C261111EUR{Swift(openingMinor)}
            {string.Join('\n', lines)}
            :62F:C261112EUR{Swift(openingMinor - payouts.Sum(payout => payout.AmountMinor))}
            -
            """.ReplaceLineEndings("\r\n"));

        string NameOf(string reference)
        {
            var at = instructed.IndexOf($">{reference}<", StringComparison.Ordinal);
            return CreditorName().Match(instructed, at).Groups["name"].Value;
        }
    }

    /// <summary>The bank alone has a file on that day.</summary>
    private void Use(string passes)
    {
        var path = Path.Combine(_folder, "institution.json");
        var text = BillFile().Replace(File.ReadAllText(path), "");
        var start = text.IndexOf("\"bank-statement\", ", StringComparison.Ordinal) + "\"bank-statement\", ".Length;
        var end = text.IndexOf(", \"writeOffLimit\"", start, StringComparison.Ordinal);
        if (passes.Length == 0) Assert.Equal(Format, text[start..end]);
        File.WriteAllText(path, $"{text[..start]}\"format\": \"MT940\", \"file\": \"in/{{yyyymmdd}}.sta\"{passes}{text[end..]}");
    }

    private List<string[]> Breaks() => [.. Run("breaks", "list", "--output", "csv").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(row => row.TrimEnd('\r').Split(','))];

    private static long Minor(string text) => long.Parse(text.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    private static string Swift(long minor) => $"{minor / 100},{minor % 100:D2}";

    private (int ExitCode, string Output, string Error) Run(params string[] arguments) => GiroCommand.Run([.. arguments, "--data", _folder]);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [GeneratedRegex("""CLBD.*?Ccy="EUR">(?<amount>[0-9.]+)<""", RegexOptions.Singleline, 2000)]
    private static partial Regex ClosingBalance();

    [GeneratedRegex("<Cdtr>.*?<Nm>(?<name>[^<]+)</Nm>", RegexOptions.Singleline, 2000)]
    private static partial Regex CreditorName();

    [GeneratedRegex("""\s"file": "in/bill[^"]*",""", RegexOptions.None, 2000)]
    private static partial Regex BillFile();
}
