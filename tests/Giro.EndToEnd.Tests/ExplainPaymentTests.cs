using System.Text;
using System.Text.Json;
using Giro.Operations.Institution;

namespace Giro.EndToEnd.Tests;

public sealed class ExplainPaymentTests(DemoBook book) : IClassFixture<DemoBook>
{
    [Theory]
    [InlineData("payment")]
    [InlineData("refund")]
    [InlineData("chargeback")]
    public void A_record_of_the_demo_is_explained_and_its_lines_and_legs_agree(string type)
    {
        var reference = book.Reference(type);
        var (exitCode, output, error) = GiroCommand.Run("explain", "payment", reference, "--data", book.Path);
        Assert.Equal((0, ""), (exitCode, error));
        Assert.StartsWith($"{char.ToUpperInvariant(type[0])}{type[1..]} {reference}: ", output);
        foreach (var section in (string[])["\nFacts\n", "rule book 1", "\nWhy a fee of ", "  use ", "  because ", "calculation", "\nClearing lines", "\nEntry\n  Dr ", "\nDo lines and legs agree?\n  ok "])
            Assert.Contains(section, output);
        Assert.DoesNotContain("DIFFER", output);
        Assert.Equal(output, GiroCommand.Run("explain", "payment", $"{type}/{reference}", "--data", book.Path).Out);
    }

    [Fact]
    public void Json_ties_the_lines_to_the_legs_and_names_cycle_and_settlement_date()
    {
        using var json = Json(book.Reference("payment"));
        var root = json.RootElement;
        Assert.True(root.GetProperty("holds").GetBoolean());
        var lines = root.GetProperty("lines").EnumerateArray().ToList();
        Assert.Contains(lines, line => line.GetProperty("kind").GetString() == "gross" && line.GetProperty("amount").GetString() == root.GetProperty("amount").GetString());
        Assert.All(lines.Where(line => line.GetProperty("account").GetString() == "pending"), line => Assert.StartsWith("S", line.GetProperty("cycle").GetString()));
        Assert.Equal(
            root.GetProperty("legs").EnumerateArray().Sum(leg => Amount(leg, "debit")), root.GetProperty("legs").EnumerateArray().Sum(leg => Amount(leg, "credit")));

        static decimal Amount(JsonElement leg, string name) => leg.GetProperty(name).GetString() is { Length: > 0 } text ? decimal.Parse(text) : 0;
    }

    [Fact]
    public void An_unknown_reference_is_not_found_with_a_hint()
    {
        var (exitCode, output, error) = GiroCommand.Run("explain", "payment", "P-NONE", "--data", book.Path);
        Assert.Equal((3, ""), (exitCode, output));
        Assert.StartsWith("giro: no payment, refund or chargeback has the reference 'P-NONE'; references are as the sender wrote them", error);
    }

    [Fact]
    public void An_entry_that_is_no_payment_is_named_as_such()
    {
        var (exitCode, _, error) = GiroCommand.Run("explain", "payment", "opening-capital", "--data", book.Path);
        Assert.Equal((3, "giro: 'opening-capital' is no payment, refund or chargeback; giro entry opening-capital shows it\n"), (exitCode, error));
    }

    /// <summary>Whoever changes the terms under a booked payment is told: the lines that are kept are not what the terms make now.</summary>
    [Fact]
    public void A_contract_that_was_changed_under_a_booked_payment_shows_as_a_difference()
    {
        using var copy = book.Copy();
        var path = Path.Combine(copy.Path, "institution.json");
        using var json = Json(book.Reference("payment"));
        var merchant = json.RootElement.GetProperty("parts")[0].GetProperty("merchant").GetString()!;
        var lines = File.ReadAllLines(path);
        var at = Array.FindIndex(lines, line => line.Contains($"\"id\": \"{merchant}\"", StringComparison.Ordinal));
        at = Array.FindIndex(lines, at, line => line.Contains("\"version\"", StringComparison.Ordinal));
        var isGross = lines[at].Contains("\"deduction\"", StringComparison.Ordinal);
        lines[at] = isGross ? lines[at].Replace(", \"deduction\": \"gross\"", "", StringComparison.Ordinal) : lines[at].Replace(", \"schedule\"", ", \"deduction\": \"gross\", \"schedule\"", StringComparison.Ordinal);
        File.WriteAllLines(path, lines);
        var (exitCode, output, _) = GiroCommand.Run("explain", "payment", book.Reference("payment"), "--data", copy.Path);
        Assert.Equal(1, exitCode);
        Assert.Contains("DIFFER lines as they are kept and worked out again", output);
    }

    [Fact]
    public void A_fault_in_the_institution_is_told_with_its_line_and_exit_code_2()
    {
        using var copy = book.Copy();
        var path = Path.Combine(copy.Path, "institution.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"currency\": \"EUR\"", "\"currency\": \"Euro\"", StringComparison.Ordinal));
        var (exitCode, _, error) = GiroCommand.Run("explain", "payment", book.Reference("payment"), "--data", copy.Path);
        Assert.Equal(2, exitCode);
        Assert.StartsWith("giro: institution.json(3): currency: 'Euro' is no currency", error);
        File.Delete(path);
        Assert.Equal(3, GiroCommand.Run("explain", "payment", book.Reference("payment"), "--data", copy.Path).ExitCode);
    }

    [Fact]
    public void The_institution_of_the_demo_reads_as_it_was_written()
    {
        var reading = InstitutionFile.Read(book.Institution);
        Assert.Empty(reading.Faults);
        Assert.Equal(File.ReadAllText(book.Institution), InstitutionFile.Write(reading.Institution!));
        Assert.Equal(Encoding.UTF8.GetBytes(InstitutionFile.Write(Giro.Cli.Demo.SampleInstitution.Make(5))), File.ReadAllBytes(book.Institution));
    }

    private JsonDocument Json(string reference)
    {
        var (exitCode, output, error) = GiroCommand.Run("explain", "payment", reference, "--format", "json", "--data", book.Path);
        Assert.Equal((0, ""), (exitCode, error));
        return JsonDocument.Parse(output);
    }
}
