using Giro.Messages.Iso20022;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Calendars;

namespace Giro.Cli.Demo;

/// <summary>Something that the bank does other than it was told. Reconciliation must find it and never sees this.</summary>
/// <param name="DifferenceMinor">Money that moved beyond what was instructed; minus for money that left our account.</param>
internal readonly record struct Deviation(string Type, string Reference, long DifferenceMinor);

/// <summary>What a channel pays in, from the channel's own books.</summary>
internal readonly record struct ChannelCredit(string Reference, long AmountMinor, string Payer);

/// <summary>
/// The bank: takes payout files, says of each payout whether it will make it (pain.002), makes them with mistakes, sends one back, and reports what moved while it moves
/// (camt.054) and at the end of the day (camt.053).
/// </summary>
internal sealed class BankSimulator(PaymentInstitution institution, BusinessCalendar calendar, DateOnly date, long openingMinor, ulong seed)
{
    /// <summary>What it charges, and nobody instructed.</summary>
    public const long ChargeMinor = 12_50;

    private readonly SeededRandom _random = new(seed ^ 0xBA2C);
    private readonly List<StatementEntry> _entries = [];
    private readonly List<Deviation> _deviations = [];
    private readonly List<Instruction> _returned = [];
    private int _references;
    private bool _hasMadeMistakes;

    /// <summary>What the statement will not show as it was instructed.</summary>
    public IReadOnlyList<Deviation> Deviations => _deviations;

    /// <summary>Payouts that it will not make.</summary>
    public int Rejected { get; private set; }

    /// <summary>Payouts whose money it took and gave back.</summary>
    public IReadOnlyList<Instruction> Returned => _returned;

    /// <summary>Payouts that it made, whether or not the money came back.</summary>
    public int Made { get; private set; }

    /// <summary>Payouts that it accepted and did not make today.</summary>
    public int NotMade { get; private set; }

    public void Credit(ChannelCredit credit) => Book(credit.AmountMinor, credit.Reference, credit.Payer, null);

    /// <summary>Answers a payout file and executes what it accepts. All its mistakes are made with the first one.</summary>
    public void Take(InstructionFile file, DateTimeOffset at, string answerPath)
    {
        var mistakes = _hasMadeMistakes ? [] : PickMistakes(file.Instructions.Count);
        _hasMadeMistakes = true;
        var answers = new List<TransactionStatus>(file.Instructions.Count);
        for (var i = 0; i < file.Instructions.Count; i++)
        {
            var (instruction, mistake) = (file.Instructions[i], mistakes.GetValueOrDefault(i));
            var isRejected = mistake == "Rejected";
            answers.Add(new TransactionStatus
            {
                EndToEndId = instruction.EndToEndId, Status = isRejected ? "RJCT" : "ACSP", Reasons = isRejected ? [new StatusReason("AC04")] : [], Amount = Amount(instruction.AmountMinor),
            });
            if (isRejected) Rejected++;
            else Execute(instruction, mistake);
        }

        var report = new StatusReport
        {
            MessageId = "SR-" + file.MessageId, CreatedAt = at, OriginalMessageId = file.MessageId, OriginalMessageName = "pain.001.001.10",
            Group = new GroupStatus { Status = answers.Exists(answer => answer.IsRejected) ? "PART" : "ACSP" },
        };
        using var output = Create(answerPath);
        Pain002Writer.Write(output, report, [new ReportedPayments(new PaymentInformationStatus(file.MessageId), answers)]);
    }

    /// <summary>What was booked for payouts so far.</summary>
    public void Notify(DateTimeOffset at, string path)
    {
        var id = $"NTF-{date:yyyyMMdd}";
        using var output = Create(path);
        Camt054Writer.Write(output, new StatementMessage(id, at), [new Statement(Header(id, at, []), [.. _entries.Where(entry => entry.IsBooked && IsOfPayout(entry))])]);
    }

    /// <summary>The statement of the day.</summary>
    public void Close(DateTimeOffset at, string path)
    {
        BookUnknown();
        var closingMinor = openingMinor + _entries.Where(entry => entry.IsBooked).Sum(entry => entry.SignedMinor);
        var id = $"STMT-{date:yyyyMMdd}";
        using var output = Create(path);
        Camt053Writer.Write(output, new StatementMessage(id, at), [new Statement(Header(id, at, [Balance("OPBD", openingMinor), Balance("CLBD", closingMinor)]), _entries)]);
    }

    private Dictionary<int, string> PickMistakes(int instructions)
    {
        var each = Math.Clamp(instructions / 200, 1, 5);
        var mistakes = new Dictionary<int, string>();
        foreach (var (mistake, count) in ((string, int)[])[("Returned", 1), ("Rejected", each), ("MissingAtBank", each), ("Date", each), ("DuplicateAtBank", each), ("Amount", each)])
        {
            var wanted = Math.Min(mistakes.Count + count, instructions);
            while (mistakes.Count < wanted) mistakes.TryAdd(_random.Below(instructions), mistake);
        }

        return mistakes;
    }

    private void Execute(Instruction instruction, string? mistake)
    {
        var amountMinor = -instruction.AmountMinor;
        switch (mistake)
        {
            case "MissingAtBank":
                NotMade++;
                _deviations.Add(new Deviation(mistake, instruction.EndToEndId, instruction.AmountMinor));
                return;
            case "Date":
                // Announced, and booked on the next business day.
                NotMade++;
                Book(amountMinor, instruction.EndToEndId, instruction.CreditorName, instruction.CreditorIban, calendar.Next(date));
                _deviations.Add(new Deviation(mistake, instruction.EndToEndId, 0));
                return;
            case "DuplicateAtBank":
                Book(amountMinor, instruction.EndToEndId, instruction.CreditorName, instruction.CreditorIban);
                _deviations.Add(new Deviation(mistake, instruction.EndToEndId, amountMinor));
                break;
            case "Amount":
                var moreMinor = _random.Between(1, 9_99);
                amountMinor -= moreMinor;
                _deviations.Add(new Deviation(mistake, instruction.EndToEndId, -moreMinor));
                break;
        }

        Made++;
        Book(amountMinor, instruction.EndToEndId, instruction.CreditorName, instruction.CreditorIban);
        if (mistake != "Returned") return;
        _returned.Add(instruction);
        Book(-amountMinor, instruction.EndToEndId, instruction.CreditorName, instruction.CreditorIban, returnReason: "AC04");
    }

    /// <summary>A charge that nobody instructed, with no end-to-end id, and money from a stranger, with one that is not ours.</summary>
    private void BookUnknown()
    {
        Book(-ChargeMinor, null, "Account charges", null);
        _deviations.Add(new Deviation("MissingWithUs", BankReference(_references), -ChargeMinor));
        Book(431_07, "INV-2026-5512", "Nobody That We Know", null);
        _deviations.Add(new Deviation("MissingWithUs", "INV-2026-5512", 431_07));
    }

    private static string BankReference(int number) => $"BK{number:D8}";

    private static bool IsOfPayout(StatementEntry entry) => entry.Details is [{ EndToEndId: { } reference }] && reference.StartsWith("PO-", StringComparison.Ordinal);

    private void Book(long amountMinor, string? endToEndId, string party, string? iban, DateOnly? laterDate = null, string? returnReason = null)
    {
        var counterparty = new StatementParty(party, iban is null ? null : new BankAccount.Iban(iban));
        var amount = Amount(Math.Abs(amountMinor));
        var reference = BankReference(++_references);
        _entries.Add(new StatementEntry
        {
            Amount = amount,
            Side = amountMinor < 0 ? CreditDebit.Debit : CreditDebit.Credit,
            Status = laterDate is null ? "BOOK" : "PDNG",
            BookingDate = laterDate ?? date,
            ValueDate = laterDate ?? date,
            AccountServicerReference = reference,
            TransactionCode = new BankTransactionCode("PMNT", amountMinor < 0 ? "ICDT" : "RCDT", returnReason is null ? "ESCT" : "RRTN"),
            Details = endToEndId is null
                ? []
                :
                [
                    new EntryDetail
                    {
                        EndToEndId = endToEndId, Amount = amount, Debtor = amountMinor < 0 ? null : counterparty, Creditor = amountMinor < 0 ? counterparty : null,
                        Return = returnReason is null ? null : new ReturnInformation(returnReason),
                    },
                ],
        });
    }

    private StatementHeader Header(string id, DateTimeOffset at, IReadOnlyList<StatementBalance> balances) => new()
    {
        Id = id,
        Account = new BankAccount.Iban(institution.Nostro.Iban),
        Currency = institution.Currency.Code,
        MinorUnitDigits = institution.Currency.MinorUnits,
        OwnerName = institution.Name,
        CreatedAt = at,
        Balances = balances,
    };

    private StatementBalance Balance(string type, long minor) => new(type, Amount(Math.Abs(minor)), minor < 0 ? CreditDebit.Debit : CreditDebit.Credit, date);

    private CurrencyAmount Amount(long minor) => new(minor, institution.Currency.Code, institution.Currency.MinorUnits);

    private static FileStream Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
    }
}
