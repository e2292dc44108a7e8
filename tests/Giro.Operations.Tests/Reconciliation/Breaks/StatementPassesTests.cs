using System.Text;
using Giro.Operations.Reconciliation;
using Giro.Operations.Reconciliation.Breaks;
using Giro.Operations.Tests.Reconciliation.Sources;

namespace Giro.Operations.Tests.Reconciliation.Breaks;

/// <summary>Passes of the bank's source over payouts that no line names. Payouts P1, P2, ... are due on Monday 2026-11-02; a line that begins with X names none of them.</summary>
public sealed class StatementPassesTests
{
    private const string Near = """[ { "name": "near", "kind": "window", "key": [], "days": { "before": 0, "after": 3 } } ]""";
    private const string Rounded = """[ { "name": "near", "kind": "window", "key": [], "tolerance": { "below": "0.50", "above": "0.20" } } ]""";
    private const string Sets = """[ { "name": "sets", "kind": "subset", "shape": "many-to-one", "key": [] } ]""";
    private const string Batches = """[ { "name": "batches", "kind": "group", "shape": "many-to-one", "key": ["batch"], "tolerance": { "below": "2.00", "above": "2.00" } } ]""";
    private const string ByDate = """[ { "name": "day", "kind": "exact", "key": ["date"], "compare": ["amount"] } ]""";
    private const string ByDifference = """[ { "name": "the only one", "kind": "difference", "key": ["currency"], "compare": ["amount"] } ]""";

    [Theory]
    //          passes   payouts                statement                     breaks: type, reference, expected, actual
    [InlineData(Near, "100.00 50.00", "X1 -50.00; X2 -100.00", "", "bank/nostro -150.00")]
    [InlineData(Near, "100.00 50.00", "P1 -100.00; X2 -50.00", "", "bank/nostro -150.00")]
    [InlineData(Near, "100.00", "X1 -100.01", "missing-at-bank P1 -100.00 0.00; missing-with-us X1 0.00 -100.01", "bank/nostro -100.01; payout/instructed 100.00; suspense/bank 100.01")]
    [InlineData(Near, "100.00", "X1 100.00", "missing-at-bank P1 -100.00 0.00; missing-with-us X1 0.00 100.00", "bank/nostro 100.00; payout/instructed 100.00; suspense/bank -100.00")]
    // Which of two equal payouts has left, nobody can say; that both have, everybody.
    [InlineData(Near, "100.00 100.00", "X1 -100.00; X2 -100.00", "", "bank/nostro -200.00")]
    [InlineData(Near, "100.00 100.00", "X1 -100.00", "ambiguous P1 -100.00 0.00; ambiguous P2 -100.00 0.00; ambiguous X1 0.00 -100.00", "bank/nostro -100.00; payout/instructed 200.00; suspense/bank 100.00")]
    [InlineData(Near, "100.00", "X1 -100.00; X2 -100.00", "duplicate-at-bank X2 0.00 -100.00", "bank/nostro -200.00; suspense/bank 100.00")]
    // What a tolerance lets pass is a break of its own, and stands on suspense.
    [InlineData(Rounded, "100.00", "X1 -99.50", "amount P1 -100.00 -99.50", "bank/nostro -99.50; suspense/bank -0.50")]
    [InlineData(Rounded, "100.00", "X1 -100.20", "amount P1 -100.00 -100.20", "bank/nostro -100.20; suspense/bank 0.20")]
    [InlineData(Rounded, "100.00", "X1 -100.21", "missing-at-bank P1 -100.00 0.00; missing-with-us X1 0.00 -100.21", "bank/nostro -100.21; payout/instructed 100.00; suspense/bank 100.21")]
    [InlineData(Rounded, "100.00 100.10", "X1 -100.05", "ambiguous P1 -100.00 0.00; ambiguous P2 -100.10 0.00; ambiguous X1 0.00 -100.05", "bank/nostro -100.05; payout/instructed 200.10; suspense/bank 100.05")]
    [InlineData(ByDifference, "100.00", "X1 -75.00", "amount P1 -100.00 -75.00", "bank/nostro -75.00; suspense/bank -25.00")]
    [InlineData(ByDifference, "100.00", "X1 75.00", "missing-at-bank P1 -100.00 0.00; missing-with-us X1 0.00 75.00", "bank/nostro 75.00; payout/instructed 100.00; suspense/bank -75.00")]
    [InlineData(ByDate, "100.00 50.00", "X1 -50.00", "missing-at-bank P1 -100.00 0.00", "bank/nostro -50.00; payout/instructed 100.00")]
    [InlineData(ByDate, "100.00 100.00", "X1 -100.00", "ambiguous P1 -100.00 0.00; ambiguous P2 -100.00 0.00; ambiguous X1 0.00 -100.00", "bank/nostro -100.00; payout/instructed 200.00; suspense/bank 100.00")]
    [InlineData(ByDate, "100.00", "X1 -100.00; X2 -100.00", "duplicate-at-bank X2 0.00 -100.00", "bank/nostro -200.00; suspense/bank 100.00")]
    // Many payouts, one line.
    [InlineData(Sets, "100.00 50.00 30.00", "X1 -150.00", "missing-at-bank P3 -30.00 0.00", "bank/nostro -150.00; payout/instructed 30.00")]
    [InlineData(Sets, "100.00 50.00 30.00 20.00", "X1 -150.00", "ambiguous P1 -100.00 0.00; ambiguous P2 -50.00 0.00; ambiguous P3 -30.00 0.00; ambiguous P4 -20.00 0.00; ambiguous X1 0.00 -150.00", "bank/nostro -150.00; payout/instructed 200.00; suspense/bank 150.00")]
    [InlineData(Batches, "100.00 50.00", "PO-20261102-1 -150.00", "", "bank/nostro -150.00")]
    [InlineData(Batches, "100.00 50.00", "PO-20261102-1 -148.50", "amount P1 -100.00 -98.50", "bank/nostro -148.50; suspense/bank -1.50")]
    public void Passes_explain_lines_that_name_no_payout(string passes, string payouts, string lines, string breaks, string ledger)
    {
        using var book = new BreakBook(payouts.Split(' ')) { Passes = TestPasses.Of(TestPasses.Bank, passes) };
        var statement = lines.Split("; ");
        var result = book.Statement("S1", statement);
        Assert.Equal(breaks, string.Join("; ", result.Result.Breaks.Select(found => Text(found)).Order(StringComparer.Ordinal)));
        Assert.Equal((payouts.Split(' ').Length, statement.Length), (result.Run!.Ours.Lines, result.Run.Theirs.Lines));
        Assert.True(result.Run.Ours.IsConserved && result.Run.Theirs.IsConserved);
        book.AssertLedger(ledger.Replace("; ", Environment.NewLine, StringComparison.Ordinal));
        var before = book.LastNumber;
        Assert.True(book.Statement("S1", statement).IsRepeat);
        Assert.Equal(before, book.LastNumber);
    }

    [Fact]
    public void An_ambiguous_break_names_the_candidates_and_a_corrected_statement_explains_it()
    {
        using var book = new BreakBook("100.00", "100.00") { Passes = TestPasses.Of(TestPasses.Bank, Near) };
        book.Statement("S1", "X1 -100.00");
        book.AssertBreaks("""
            1 ambiguous X1 -100.00 Open suspense 100.00
            2 ambiguous P1 100.00 Open
            3 ambiguous P2 100.00 Open
            """);
        Assert.Equal(
            ["could be PO-20261102-000001 of -100.00, PO-20261102-000002 of -100.00", "could be line 1 of -100.00", "could be line 1 of -100.00"],
            book.Day.Reconciliation.Breaks(new BreakQuery()).Select(@break => @break.Reason));
        book.Statement("S1", "P1 -100.00");
        book.AssertBreaks("""
            1 ambiguous X1 0.00 Superseded
            2 ambiguous P1 0.00 Superseded
            3 missing-at-bank P2 100.00 Open
            """);
        Assert.Equal("", book.Day.Reconciliation.FindBreak(3)!.Reason);
        book.AssertLedger("""
            bank/nostro -100.00
            payout/instructed 100.00
            """);
    }

    [Fact]
    public void A_later_statement_clears_what_it_explains_and_persons_match_the_rest()
    {
        using var book = new BreakBook("100.00", "100.00") { Passes = TestPasses.Of(TestPasses.Bank, Near) };
        book.Statement("S1", "X1 -100.00");
        book.Next();
        book.Statement("S2", "P2 -100.00");
        book.AssertBreaks("""
            1 ambiguous X1 -100.00 Open suspense 100.00
            2 missing-at-bank P1 100.00 Open
            3 ambiguous P2 0.00 Cleared
            """);
        book.Resolve(ResolutionKind.Match, [1, 2]);
        book.AssertLedger("bank/nostro -200.00");
    }

    [Fact]
    public void The_statement_of_an_earlier_day_again_finds_what_it_found_whatever_was_booked_since()
    {
        using var book = new BreakBook("100.00", "100.00") { Passes = TestPasses.Of(TestPasses.Bank, Near) };
        var first = book.Make("S1", 0, "X1 -100.00");
        book.Run(first);
        book.Next();
        book.Statement("S2", "P1 -100.00", "P2 -100.00");
        Assert.True(book.Run(first).IsRepeat);
        book.AssertLedger("""
            bank/nostro -300.00
            suspense/bank 100.00
            """);
    }

    [Fact]
    public void A_corrected_statement_does_not_book_again_what_another_day_has_booked()
    {
        using var book = new BreakBook("100.00") { Passes = TestPasses.Of(TestPasses.Bank, Near) };
        var first = book.Make("S1", 0, "X1 -60.00", "X2 -40.00");
        book.Run(first);
        book.Next();
        book.Statement("S2", "P1 -100.00");
        var corrected = book.Run(first with { Lines = [first.Lines[0] with { AmountMinor = -100_00 }], InputHash = "corrected" });
        Assert.Equal(["missing-with-us X1 0.00 -100.00", "missing-at-bank P1 -100.00 0.00"], corrected.Result.Breaks.Select(Text));
        book.AssertLedger("""
            bank/nostro -200.00
            suspense/bank 100.00
            """);
    }

    [Fact]
    public void What_a_pass_leaves_alone_is_told()
    {
        using var book = new BreakBook("100.00", "50.00") { Passes = TestPasses.Of(TestPasses.Bank, Sets.Replace("\"key\": []", "\"key\": [], \"max-block\": 2", StringComparison.Ordinal)) };
        var result = book.Statement("S1", "X1 -150.00");
        Assert.Equal(["pass 'sets' left 3 lines alone: more than 2 lines"], result.Result.Notes);
        Assert.Equal(["missing-with-us", "missing-at-bank", "missing-at-bank"], result.Result.Breaks.Select(found => found.Type.Name()));
    }

    [Fact]
    public void A_late_line_clears_the_break_of_its_payout()
    {
        using var book = new BreakBook("100.00") { Passes = TestPasses.Of(TestPasses.Bank, Near) };
        book.Statement("S1");
        book.Next();
        book.Statement("S2", "X1 -100.00");
        book.AssertBreaks("1 missing-at-bank P1 0.00 Cleared");
        book.AssertLedger("bank/nostro -100.00");
    }

    [Fact]
    public void Rules_choose_lines_and_keys()
    {
        // A statement says what it was paid for in words, our records in their own.
        const string Rules = """
            strategy payouts version 1
            currency EUR
            input side: text
            input kind: text
            input text: text = ""
            output key: text
            algorithm out
                key = "payout"
            use out
                when side = "left" and kind = "payout"
            use out
                when side = "right" and text starts with "PAYOUT"
            """;
        using var book = new BreakBook("100.00")
        {
            Passes = TestPasses.Of(TestPasses.Bank, """[ { "name": "near", "kind": "window", "key": [], "rules": "match.rules" } ]""", Rules),
        };
        var made = book.Make("S1", 0, "X1 -100.00", "X2 -100.00");
        var result = book.Run(made with { Lines = [made.Lines[0] with { Text = "CARD FEES" }, made.Lines[1] with { Text = "PAYOUT OF 2 NOV" }] });
        Assert.Equal("missing-with-us X1 0.00 -100.00", Text(Assert.Single(result.Result.Breaks)));
    }

    [Fact]
    public void An_MT940_with_cut_references_is_matched_by_amount_date_and_account()
    {
        using var book = new BreakBook("100.00", "50.00")
        {
            Passes = TestPasses.Of(TestPasses.Bank, """[ { "name": "near", "kind": "window", "key": ["counterparty-account"], "days": { "before": 0, "after": 2 } } ]"""),
        };
        var text = $"""
            :20:STMT1
            :25:{book.Day.Institution.Nostro.Iban}
            :28C:1/1
            :60F:C261101EUR0,00
            :61:2611021102D50,00NTRF{book.Payout("P2")[..16]}//BK1
            :86:/IBAN/DE02120300000000202051/NAME/Merchant M2/
            :61:2611021102D100,00NTRF{book.Payout("P1")[..16]}//BK2
            :86:/IBAN/DE02120300000000202051/NAME/Merchant M1/
            :62F:D261102EUR150,00
            -
            """.ReplaceLineEndings("\r\n");
        var statement = BankStatement.Read(new MemoryStream(Encoding.Latin1.GetBytes(text)), "statement.sta", book.Day.Institution, "MT940");
        Assert.Equal(["PO-20261102-0000", "PO-20261102-0000"], statement.Lines.Select(line => line.Reference));
        Assert.Equal(["DE02120300000000202051", "DE02120300000000202051"], statement.Lines.Select(line => line.CounterpartyAccount));
        var result = book.Run(statement);
        Assert.Empty(result.Result.Breaks);
        Assert.Equal([(2, "PO-20261102-000001"), (1, "PO-20261102-000002")], result.Result.Matches.Select(match => (match.Line.Number, match.Item.Reference)));
        book.AssertLedger("bank/nostro -150.00");
    }

    private static string Text(BreakFinding found)
    {
        var name = new[] { "P1", "P2", "P3", "P4" }.FirstOrDefault(name => found.Reference == $"PO-20261102-{name[1..].PadLeft(6, '0')}") ?? found.Reference;
        return $"{found.Type.Name()} {name} {Settlement.SettlementBook.Text(found.ExpectedMinor)} {Settlement.SettlementBook.Text(found.ActualMinor)}";
    }
}
