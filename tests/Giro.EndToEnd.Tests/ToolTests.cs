using System.Text.Json;
using Giro.Ledger.Accounts;
using Giro.Ledger.Currencies;
using Giro.Ledger.Entries;
using Giro.Ledger.Writer;
using Giro.Storage;

namespace Giro.EndToEnd.Tests;

/// <summary>The tools that look into a book, on a book of three accounts and two days.</summary>
public sealed class ToolTests : IDisposable
{
    private static readonly DateOnly Monday = new(2026, 11, 9);
    private readonly TemporaryFolder _book = new();

    public ToolTests()
    {
        using var book = StoredBook.Open(_book.Path, new BookOptions { FirstBusinessDate = Monday });
        var submission = new Submission();
        submission.OpenAccount("bank/nostro", AccountClass.Asset, Currency.FromCode("EUR"), AccountLimits.None);
        submission.OpenAccount("merchant/M1/pending", AccountClass.Liability, Currency.FromCode("EUR"), AccountLimits.NotNegative);
        submission.OpenAccount("bank/yen", AccountClass.Asset, Currency.FromCode("JPY"), AccountLimits.None);
        Do(book, submission);
        submission.Post(EntryId.FromReference("payment/1"), 100, [Leg.Debit(1, 12_34), Leg.Credit(2, 12_34)], """{"ref":"payment/1"}"""u8);
        Do(book, submission);
        submission.AdvanceDate(EntryId.FromReference("day/2"), Monday.AddDays(1));
        submission.Post(EntryId.FromReference("payout/1"), 200, [Leg.Debit(2, 2_00), Leg.Credit(1, 2_00)], valueDate: Monday);
        Do(book, submission);
        var original = book.Book.Find(EntryId.FromReference("payment/1"))!;
        submission.Hold(EntryId.FromReference("hold/1"), 300, [Leg.Debit(2, 1_00), Leg.Credit(1, 1_00)], expiresAt: null);
        Do(book, submission);
        Assert.Equal(5UL, original.Number);
    }

    [Fact]
    public void An_account_is_shown_now_and_at_points_in_the_past()
    {
        Assert.Equal("10.34", Balance("merchant/M1/pending"));
        Assert.Equal("12.34", Balance("merchant/M1/pending", "--business-date", "2026-11-09"));
        Assert.Equal("10.34", Balance("merchant/M1/pending", "--value-date", "2026-11-09"));
        Assert.Equal("0.00", Balance("merchant/M1/pending", "--sequence", "2"));
        Assert.Equal("0", Balance("bank/yen"));
    }

    [Fact]
    public void A_statement_has_opening_movements_and_closing()
    {
        using var json = Json("statement", "merchant/M1/pending", "--from", "2026-11-10", "-o", "json");
        var root = json.RootElement;
        Assert.Equal(("12.34", "10.34"), (root.GetProperty("opening").GetString(), root.GetProperty("closing").GetString()));
        var line = Assert.Single(root.GetProperty("lines").EnumerateArray());
        Assert.Equal(
            ("2026-11-10", "2026-11-09", "2.00", "", "10.34"),
            (Field("bookingDate"), Field("valueDate"), Field("debit"), Field("credit"), Field("balance")));

        string Field(string name) => line.GetProperty(name).GetString()!;
    }

    [Fact]
    public void Csv_has_a_header_and_a_line_a_movement_or_a_day()
    {
        Assert.Equal(
            ["record,bookingDate,valueDate,kind,reference,debit,credit,balance", "5,2026-11-09,2026-11-09,100,payment/1,,12.34,12.34"],
            Lines(GiroCommand.Run("statement", "merchant/M1/pending", "--to", "2026-11-09", "-o", "csv", "--data", _book.Path).Out));
        Assert.Equal(
            ["date,opening,debits,credits,closing,currency", "2026-11-09,0.00,12.34,0.00,12.34,EUR", "2026-11-10,12.34,0.00,2.00,10.34,EUR"],
            Lines(GiroCommand.Run("statement", "bank/nostro", "--days", "-o", "csv", "--data", _book.Path).Out));
    }

    [Fact]
    public void An_entry_is_found_by_reference_number_and_id()
    {
        using var byReference = Json("entry", "payment/1", "-o", "json");
        var id = byReference.RootElement.GetProperty("id").GetString()!;
        Assert.Equal((5, "payment/1", "2026-11-09"), (byReference.RootElement.GetProperty("number").GetInt32(), byReference.RootElement.GetProperty("reference").GetString(), byReference.RootElement.GetProperty("businessDate").GetString()));
        Assert.Equal(byReference.RootElement.GetRawText(), Json("entry", "--id", id, "-o", "json").RootElement.GetRawText());
        Assert.Equal(byReference.RootElement.GetRawText(), Json("entry", "--number", "5", "-o", "json").RootElement.GetRawText());
        Assert.Equal(byReference.RootElement.GetRawText(), Json("entry", "1", "-o", "json").RootElement.GetRawText());
        Assert.Equal(byReference.RootElement.GetRawText(), Json("entry", id, "-o", "json").RootElement.GetRawText());
        Assert.Equal(
            [("bank/nostro", "12.34", ""), ("merchant/M1/pending", "", "12.34")],
            byReference.RootElement.GetProperty("legs").EnumerateArray().Select(leg => (leg.GetProperty("account").GetString()!, leg.GetProperty("debit").GetString()!, leg.GetProperty("credit").GetString()!)));
    }

    [Theory]
    [InlineData(3, "giro: account 'merchant/M2/pending' does not exist; near it: merchant/M1/pending", "account", "merchant/M2/pending")]
    [InlineData(3, "giro: no record has the reference 'payment/9'", "entry", "payment/9")]
    [InlineData(3, "giro: there is no record 99; the last is 8", "entry", "--number", "99")]
    [InlineData(2, "giro: --id: 'xyz' is not 32 hexadecimal digits", "entry", "--id", "xyz")]
    [InlineData(2, "giro: --business-date: '11.9.' is not a date of the form 2026-11-11", "account", "bank/nostro", "--business-date", "11.9.")]
    [InlineData(2, "giro: give only one of --sequence, --time and --business-date", "account", "bank/nostro", "--sequence", "1", "--time", "2026-11-09")]
    [InlineData(2, "giro: --from 2026-11-10 is after --to 2026-11-09", "statement", "bank/nostro", "--from", "2026-11-10", "--to", "2026-11-09")]
    public void An_error_is_one_line_with_its_exit_code(int exitCode, string message, params string[] args)
    {
        var run = GiroCommand.Run([.. args, "--data", _book.Path]);
        Assert.Equal((exitCode, message + "\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public void A_folder_without_a_book_is_not_found_and_none_is_made()
    {
        using var empty = new TemporaryFolder();
        Assert.Equal(3, GiroCommand.Run("verify", "--data", empty.Path).ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(empty.Path));
    }

    [Fact]
    public void Verify_says_what_holds_and_a_flipped_bit_is_named_with_its_row_and_exit_code_4()
    {
        var (exitCode, output, _) = GiroCommand.Run("verify", "--deep", "--data", _book.Path);
        Assert.Equal(0, exitCode);
        Assert.Equal(5, Lines(output).Count(line => line.StartsWith("ok ", StringComparison.Ordinal)));
        var journal = Path.Combine(_book.Path, "journal.db");
        var bytes = File.ReadAllBytes(journal);
        var at = bytes.AsSpan().IndexOf("{\"ref\":\"payment/1\"}"u8);
        bytes[at] ^= 1;
        File.WriteAllBytes(journal, bytes);
        var damaged = GiroCommand.Run("verify", "--data", _book.Path);
        Assert.Equal(4, damaged.ExitCode);
        Assert.StartsWith("giro: journal row 3: does not have the hash that was stored with it", damaged.Error);
    }

    [Fact]
    public void Readers_work_while_another_holder_has_the_book_and_a_second_writer_is_refused()
    {
        using var held = BookStore.In(_book.Path).Take();
        Assert.Equal("10.34", Balance("merchant/M1/pending"));
        var second = GiroCommand.Run("views", "rebuild", "--data", _book.Path);
        Assert.Equal(5, second.ExitCode);
        Assert.EndsWith("the book is open in another process; only one may write\n", second.Error);
    }

    [Fact]
    public void Every_command_has_help_with_an_example()
    {
        string[][] commands = [["demo"], ["import", "berka"], ["account"], ["statement"], ["entry"], ["explain", "payment"], ["rules", "check"], ["rules", "format"], ["rules", "list"], ["rules", "show"], ["rules", "try"], ["rules", "publish"], ["verify"], ["views", "status"], ["views", "rebuild"], ["bench", "ledger"]];
        Assert.All(commands, command =>
        {
            var (exitCode, output, _) = GiroCommand.Run([.. command, "--help"]);
            Assert.Equal(0, exitCode);
            Assert.Contains("giro " + string.Join(' ', command), output);
            Assert.Contains("Example", output);
        });
    }

    [Fact]
    public void A_short_bench_gives_name_value_unit_goal_and_whether_it_is_met()
    {
        var (exitCode, output, _) = GiroCommand.Run("bench", "ledger", "--only", "recovery", "--recovery-accounts", "100", "--recovery-entries", "8190", "--output", "json");
        using var json = JsonDocument.Parse(output);
        Assert.Equal(0, exitCode);
        Assert.All(json.RootElement.EnumerateArray(), row => Assert.Equal(["name", "value", "unit", "goal", "met"], row.EnumerateObject().Select(property => property.Name)));
        Assert.Contains(json.RootElement.EnumerateArray(), row => row.GetProperty("name").GetString() == "recovery: snapshot of 100 accounts, chain verified, 8,190 entries replayed");
    }

    private string Balance(params string[] args)
    {
        using var json = Json(["account", .. args, "-o", "json"]);
        return json.RootElement.GetProperty("accounts")[0].GetProperty("balance").GetString()!;
    }

    private JsonDocument Json(params string[] args)
    {
        var (exitCode, output, error) = GiroCommand.Run([.. args, "--data", _book.Path]);
        Assert.Equal((0, ""), (exitCode, error));
        return JsonDocument.Parse(output);
    }

    private static string[] Lines(string text) => text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private static void Do(StoredBook book, Submission submission)
    {
        foreach (var result in book.Book.Execute(submission)) Assert.Equal(Status.Accepted, result.Status);
        submission.Clear();
    }

    public void Dispose() => _book.Dispose();
}
