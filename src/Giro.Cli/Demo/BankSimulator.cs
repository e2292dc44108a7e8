using Giro.Messages.Iso20022;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Calendars;

namespace Giro.Cli.Demo;

/// <summary>Something that the bank does other than it was told. Reconciliation must find it and never sees this.</summary>
/// <param name="DifferenceMinor">Money that moved beyond what was instructed; minus for money that left our account.</param>
internal readonly record struct Deviation(string Type, string Reference, long DifferenceMinor);

/// <summary>What a channel pays in, from the channel's own books.</summary>
internal readonly record struct ChannelCredit(string Reference, long AmountMinor, string Payer);

/// <summary>The bank: executes a payout file and reports the day as a camt.053 statement, with mistakes.</summary>
internal sealed class BankSimulator(PaymentInstitution institution, BusinessCalendar calendar, ulong seed)
{
    private readonly SeededRandom _random = new(seed ^ 0xBA2C);
    private readonly List<StatementEntry> _entries = [];
    private readonly List<Deviation> _deviations = [];
    private DateOnly _date;
    private int _references;

    /// <summary>Writes the statement and returns what is wrong with it.</summary>
    public (IReadOnlyList<Deviation> Deviations, long ClosingMinor) Answer(
        IReadOnlyList<InstructionFile> files, IReadOnlyList<ChannelCredit> credits, DateOnly date, long openingMinor, DateTimeOffset at, string path)
    {
        _date = date;
        foreach (var credit in credits) Book(credit.AmountMinor, credit.Reference, credit.Payer, null);
        var instructions = files.SelectMany(file => file.Instructions).ToList();
        var mistakes = PickMistakes(instructions.Count);
        for (var i = 0; i < instructions.Count; i++) Execute(instructions[i], mistakes.GetValueOrDefault(i));
        BookUnknown();
        var closingMinor = openingMinor + _entries.Where(entry => entry.IsBooked).Sum(entry => entry.SignedMinor);
        Write(path, openingMinor, closingMinor, at);
        return (_deviations, closingMinor);
    }

    private Dictionary<int, string> PickMistakes(int instructions)
    {
        var each = Math.Clamp(instructions / 200, 1, 5);
        var mistakes = new Dictionary<int, string>();
        foreach (var mistake in new[] { "Missing", "Late", "Doubled", "AmountDiffers" })
        {
            var wanted = Math.Min(mistakes.Count + each, instructions);
            while (mistakes.Count < wanted) mistakes.TryAdd(_random.Below(instructions), mistake);
        }

        return mistakes;
    }

    private void Execute(Instruction instruction, string? mistake)
    {
        var amountMinor = -instruction.AmountMinor;
        switch (mistake)
        {
            case "Missing":
                _deviations.Add(new Deviation(mistake, instruction.EndToEndId, instruction.AmountMinor));
                return;
            case "Late":
                // Announced, and booked on the next business day.
                Book(amountMinor, instruction.EndToEndId, instruction.CreditorName, instruction.CreditorIban, calendar.Next(_date));
                _deviations.Add(new Deviation(mistake, instruction.EndToEndId, 0));
                return;
            case "Doubled":
                Book(amountMinor, instruction.EndToEndId, instruction.CreditorName, instruction.CreditorIban);
                _deviations.Add(new Deviation(mistake, instruction.EndToEndId, amountMinor));
                break;
            case "AmountDiffers":
                var moreMinor = _random.Between(1, 9_99);
                amountMinor -= moreMinor;
                _deviations.Add(new Deviation(mistake, instruction.EndToEndId, -moreMinor));
                break;
        }

        Book(amountMinor, instruction.EndToEndId, instruction.CreditorName, instruction.CreditorIban);
    }

    /// <summary>A charge that nobody instructed, with no end-to-end id, and money from a stranger, with one that is not ours.</summary>
    private void BookUnknown()
    {
        Book(-12_50, null, "Account charges", null);
        _deviations.Add(new Deviation("Unknown", BankReference(_references), -12_50));
        Book(431_07, "INV-2026-5512", "Nobody That We Know", null);
        _deviations.Add(new Deviation("Unknown", "INV-2026-5512", 431_07));
    }

    private static string BankReference(int number) => $"BK{number:D8}";

    private void Book(long amountMinor, string? endToEndId, string party, string? iban, DateOnly? laterDate = null)
    {
        var counterparty = new StatementParty(party, iban is null ? null : new BankAccount.Iban(iban));
        var amount = new CurrencyAmount(Math.Abs(amountMinor), institution.Currency.Code, institution.Currency.MinorUnits);
        var reference = BankReference(++_references);
        _entries.Add(new StatementEntry
        {
            Amount = amount,
            Side = amountMinor < 0 ? CreditDebit.Debit : CreditDebit.Credit,
            Status = laterDate is null ? "BOOK" : "PDNG",
            BookingDate = laterDate ?? _date,
            ValueDate = laterDate ?? _date,
            AccountServicerReference = reference,
            TransactionCode = new BankTransactionCode("PMNT", amountMinor < 0 ? "ICDT" : "RCDT", "ESCT"),
            Details = endToEndId is null
                ? []
                : [new EntryDetail { EndToEndId = endToEndId, Amount = amount, Debtor = amountMinor < 0 ? null : counterparty, Creditor = amountMinor < 0 ? counterparty : null }],
        });
    }

    private void Write(string path, long openingMinor, long closingMinor, DateTimeOffset at)
    {
        var id = $"STMT-{_date:yyyyMMdd}";
        var header = new StatementHeader
        {
            Id = id,
            Account = new BankAccount.Iban(institution.Nostro.Iban),
            Currency = institution.Currency.Code,
            MinorUnitDigits = institution.Currency.MinorUnits,
            OwnerName = institution.Name,
            CreatedAt = at,
            Balances = [Balance("OPBD", openingMinor), Balance("CLBD", closingMinor)],
        };
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
        Camt053Writer.Write(file, new StatementMessage(id, at), [new Statement(header, _entries)]);
    }

    private StatementBalance Balance(string type, long minor) => new(
        type, new CurrencyAmount(Math.Abs(minor), institution.Currency.Code, institution.Currency.MinorUnits), minor < 0 ? CreditDebit.Debit : CreditDebit.Credit, _date);
}
