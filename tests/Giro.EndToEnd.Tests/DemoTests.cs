using System.Text.Json;
using Giro.Cli.Demo;
using Giro.Ledger.Entries;
using Giro.Operations.Decision;
using Giro.Operations.Institution;
using Microsoft.Data.Sqlite;

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
        Assert.InRange(proofs.Count, 60, 70);
        Assert.All(proofs, proof => Assert.StartsWith("PROOF ok", proof));
        Assert.Contains("PROOF ok     payments: accepted 2,000 for 253,614.76 = generated 2,000 for 253,614.76", proofs);
        Assert.Contains("PROOF ok     every strategy was used: strategies with payments 14 = strategies in the rule book 14", proofs);
        Assert.Contains("PROOF ok     true-ups, sum: charged to 36 merchants, 6 adjusted 129.72 = owed for their days' volumes 129.72", proofs);
        Assert.Contains("PROOF ok     payouts by state: in the records Accepted 2, Settled 192, Rejected 1, Reissued 1 = as the bank knows Accepted 2, Settled 192, Rejected 1, Reissued 1", proofs);
        Assert.Contains("PROOF ok     returned payouts: credited again, booked, reissued 1 for 196.95, 1 for 196.95, 1 for 196.95 = sent back by the bank 1 for 196.95, 1 for 196.95, 1 for 196.95", proofs);
        Assert.Contains("PROOF ok     business date: open in the book 2026-11-12 = next business day 2026-11-12", proofs);
        Assert.Contains($"All {proofs.Count} proofs hold.", output);
        Assert.Contains("trial balance", output);
        Assert.All(output.Split('\n').Where(line => !line.StartsWith("PROOF", StringComparison.Ordinal) && !line.StartsWith("NOTE", StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, 100));
    }

    [Fact]
    public void Contracts_of_a_dozen_kinds_and_more_are_there_with_their_figures()
    {
        var day = Run(seed: 5);
        Assert.True(day.AllHold);
        Assert.Equal(
            [
                "capped-per-day", "daily-tiers-marginal", "daily-tiers-whole-volume", "fixed-fee", "flat-percent", "gross-deduction", "interchange-plus-plus", "monthly-tiers", "percent-and-fixed",
                "premium", "profit-share", "promotion", "refund-in-proportion", "surcharge",
            ],
            day.Contracts.Select(contract => contract.Strategy));
        var flat = day.Contracts.Single(contract => contract.Strategy == "flat-percent");
        // 224.48 of 24,994.76 is 0.8981 %.
        Assert.Equal((128, 286L, (Int128)24_994_76, (Int128)224_48, 898L), (flat.Merchants, flat.Payments, flat.GrossMinor, flat.FeesMinor, flat.EffectiveRateTenths));
        Assert.Equal(
            ["T0-2 11-10 no. 2", "T0-2 11-11 no. 1", "T0-2 11-11 no. 2", "T1 11-10", "T1 11-11", "D1 11-10", "D1 11-11", "W-WED 11-11", "OVER-500, merchant by merchant", "HAND, merchant by merchant"],
            day.Cycles.Select(cycle => cycle.Cycle));
        Assert.Equal(["rolling reserves 52 106796", "fixed reserves 61 394275", "owed by merchants 1 147"], day.Reserves.Select(reserve => $"{reserve.Name} {reserve.Merchants} {reserve.AmountMinor}"));
        Assert.Equal((2, 0), (day.Cycles.Sum(cycle => cycle.Covered), day.Cycles.Sum(cycle => cycle.Blocked)));
        Assert.Equal(["194 0", "1 0", "192 1", "1 0"], day.BankFiles.Select(file => $"{file.Moved} {file.Findings.Count}"));
    }

    [Fact]
    public void The_smallest_day_has_all_kinds_of_contract_too()
    {
        var day = Run(seed: 3, payments: 100);
        Assert.True(day.AllHold, string.Join('\n', day.Proofs.Where(proof => !proof.Holds)));
        Assert.Equal(14, day.Contracts.Count(contract => contract.Payments > 0));
    }

    [Fact]
    public void A_generator_that_meant_something_else_fails_the_proofs_of_true_ups_strategies_and_surcharges()
    {
        Assert.Equal(["true-ups, merchant by merchant", "true-ups, sum"], Failed(Run(seed: 7, afterGeneration: (plan, _) => plan.WholeVolumes[plan.WholeVolumes.Keys.First()] += 1_000)));
        Assert.Equal(["payments by strategy"], Failed(Run(seed: 7, afterGeneration: (plan, _) => plan.Strategies["premium"]++)));
        Assert.Equal(
            ["channels owe what they think", "breaks by type", "breaks one by one", "surcharges"],
            Failed(Run(seed: 7, afterGeneration: (plan, _) => plan.Channels[0].Surcharges = plan.Channels[0].Surcharges.Plus(1_00))));
    }

    [Fact]
    public void A_strategy_without_payments_is_seen()
    {
        var institution = SampleInstitution.Make(7);
        var merchants = institution.Merchants.Where(merchant => merchant.Contract.FeeStrategy == "surcharge").Select(merchant => $"\"merchant\":\"{merchant.Id}\"").ToList();
        var day = Run(seed: 7, afterGeneration: (_, files) =>
        {
            foreach (var file in files) File.WriteAllLines(file.Path, File.ReadLines(file.Path).Where(line => !merchants.Exists(merchant => line.Contains(merchant, StringComparison.Ordinal))).ToList());
        });
        Assert.Contains("every strategy was used", Failed(day));
        Assert.Equal("13", day.Proofs.Single(proof => proof.Name == "every strategy was used").Left);
    }

    [Fact]
    public void An_entry_that_clearing_knows_nothing_of_raises_an_alert_and_blocks_the_merchant()
    {
        var day = Run(seed: 7, beforeClose: context => context.Post(
            "mistake", EntryKind.OpeningCapital, Leg.Debit(context.Accounts.Pending(context.Institution.Merchants[0]), 1), Leg.Credit(context.Accounts.Capital, 1)));
        Assert.Contains("alerts", Failed(day));
        Assert.Contains("pending, merchant by merchant", Failed(day));
        Assert.Equal("1", day.Proofs.Single(proof => proof.Name == "alerts").Left);
        // The first cut-off of the day is blocked and goes into the second, which is.
        Assert.Equal(1, day.Cycles.Sum(cycle => cycle.Blocked));
    }

    [Fact]
    public void Lines_that_were_changed_are_not_what_comes_out_when_payments_are_worked_out_again()
    {
        var day = Run(seed: 7, beforeClose: context =>
        {
            using var file = new SqliteConnection($"Data Source={context.Records.Name};Pooling=False");
            file.Open();
            using var command = file.CreateCommand();
            command.CommandText = "UPDATE clearing_lines SET lines = CAST(substr(lines, 1, 8) || zeroblob(8) || substr(lines, 17) AS BLOB) WHERE merchant = 'M000001'";
            command.ExecuteNonQuery();
        });
        Assert.Contains("payments worked out again", Failed(day));
        Assert.Contains("cycle totals", Failed(day));
    }

    [Fact]
    public void A_bank_that_answers_otherwise_than_it_means_fails_the_proof_of_states()
    {
        // The first payout is said to be rejected, and made all the same.
        var day = Run(seed: 7, afterBankAnswer: path =>
        {
            if (!path.Contains("pain002-PO-20261111-1", StringComparison.Ordinal)) return;
            var text = File.ReadAllText(path);
            var at = text.IndexOf("<TxSts>ACSP", StringComparison.Ordinal) + "<TxSts>".Length;
            File.WriteAllText(path, text[..at] + "RJCT" + text[(at + 4)..]);
        });
        Assert.Contains("payouts by state", Failed(day));
        Assert.Contains("bank notification", Failed(day));
    }

    [Fact]
    public void Money_that_comes_back_under_another_reference_fails_the_proof_of_returns()
    {
        var day = Run(seed: 7, afterBankAnswer: path =>
        {
            if (!path.Contains("camt054", StringComparison.Ordinal)) return;
            var text = File.ReadAllText(path);
            var credit = text.IndexOf("<CdtDbtInd>CRDT", StringComparison.Ordinal);
            var at = text.IndexOf("<EndToEndId>PO-", credit, StringComparison.Ordinal) + "<EndToEndId>".Length;
            File.WriteAllText(path, text[..at] + "XX" + text[(at + 2)..]);
        });
        Assert.Contains("returned payouts", Failed(day));
    }

    private static List<string> Failed(DaySummary day) => [.. day.Proofs.Where(proof => !proof.Holds).Select(proof => proof.Name)];

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
            [
                "bank Amount", "bank Date", "bank DuplicateAtBank", "bank MissingAtBank", "bank MissingWithUs", "bank MissingWithUs", "wallet-bill Amount", "wallet-bill DuplicateAtBank",
                "wallet-bill Fee", "wallet-bill MissingAtBank", "wallet-bill MissingWithUs",
            ],
            root.GetProperty("breaks").EnumerateArray().Select(found => $"{found.GetProperty("source").GetString()} {found.GetProperty("type").GetString()}").Order());
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
        Assert.Equal(first.Contracts, second.Contracts);
        Assert.NotEqual(first.JournalHash, Run(seed: 8, payments: 30_000).JournalHash);
    }

    [Fact]
    public void A_payment_that_got_lost_on_the_way_fails_its_proofs_and_the_exit_code_is_1()
    {
        var day = Run(seed: 7, afterGeneration: (_, files) => DropLastPayment(files[0].Path));
        Assert.False(day.AllHold);
        var failed = day.Proofs.Where(proof => !proof.Holds).Select(proof => proof.Name).ToList();
        Assert.Contains("every line is read", failed);
        Assert.Contains("payments", failed);
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
            if (!path.Contains("camt053", StringComparison.Ordinal)) return;
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
        Assert.DoesNotContain(day.Breaks, @break => @break.Source == "bank");
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
        ulong seed, int payments = Payments, Action<DayPlan, IReadOnlyList<IntakeFile>>? afterGeneration = null, Action<string>? afterBankAnswer = null, Action<DayContext>? beforeClose = null)
    {
        var folder = Directory.CreateTempSubdirectory("giro-demo-test-").FullName;
        try
        {
            return BusinessDay.Run(
                new DemoOptions(payments, seed, folder, SchemaFolder: null) { AfterGeneration = afterGeneration, AfterBankAnswer = afterBankAnswer, BeforeClose = beforeClose }, new NoProgress());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
