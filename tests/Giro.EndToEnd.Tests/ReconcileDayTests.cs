using System.Text.Json;

namespace Giro.EndToEnd.Tests;

/// <summary>The commands of reconciliation over a day of the demo: its files are there, and its breaks are known.</summary>
public sealed class ReconcileDayTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("giro-reconcile-test-").FullName;

    [Fact]
    public void A_day_is_run_again_and_its_breaks_are_listed_resolved_and_refused()
    {
        Assert.Equal(0, GiroCommand.Run("demo", "--payments", "1000", "--data", _folder, "--output", "json").ExitCode);
        var (exitCode, output, _) = Run("reconcile", "day", "2026-11-11", "--output", "json");
        Assert.Equal(2, exitCode);
        using (var json = JsonDocument.Parse(output))
        {
            var sources = json.RootElement.GetProperty("sources").EnumerateArray().ToList();
            Assert.Equal(["bank 1 True 5", "card-bill 1 True 0", "wallet-bill 1 True 5", "bank-transfer-bill 1 True 0"], sources.Select(source =>
                $"{source.GetProperty("source").GetString()} {source.GetProperty("run").GetProperty("number").GetInt32()} {source.GetProperty("isRepeat").GetBoolean()} {source.GetProperty("openBreaks").GetArrayLength()}"));
        }

        var rows = Run("breaks", "list", "--output", "csv").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("number,source,type,state,reference,expected,actual,open,currency,openedOn,dueOn,owner,reason,onSuspense,chaseOn,parent", rows[0].TrimEnd('\r'));
        var stranger = rows.Single(row => row.Contains("INV-2026-5512", StringComparison.Ordinal)).Split(',')[0];

        AssertRefused(2, $"giro: break {stranger}: 431.07 EUR is more than the 20.00 that bank may give up", "breaks", "write-off", stranger, "--by", "Ada", "--why", "unclaimed");
        AssertRefused(3, "giro: there is no break 99", "breaks", "note", "99", "--by", "Ada", "--text", "x");
        Assert.StartsWith("Proposal 2; another person approves it", Run("breaks", "adjust", stranger, "--account", "income/reconciliation-gains", "--by", "Ada", "--why", "unclaimed").Output, StringComparison.Ordinal);
        Assert.Contains("unclaimed", Run("breaks", "list").Output, StringComparison.Ordinal);
        AssertRefused(2, "giro: Ada made proposal 2; another person has to approve it", "breaks", "approve", "2", "--by", "ada");
        Assert.Equal(0, Run("breaks", "approve", "2", "--by", "Ben").ExitCode);
        var shown = Run("breaks", "show", stranger).Output;
        Assert.Contains("resolved", shown, StringComparison.Ordinal);
        Assert.Contains("proposal 2 of Ada: adjust to income/reconciliation-gains: unclaimed", shown, StringComparison.Ordinal);
        Assert.Contains("431.07", Run("account", "income/reconciliation-gains").Output, StringComparison.Ordinal);
        Assert.Equal(2, Run("reconcile", "day", "2026-11-11").ExitCode);
    }

    [Fact]
    public void A_flagged_file_is_taken_by_a_named_person_only_and_errors_are_one_line()
    {
        Assert.Equal(0, GiroCommand.Run("demo", "--payments", "1000", "--data", _folder, "--output", "json").ExitCode);
        var path = Path.Combine(_folder, "in", "camt053-20261111.xml");
        File.WriteAllText(path, File.ReadAllText(path).Replace(">431.07<", ">431.08<", StringComparison.Ordinal));
        var (exitCode, output, _) = Run("reconcile", "day", "2026-11-11");
        Assert.Equal(1, exitCode);
        Assert.Contains("FLAGGED", output, StringComparison.Ordinal);
        AssertRefused(1, "giro: --accept-flagged takes a file, and wants --by and --reason with it", "reconcile", "day", "2026-11-11", "--accept-flagged", "in/camt053-20261111.xml");
        AssertRefused(1, "giro: --accept-flagged in/other.xml: no source has this file for 2026-11-11", "reconcile", "day", "2026-11-11", "--accept-flagged", "in/other.xml", "--by", "Ada", "--reason", "x");
        (exitCode, output, _) = Run("reconcile", "day", "2026-11-11", "--accept-flagged", "in/camt053-20261111.xml", "--by", "Ada", "--reason", "the bank will correct it");
        Assert.Equal(2, exitCode);
        Assert.Contains("taken by Ada though flagged: the bank will correct it", output, StringComparison.Ordinal);
        Assert.Contains("against the run before: 0 new, 0 gone, 1 changed, 5 the same", output, StringComparison.Ordinal);
        AssertRefused(1, $"giro: {Path.Combine(_folder, "in", "camt053-20261112.xml")}: there is no such file, which bank should have for 2026-11-12", "reconcile", "day", "2026-11-12");
    }

    private void AssertRefused(int exitCode, string error, params string[] arguments)
    {
        var run = Run(arguments);
        Assert.Equal((exitCode, error), (run.ExitCode, run.Error.Split('\n').Single(line => line.StartsWith("giro:", StringComparison.Ordinal)).TrimEnd()));
    }

    private (int ExitCode, string Output, string Error) Run(params string[] arguments) => GiroCommand.Run([.. arguments, "--data", _folder]);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
