using System.Text;
using System.Text.Json;
using Giro.Ledger.Journal;
using Giro.Operations.Institution;
using Giro.Storage.Sqlite;

namespace Giro.EndToEnd.Tests;

public sealed class RulesCommandTests(DemoBook book) : IClassFixture<DemoBook>
{
    private const string Day = "2026-11-11";

    private const string Plain = """
        strategy plain version 1
        currency EUR
        input amount: money
        input event: text
        output fee: money as merchant-fee charged

        algorithm percent
            fee = amount * 1.35% rounded half-up
            fee = min(fee, amount)

        algorithm free
            fee = 0.00

        use percent
            when event = "payment"
        use free
            otherwise
        """;

    private static readonly string[] Bad =
    [
        "strategy bad version 1", "currency EUR", "input amont: money", "output fee: money as merchant-fee charged", "algorithm a", "    fee = amount * 1% rounded half-up", "use a", "    otherwise",
    ];

    /// <summary>Every strategy of the demo, whatever totals it reads: unchanged, it makes what was booked, to the cent and for each merchant.</summary>
    [Fact]
    public void Unchanged_strategies_make_no_difference_for_any_merchant()
    {
        using var folder = new TemporaryFolder();
        using var list = JsonOf("rules", "list", "-o", "json");
        var tried = 0L;
        foreach (var rules in list.RootElement.GetProperty("rules").EnumerateArray().Where(rules => rules.GetProperty("what").GetString() == "strategy"))
        {
            var name = rules.GetProperty("name").GetString()!;
            var path = folder.Write(name + ".rules", GiroCommand.Run("rules", "show", name, "--data", book.Path).Out);
            var run = GiroCommand.Run("rules", "try", path, "--day", Day, "--format", "json", "--data", book.Path);
            if (run.ExitCode == 2 && run.Error.Contains("no contract names the strategy", StringComparison.Ordinal)) continue;
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            using var json = JsonDocument.Parse(run.Out);
            var root = json.RootElement;
            Assert.Equal(0, root.GetProperty("withoutAnswer").GetProperty("payments").GetInt64());
            Assert.All(root.GetProperty("merchants").EnumerateArray(), merchant => Assert.Equal(0, merchant.GetProperty("differenceMinor").GetInt64()));
            tried += root.GetProperty("total").GetProperty("payments").GetInt64();
        }

        Assert.True(tried >= 2_000, $"only {tried} payments were tried");
    }

    /// <summary>A new strategy for the merchant with the most payments: both sides are summed again here, the booked one from the legs, the new one from the facts.</summary>
    [Fact]
    public void The_difference_of_a_changed_strategy_is_that_of_an_independent_sum()
    {
        using var folder = new TemporaryFolder();
        using var json = JsonOf("rules", "try", folder.Write("plain.rules", Plain), "--day", Day, "--for", "M000001", "--format", "json");
        var (payments, booked, tried) = Sum("M000001");
        var row = Assert.Single(json.RootElement.GetProperty("merchants").EnumerateArray());
        Assert.True(payments > 100 && tried != booked);
        Assert.Equal(("M000001", payments, tried - booked), (row.GetProperty("merchant").GetString(), row.GetProperty("payments").GetInt64(), row.GetProperty("differenceMinor").GetInt64()));
        Assert.Equal(tried - booked, json.RootElement.GetProperty("total").GetProperty("differenceMinor").GetInt64());
    }

    [Fact]
    public void Text_and_csv_say_the_same_and_a_day_without_payments_says_so()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("plain.rules", Plain);
        var csv = GiroCommand.Run("rules", "try", path, "--day", Day, "--for", "M000001", "--format", "csv", "--data", book.Path).Out.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("merchant,payments,booked,tried,difference,differenceMinor,withoutAnswer", csv[0]);
        var text = GiroCommand.Run("rules", "try", path, "--day", Day, "--for", "M000001", "--data", book.Path).Out;
        Assert.StartsWith("plain version 1 on the payments of 2026-11-11, for M000001, amounts in EUR", text);
        Assert.Contains($"fees {csv[1].Split(',')[2]} booked, {csv[1].Split(',')[3]} now, difference ", text);
        Assert.Contains("There were no such payments on that day.", GiroCommand.Run("rules", "try", path, "--day", "2026-11-12", "--for", "M000001", "--data", book.Path).Out);
    }

    [Theory]
    [InlineData(2, "giro: no contract names the strategy 'plain': say whose payments it is for with --for MERCHANT,... or --instead-of STRATEGY; contracts name ")]
    [InlineData(3, "giro: --for: there is no merchant M9", "--for", "M9")]
    [InlineData(3, "giro: --instead-of: no contract names 'nothing'; contracts name ", "--instead-of", "nothing")]
    [InlineData(2, "giro: give only one of --for and --instead-of", "--instead-of", "nothing", "--for", "M000001")]
    public void A_trial_that_is_for_nobody_says_what_to_do(int exitCode, string message, params string[] args)
    {
        using var folder = new TemporaryFolder();
        var run = GiroCommand.Run(["rules", "try", folder.Write("plain.rules", Plain), "--day", Day, "--data", book.Path, .. args]);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.StartsWith(message, run.Error);
    }

    [Fact]
    public void An_error_is_told_with_line_and_column_and_a_caret_under_it()
    {
        using var folder = new TemporaryFolder();
        var (bad, good) = (folder.Write("bad.rules", Bad), folder.Write("plain.rules", Plain));
        var (exitCode, output, error) = GiroCommand.Run("rules", "check", bad, good);
        Assert.Equal((2, $"{good}: strategy plain version 1, good\n"), (exitCode, output));
        Assert.Contains($"{bad}(6,11): there is no name `amount`; write `amont` if that is meant\n        fee = amount * 1% rounded half-up\n              ^\n", error);
        Assert.Equal(0, GiroCommand.Run("rules", "check", good, "--data", book.Path).ExitCode);
        var unbookable = folder.Write("unbookable.rules", Plain.Replace("merchant-fee", "tip", StringComparison.Ordinal));
        Assert.Equal(0, GiroCommand.Run("rules", "check", unbookable).ExitCode);
        var bound = GiroCommand.Run("rules", "check", unbookable, "--data", book.Path);
        Assert.Equal(2, bound.ExitCode);
        Assert.Contains("is booked as 'tip', which is no kind of fee", bound.Error);
    }

    [Fact]
    public void The_canonical_form_is_printed_and_stays_itself()
    {
        using var folder = new TemporaryFolder();
        var once = GiroCommand.Run("rules", "format", folder.Write("plain.rules", Plain)).Out;
        Assert.Contains("\ninput amount: money\n", once);
        Assert.Equal(once, GiroCommand.Run("rules", "format", folder.Write("again.rules", once)).Out);
        Assert.Equal(2, GiroCommand.Run("rules", "format", folder.Write("bad.rules", Bad)).ExitCode);
    }

    [Fact]
    public void A_new_version_is_put_in_force_beside_what_stays()
    {
        using var copy = book.Copy();
        var before = Books(copy.Path);
        var path = copy.Write("plain.rules", Plain);
        var first = Publish(copy.Path, path);
        Assert.Equal((0, ""), (first.ExitCode, first.Error));
        Assert.StartsWith("Rule book 2 is in force: plain version 1; ", first.Out);
        Assert.StartsWith("Nothing is new: rule book 2 ", Publish(copy.Path, path).Out);
        var changed = copy.Write("plain-2.rules", Plain.Replace("version 1", "version 2", StringComparison.Ordinal).Replace("1.35%", "1.45%", StringComparison.Ordinal));
        Assert.StartsWith("Rule book 3 is in force: plain version 2; ", Publish(copy.Path, changed).Out);
        Assert.Equal([.. before, ("plain", 1, false), ("plain", 2, true)], Books(copy.Path).OrderBy(rules => rules.Name == "plain"));
        Assert.Contains("1.45%", GiroCommand.Run("rules", "show", "plain", "--data", copy.Path).Out);
        Assert.Contains("1.35%", GiroCommand.Run("rules", "show", "plain", "--version", "1", "--data", copy.Path).Out);
        Assert.Equal(Plain + "\n", GiroCommand.Run("rules", "show", "plain", "--version", "1", "--data", copy.Path).Out);
        using var json = JsonDocument.Parse(GiroCommand.Run("rules", "show", "plain", "--json", "--data", copy.Path).Out);
        Assert.Equal(JsonValueKind.Object, json.RootElement.ValueKind);

        // What was booked is explained with the rule book that booked it.
        Assert.Contains("rule book 1;", GiroCommand.Run("explain", "payment", book.Reference("payment"), "--data", copy.Path).Out);
    }

    [Fact]
    public void What_breaks_a_rule_of_publishing_is_refused_and_leaves_no_trace()
    {
        using var copy = book.Copy();
        const string WithTotal = "\ntotal volume: money = sum of amount per month\nalgorithm percent\n    fee = 0.01 if volume > 100.00 else 0.02\n";
        var counting = Plain.Replace("\nalgorithm percent\n", WithTotal, StringComparison.Ordinal).Replace("    fee = amount * 1.35% rounded half-up\n", "", StringComparison.Ordinal);
        Assert.Equal(0, Publish(copy.Path, copy.Write("v1.rules", counting)).ExitCode);
        var before = Books(copy.Path);
        Refuse("plain version 1 was published with another text; a version is never edited", counting.Replace("0.02", "0.03", StringComparison.Ordinal));
        Refuse("the total volume is another one in version 1", counting.Replace("version 1", "version 2", StringComparison.Ordinal).Replace("per month", "per day", StringComparison.Ordinal));
        Refuse("is booked as 'tip', which is no kind of fee", Plain.Replace("plain version 1", "tips version 1", StringComparison.Ordinal).Replace("merchant-fee", "tip", StringComparison.Ordinal));
        Refuse("is in CHF, the book in EUR", Plain.Replace("plain version 1", "francs version 1", StringComparison.Ordinal).Replace("EUR", "CHF", StringComparison.Ordinal));
        Refuse("mend the files", string.Join('\n', Bad));
        Assert.Equal(before, Books(copy.Path));

        void Refuse(string reason, string text)
        {
            var run = Publish(copy.Path, copy.Write("refused.rules", text));
            Assert.Equal((2, ""), (run.ExitCode, run.Out));
            Assert.Contains(reason, run.Error);
        }
    }

    [Fact]
    public void Rules_that_there_are_not_are_not_found_and_the_others_are_named()
    {
        var run = GiroCommand.Run("rules", "show", "nothing", "--data", book.Path);
        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith("giro: there are no rules 'nothing'; there are ", run.Error);
        Assert.Equal(3, GiroCommand.Run("rules", "check", "nowhere.rules").ExitCode);
    }

    /// <summary>Of a merchant's payments and returns of the day in the journal: how many, the fees that the legs show, and 1.35 % of the payments.</summary>
    private (long Payments, long BookedMinor, long TriedMinor) Sum(string merchantId)
    {
        var (payments, booked, tried) = (0L, 0L, 0L);
        var accounts = new Dictionary<ulong, string>();
        using var journal = SqliteJournal.OpenReadOnly(Path.Combine(book.Path, "journal.db"));
        using var reader = journal.Read(1);
        while (reader.TryRead(out var row))
        {
            foreach (var record in JournalRecords.Of(row.Payload.Span))
            {
                if (record.Header.Type == RecordType.OpenAccount) accounts.Add(record.Fixed<OpenAccountBody>().Account, Encoding.ASCII.GetString(record.Path));
                if (record.Header.Type != RecordType.Entry || !PaymentKinds.Of((EntryKind)record.Header.Kind).IsCleared()) continue;
                var facts = PaymentFacts.Parse(record.Attributes);
                if (Encoding.ASCII.GetString(facts.Merchant) != merchantId || $"{facts.At:yyyy-MM-dd}" != Day) continue;
                var isPayment = record.Header.Kind == (ushort)EntryKind.Payment;
                payments++;

                // What the merchant does not get of the amount, or gives beside it, is the fee.
                booked += isPayment ? facts.AmountMinor : -facts.AmountMinor;
                foreach (var leg in record.Legs)
                {
                    if (accounts[leg.Account].StartsWith($"merchant/{merchantId}/", StringComparison.Ordinal)) booked += leg.AmountMinor;
                }

                if (isPayment) tried += (long)Math.Round(facts.AmountMinor * 0.0135m, MidpointRounding.AwayFromZero);
            }
        }

        return (payments, booked, tried);
    }

    private static (int ExitCode, string Out, string Error) Publish(string folder, string path) => GiroCommand.Run("rules", "publish", path, "--by", "anna", "--data", folder);

    private static List<(string Name, int Version, bool InForce)> Books(string folder)
    {
        using var json = JsonDocument.Parse(GiroCommand.Run("rules", "list", "-o", "json", "--data", folder).Out);
        return [.. json.RootElement.GetProperty("rules").EnumerateArray().Select(rules => (
            rules.GetProperty("name").GetString()!, rules.GetProperty("version").GetInt32(), rules.GetProperty("inForce").GetString() == "yes"))];
    }

    private JsonDocument JsonOf(params string[] args)
    {
        var (exitCode, output, error) = GiroCommand.Run([.. args, "--data", book.Path]);
        Assert.Equal((0, ""), (exitCode, error));
        return JsonDocument.Parse(output);
    }
}
