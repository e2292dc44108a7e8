using Giro.Messages.Iso20022;
using Giro.Operations.Institution;
using Giro.Operations.Settlement;

namespace Giro.Operations.Tests;

/// <summary>What the bank answers to payouts, as files.</summary>
internal static class BankFiles
{
    public static BankFileRun Run(TestDay day) => new(day.Book, day.Institution, day.Accounts, day.Payouts, day.Waiting);

    public static BankFileResult Accept(TestDay day, string messageId, params string[] payouts) => Answer(day, messageId, [.. payouts.Select(payout => (payout, "ACSP", ""))]);

    public static BankFileResult Reject(TestDay day, string messageId, string payout, string reason) => Answer(day, messageId, [(payout, "RJCT", reason)]);

    /// <summary>A pain.002 with these transactions.</summary>
    public static BankFileResult Answer(TestDay day, string messageId, (string Payout, string Status, string Reason)[] transactions, string? groupStatus = null, string original = "PO-20261111-1")
    {
        var path = day.FileOf($"pain002-{messageId}-{Guid.NewGuid():N}.xml");
        using (var file = File.Create(path))
        {
            var report = new StatusReport
            {
                MessageId = messageId, CreatedAt = day.Time.GetUtcNow(), OriginalMessageId = original, OriginalMessageName = "pain.001.001.10",
                Group = new GroupStatus { Status = groupStatus },
            };
            var statuses = transactions.Select(transaction => new TransactionStatus
            {
                EndToEndId = transaction.Payout, Status = transaction.Status,
                Reasons = transaction.Reason.Length == 0 ? [] : [new StatusReason(transaction.Reason)],
            });
            Pain002Writer.Write(file, report, transactions.Length == 0 ? [] : [new ReportedPayments(new PaymentInformationStatus(original), statuses)]);
        }

        return Run(day).ReadStatusReport(path);
    }

    /// <summary>A camt.054 of the account in a currency: minus for debits; a credit with a reason is a return.</summary>
    public static BankFileResult Notify(TestDay day, string messageId, params (string Payout, long AmountMinor, string Reason)[] entries) =>
        NotifyIn(day, day.Institution.Currency.Code, messageId, entries);

    public static BankFileResult NotifyIn(TestDay day, string currencyCode, string messageId, params (string Payout, long AmountMinor, string Reason)[] entries) =>
        Run(day).ReadNotification(Notification(day, currencyCode, messageId, entries));

    public static string Notification(TestDay day, string currencyCode, string messageId, params (string Payout, long AmountMinor, string Reason)[] entries)
    {
        var currency = Giro.Ledger.Currencies.Currency.FromCode(currencyCode);
        var path = day.FileOf($"camt054-{messageId}-{Guid.NewGuid():N}.xml");
        var header = new StatementHeader
        {
            Id = messageId, Account = new BankAccount.Iban(day.Institution.NostroIn(currency)!.Iban), Currency = currencyCode, MinorUnitDigits = currency.MinorUnits, Balances = [],
        };
        var lines = entries.Select((entry, i) =>
        {
            var amount = new CurrencyAmount(Math.Abs(entry.AmountMinor), currencyCode, currency.MinorUnits);
            return new StatementEntry
            {
                Amount = amount, Side = entry.AmountMinor < 0 ? CreditDebit.Debit : CreditDebit.Credit, Status = "BOOK", BookingDate = TestInstitution.Wednesday,
                ValueDate = TestInstitution.Wednesday, AccountServicerReference = $"B{i + 1}", TransactionCode = new BankTransactionCode("PMNT", "ICDT", "ESCT"),
                Details = [new EntryDetail { EndToEndId = entry.Payout, Amount = amount, Return = entry.Reason.Length == 0 ? null : new ReturnInformation(entry.Reason) }],
            };
        });
        using var file = File.Create(path);
        Camt054Writer.Write(file, new StatementMessage(messageId, day.Time.GetUtcNow()), [new Statement(header, [.. lines])]);
        return path;
    }
}
