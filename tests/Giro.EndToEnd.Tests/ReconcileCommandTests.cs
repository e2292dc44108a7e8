using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Giro.EndToEnd.Tests;

/// <summary>`giro reconcile` as a script sees it: files, exit codes, one line for an error, and a run that is killed.</summary>
public sealed partial class ReconcileCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_example_of_the_documentation_gives_what_it_says()
    {
        var page = File.ReadAllText(Path.Combine(Root(), "docs", "reconciliation.md"));
        foreach (Match file in NamedBlock().Matches(page)) File.WriteAllText(At(file.Groups["name"].Value), file.Groups["text"].Value);
        var run = Reconcile();
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith(OutputBlock().Match(page).Groups["text"].Value, run.Out);
        Assert.Equal(["type", "amount", "missing-at-bank", "duplicate-at-bank"], File.ReadAllLines(At("out/breaks.csv")).Select(row => row.Split(',')[0]));
    }

    [Fact]
    public void Exit_codes_say_matched_breaks_and_error()
    {
        Write("A1,10.00", "A1,10.00");
        Assert.Equal((0, "day: everything is matched"), First(Reconcile()));
        Write("A1,10.00", "A1,10.01");
        Assert.Equal((2, "day: 1 break"), First(Reconcile()));
        File.Delete(At("bill.csv"));
        Assert.Equal((1, $"giro: {At("bill.csv")}: there is no such file\n"), Failed(Reconcile()));
        Assert.Equal((1, "giro: Option '--config' is required.\nTry: giro reconcile --help\n"), Failed(GiroCommand.Run("reconcile", "--left", "a", "--right", "b")));
    }

    [Fact]
    public void Json_is_the_summary_and_nothing_else()
    {
        Write("A1,10.00", "A1,10.01");
        var run = Reconcile("--output", "json");
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal((2, "", "breaks", 1), (run.ExitCode, run.Error, json.RootElement.GetProperty("outcome").GetString(), json.RootElement.GetProperty("breaks").GetProperty("amount").GetInt32()));
        Assert.Equal(run.Out, File.ReadAllText(At("out/summary.json")));
    }

    [Fact]
    public void An_error_is_one_line()
    {
        Write("A1,10.00", "A1,10.00");
        File.WriteAllText(At("a file"), "");
        Assert.Matches(@"^giro: [^\n]+\n$", Failed(Reconcile("--out", At("a file/results"))).Error);
        Assert.Matches(@"^giro: [^\n]+\n$", Failed(Reconcile("--work", At("a file/work"))).Error);
        Assert.Equal("giro: day.json: the config has no third side; write \"third\": { \"side\": { ... }, \"passes\": [ ... ] }\n", Failed(Reconcile("--third", At("bill.csv"))).Error.Replace(_folder.Path + "/", "", StringComparison.Ordinal));
        File.WriteAllText(At("bill.csv"), "nothing that the mapping knows\n");
        Assert.Matches(@"^giro: bill\.csv\(1,0\)[ :]+[^\n]+order[^\n]+\n$", Failed(Reconcile()).Error);
        File.WriteAllText(At("day.json"), "{ \"name\": \"day\" }");
        Assert.Contains("giro: day.json(1): the field 'left' is missing; write \"left\": { ... }\n", Failed(Reconcile()).Error);
        File.Delete(At("day.json"));
        Assert.Equal($"giro: {At("day.json")}: there is no such file\n", Failed(Reconcile()).Error);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Planted_anomalies_of_all_kinds_are_found_to_the_count(ulong seed)
    {
        // The bench throws when what it finds is not what it planted.
        var random = new Random((int)seed);
        var run = GiroCommand.Run(
            "bench", "reconcile", "--lines", $"{random.Next(1000, 6000)}", "--anomalies-ppm", $"{random.Next(1, 1_000_000)}", "--seed", $"{seed}", "--memory-mb", "16", "--data", _folder.Path, "-o", "json");
        Assert.Equal(0, run.ExitCode);
        using var json = JsonDocument.Parse(run.Out);
        Assert.Contains(json.RootElement.EnumerateArray(), row => row.GetProperty("name").GetString() == "  planted anomalies, all found and no others" && row.GetProperty("value").GetDouble() > 0);
    }

    [Theory]
    [InlineData(101)]
    [InlineData(102)]
    [InlineData(103)]
    public void Killed_again_and_again_it_ends_with_the_same_bytes(int seed)
    {
        var random = new Random(seed);
        var (left, right) = (new List<string>(), new List<string>());
        for (var i = 0; i < 60_000; i++)
        {
            if (random.Next(500) != 0) left.Add($"P{i},{random.Next(100, 999)}.00");
            right.Add($"P{random.Next(60_000)},{random.Next(100, 999)}.00");
        }

        Write(string.Join('\n', left), string.Join('\n', right));
        Assert.Equal(2, Reconcile("--out", At("whole")).ExitCode);
        var kills = 0;
        for (var wait = 100 + random.Next(300); ; wait += (wait / 2) + random.Next(100))
        {
            using var child = Start("--work", At("work"), "--threads", "2", "--memory-mb", "16", "--out", At("out"));
            if (child.WaitForExit(wait))
            {
                Assert.Equal(2, child.ExitCode);
                break;
            }

            child.Kill();
            child.WaitForExit();
            kills++;
            foreach (var path in Directory.Exists(At("out")) ? Directory.GetFiles(At("out")) : [])
            {
                // What has its name is whole, whenever the kill came.
                if (!path.EndsWith(".part", StringComparison.Ordinal)) Assert.Equal(File.ReadAllBytes(At("whole/" + Path.GetFileName(path))), File.ReadAllBytes(path));
            }
        }

        Assert.True(kills > 0);
        Assert.All(Directory.EnumerateFiles(At("whole")), path => Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(At("out/" + Path.GetFileName(path)))));
        Assert.False(Directory.Exists(At("work")));
    }

    [Fact]
    public void Help_has_examples()
    {
        foreach (var command in new[] { new[] { "reconcile" }, ["bench", "reconcile"] }) Assert.Contains("Examples:", GiroCommand.Run([.. command, "--help"]).Out);
    }

    private void Write(string orders, string bill)
    {
        File.WriteAllText(At("orders.csv"), $"order,amount\n{orders}\n");
        File.WriteAllText(At("bill.csv"), $"order,amount\n{bill}\n");
        const string Side = """ "format": "csv", "mapping": { "currency": "CNY", "fields": { "order": "order", "amount": "amount" } } """;
        File.WriteAllText(At("day.json"), $$"""
            { "name": "day", "currency": "CNY", "left": { "name": "our records", {{Side}} }, "right": { "name": "the bill", {{Side}} },
              "passes": [ { "name": "order", "kind": "exact", "key": ["order"] }, { "name": "differs", "kind": "difference", "key": ["order"] } ] }
            """);
    }

    private (int ExitCode, string Out, string Error) Reconcile(params string[] more) => GiroCommand.Run([.. Arguments(more)]);

    private IEnumerable<string> Arguments(string[] more)
    {
        string[] usual = ["reconcile", "--left", At("orders.csv"), "--right", At("bill.csv"), "--config", At("day.json")];
        return more.Contains("--out") ? [.. usual, .. more] : [.. usual, "--out", At("out"), .. more];
    }

    private Process Start(params string[] more)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Giro.Cli.ExitCode).Assembly.Location, .. Arguments(more)]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        var child = Process.Start(start)!;
        child.OutputDataReceived += (_, _) => { };
        child.ErrorDataReceived += (_, _) => { };
        child.BeginOutputReadLine();
        child.BeginErrorReadLine();
        return child;
    }

    private string At(string name) => Path.Combine(_folder.Path, name);

    private static (int, string) First((int ExitCode, string Out, string Error) run) => (run.ExitCode, run.Out.Split('\n')[0]);

    private static (int ExitCode, string Error) Failed((int ExitCode, string Out, string Error) run)
    {
        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        return (run.ExitCode, string.Concat(run.Error.Split('\n').Where(line => line.Length > 0 && !line.StartsWith("reading", StringComparison.Ordinal)).Select(line => line + "\n")));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Giro.slnx"))) folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex(@"<!-- file: (?<name>\S+) -->\n```\w+\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex NamedBlock();

    [GeneratedRegex(@"<!-- output -->\n```\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex OutputBlock();

    public void Dispose() => _folder.Dispose();
}
