using System.Text.Json;
using Giro.Cli.Demo;
using Giro.Operations.Decision;

namespace Giro.EndToEnd.Tests;

public sealed class DemoTests
{
    private const int Payments = 2_000;

    [Fact]
    public void A_day_ends_with_exit_code_0_and_a_line_for_each_proof()
    {
        var (exitCode, output, error) = GiroCommand.Run("demo", "--payments", "2000", "--seed", "5");
        Assert.Equal((0, ""), (exitCode, error));
        var proofs = output.Split('\n').Where(line => line.StartsWith("PROOF", StringComparison.Ordinal)).ToList();
        Assert.InRange(proofs.Count, 50, 100);
        Assert.All(proofs, proof => Assert.StartsWith("PROOF ok", proof));
        Assert.Contains("PROOF ok     payments, count: accepted 2,000 = generated 2,000", proofs);
        Assert.Contains("PROOF ok     business date: open in the book 2026-11-12 = next business day 2026-11-12", proofs);
        Assert.Contains($"All {proofs.Count} proofs hold.", output);
        Assert.Contains("trial balance", output);
    }

    [Fact]
    public void Json_has_the_same_figures()
    {
        var (exitCode, output, _) = GiroCommand.Run("demo", "--payments", "2000", "--output", "json");
        using var json = JsonDocument.Parse(output);
        var root = json.RootElement;
        Assert.Equal(0, exitCode);
        Assert.True(root.GetProperty("allHold").GetBoolean());
        Assert.Equal(Payments, root.GetProperty("channels").EnumerateArray().Sum(channel => channel.GetProperty("payments").GetProperty("count").GetInt64()));
        Assert.Equal(
            ["AmountDiffers", "Doubled", "Late", "Missing", "Unknown", "Unknown"],
            root.GetProperty("breaks").EnumerateArray().Select(found => found.GetProperty("type").GetString()!).Order());
        var debit = root.GetProperty("trialBalance").EnumerateArray().Sum(row => decimal.Parse(row.GetProperty("debit").GetString()!));
        var credit = root.GetProperty("trialBalance").EnumerateArray().Sum(row => decimal.Parse(row.GetProperty("credit").GetString()!));
        Assert.Equal(debit, credit);
        Assert.True(debit > 5_000_000);
    }

    [Fact]
    public void The_same_seed_gives_the_same_journal_and_figures_and_another_seed_others()
    {
        // Several journal rows are in flight at once with so many payments, so this also holds the rows to be cut the same way.
        var first = Run(seed: 7, payments: 30_000);
        var second = Run(seed: 7, payments: 30_000);
        Assert.Equal(first.JournalHash, second.JournalHash);
        Assert.Equal(first.Proofs, second.Proofs);
        Assert.Equal(first.Breaks, second.Breaks);
        Assert.Equal(first.TrialBalance.Rows, second.TrialBalance.Rows);
        Assert.Equal(first.Cycles, second.Cycles);
        Assert.NotEqual(first.JournalHash, Run(seed: 8, payments: 30_000).JournalHash);
    }

    [Fact]
    public void A_payment_that_got_lost_on_the_way_fails_its_proofs_and_the_exit_code_is_1()
    {
        var day = Run(seed: 7, afterGeneration: (_, files) => DropLastPayment(files[0].Path));
        Assert.False(day.AllHold);
        var failed = day.Proofs.Where(proof => !proof.Holds).Select(proof => proof.Name).ToList();
        Assert.Contains("every line is read", failed);
        Assert.Contains("payments, sum", failed);
        Assert.Contains("channels owe what they think", failed);
    }

    [Fact]
    public void The_command_answers_1_and_marks_the_line_when_a_proof_does_not_hold()
    {
        var folder = Directory.CreateTempSubdirectory("giro-demo-test-").FullName;
        try
        {
            var options = new DemoOptions(Payments, 7, folder, SchemaFolder: null) { AfterGeneration = (plan, _) => plan.Channels[1].Repeats++ };
            var (exitCode, output, _) = GiroCommand.Capture(() => Giro.Cli.Commands.DemoCommand.Run(options, json: false));
            Assert.Equal(1, exitCode);
            var failed = Assert.Single(output.Split('\n'), line => line.StartsWith("PROOF FAILED", StringComparison.Ordinal));
            Assert.StartsWith("PROOF FAILED repeats: answered as repeats ", failed);
            Assert.Contains(" proofs FAILED.", output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_deviation_that_the_bank_did_not_mean_fails_the_proof_of_breaks()
    {
        var day = Run(seed: 7, afterBankAnswer: path =>
        {
            // The first payout goes out under another reference: one missing and one unknown more than meant.
            var text = File.ReadAllText(path);
            var at = text.IndexOf("<EndToEndId>PO-", StringComparison.Ordinal) + "<EndToEndId>".Length;
            File.WriteAllText(path, text[..at] + "XX" + text[(at + 2)..]);
        });
        var failed = day.Proofs.Where(proof => !proof.Holds).Select(proof => proof.Name).ToList();
        Assert.Equal(["breaks by type", "breaks one by one"], failed);
    }

    [Fact]
    public void A_statement_that_does_not_add_up_is_not_booked()
    {
        var day = Run(seed: 7, afterBankAnswer: path => File.WriteAllText(path, File.ReadAllText(path).Replace(">431.07<", ">431.08<", StringComparison.Ordinal)));
        Assert.Equal("Flagged", day.Proofs.Single(proof => proof.Name == "bank statement").Left);
        Assert.False(day.Proofs.Single(proof => proof.Name == "business date").Holds);
        Assert.Empty(day.Breaks);
    }

    [Fact]
    public void A_folder_that_holds_a_book_is_refused()
    {
        var folder = Directory.CreateTempSubdirectory("giro-demo-test-").FullName;
        try
        {
            Assert.Equal(0, GiroCommand.Run("demo", "--payments", "500", "--data", folder).ExitCode);
            var (exitCode, output, error) = GiroCommand.Run("demo", "--payments", "500", "--data", folder);
            Assert.Equal((2, ""), (exitCode, output));
            Assert.StartsWith($"giro: {folder} already holds a book", error);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_bad_option_is_one_line_and_exit_code_2()
    {
        var (exitCode, _, error) = GiroCommand.Run("demo", "--payments", "5");
        Assert.Equal(2, exitCode);
        Assert.StartsWith("giro: --payments takes 100 to", error);
    }

    private static void DropLastPayment(string path)
    {
        var lines = File.ReadAllLines(path);
        var last = Array.FindLastIndex(lines, line => line.Contains("\"type\":\"payment\"", StringComparison.Ordinal) && line.StartsWith("{\"id\":\"P-", StringComparison.Ordinal) && Accepted(line));
        File.WriteAllLines(path, lines.Where((_, i) => i != last));

        // Not a duplicate, and nothing refers to it: the amount of a conflict is 1,600.00.
        bool Accepted(string line) => lines.Count(other => other.Contains(line[7..29], StringComparison.Ordinal)) == 1 && !line.Contains("M000777", StringComparison.Ordinal) && line.IndexOf("\"amount\":\"1", StringComparison.Ordinal) < 0;
    }

    private static DaySummary Run(
        ulong seed, int payments = Payments, Action<DayPlan, IReadOnlyList<IntakeFile>>? afterGeneration = null, Action<string>? afterBankAnswer = null)
    {
        var folder = Directory.CreateTempSubdirectory("giro-demo-test-").FullName;
        try
        {
            return BusinessDay.Run(
                new DemoOptions(payments, seed, folder, SchemaFolder: null) { AfterGeneration = afterGeneration, AfterBankAnswer = afterBankAnswer }, new NoProgress());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
