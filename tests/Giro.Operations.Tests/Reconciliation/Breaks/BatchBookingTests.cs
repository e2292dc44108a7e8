using System.Text;
using Giro.Messages.Iso20022;
using Giro.Operations.Reconciliation;
using Giro.Operations.Reconciliation.Breaks;

namespace Giro.Operations.Tests.Reconciliation.Breaks;

/// <summary>Payouts of a file that the bank books as one line: with its payments, or by the file's message id alone.</summary>
public sealed class BatchBookingTests
{
    private const string MessageId = "PO-20261102-1";

    [Fact]
    public void A_line_of_the_whole_file_books_each_of_its_payouts()
    {
        using var book = new BreakBook("100.00", "50.00");
        var result = book.Statement("B1", $"{MessageId} -150.00");
        Assert.Empty(result.Result.Breaks);
        Assert.Equal((2, 2, 1, 1), (result.Run!.Ours.Lines, result.Run.Ours.MatchedLines, result.Run.Theirs.Lines, result.Run.Theirs.MatchedLines));
        book.AssertLedger("bank/nostro -150.00");
        Assert.True(book.Statement("B1", $"{MessageId} -150.00").IsRepeat);
    }

    [Fact]
    public void A_line_that_is_short_of_a_payout_explains_none_of_them()
    {
        using var book = new BreakBook("100.00", "50.00");
        book.Statement("B1", $"{MessageId} -100.00");
        book.AssertBreaks($"""
            1 missing-with-us {MessageId} -100.00 Open suspense 100.00
            2 missing-at-bank P1 100.00 Open
            3 missing-at-bank P2 50.00 Open
            """);
        // Persons see which it is.
        book.Resolve(ResolutionKind.Match, [1, 2]);
        book.AssertLedger("""
            bank/nostro -100.00
            payout/instructed 50.00
            """);
    }

    [Fact]
    public void A_booking_with_its_payments_is_a_line_each()
    {
        using var book = new BreakBook("100.00", "50.00");
        var today = book.Book.Today;
        EntryDetail Detail(string name, long minor) => new() { EndToEndId = book.Payout(name), Amount = new CurrencyAmount(minor, "EUR", 2) };
        var entry = new StatementEntry
        {
            Amount = new CurrencyAmount(150_00, "EUR", 2), Side = CreditDebit.Debit, Status = "BOOK", BookingDate = today, ValueDate = today, AccountServicerReference = "BK1",
            TransactionCode = new BankTransactionCode("PMNT", "ICDT", "ESCT"), Details = [Detail("P1", 100_00), Detail("P2", 50_00)],
        };
        var header = new StatementHeader
        {
            Id = "B1", Account = new BankAccount.Iban(book.Day.Institution.Nostro.Iban), Currency = "EUR", MinorUnitDigits = 2,
            Balances = [new StatementBalance("OPBD", new CurrencyAmount(0, "EUR", 2), CreditDebit.Credit, today), new StatementBalance("CLBD", new CurrencyAmount(150_00, "EUR", 2), CreditDebit.Debit, today)],
        };
        using var file = new MemoryStream();
        Camt053Writer.Write(file, new StatementMessage("B1", book.Day.Time.GetUtcNow()), [new Statement(header, [entry])]);
        file.Position = 0;
        var statement = BankStatement.Read(file, "statement.xml", book.Day.Institution);
        Assert.Equal([-100_00, -50_00], statement.Lines.Select(line => line.AmountMinor));
        Assert.Empty(book.Run(statement).Result.Breaks);
        book.AssertLedger("bank/nostro -150.00");
    }

    [Fact]
    public void A_statement_may_be_an_MT940()
    {
        using var book = new BreakBook("100.00");
        var text = $"""
            :20:STMT1
            :25:{book.Day.Institution.Nostro.Iban}
            :28C:1/1
            :60F:C261101EUR0,00
            :61:2611021102D100,00NTRF{book.Payout("P1")[..16]}//BK1
            :86:{book.Payout("P1")}
            :62F:D261102EUR100,00
            -
            """.ReplaceLineEndings("\r\n");
        var statement = BankStatement.Read(new MemoryStream(Encoding.Latin1.GetBytes(text)), "statement.sta", book.Day.Institution, "MT940");
        Assert.Empty(statement.Findings);
        Assert.Equal((0L, -100_00L, book.Book.Today), (statement.OpeningMinor, statement.ClosingMinor, statement.Date));
        // The format cuts references at 16 letters, so persons say which payout it is.
        book.Run(statement);
        book.AssertBreaks($"""
            1 missing-with-us {book.Payout("P1")[..16]} -100.00 Open suspense 100.00
            2 missing-at-bank P1 100.00 Open
            """);
    }
}
