using Giro.Ledger.Currencies;
using Giro.Messages.Iso20022;
using Giro.Operations.Institution;

namespace Giro.Operations.Settlement;

/// <summary>From pain.002 and camt.054 to what they say of payouts. Nothing is done here, so nothing has to be undone when the end of a file does not agree with it.</summary>
internal sealed class BankFileReader(PaymentInstitution institution)
{
    private readonly List<BankEvent> _events = [];
    private readonly List<BankFileFinding> _findings = [];
    private int _line;

    public string MessageId { get; private set; } = "";

    public IReadOnlyList<BankEvent> Events => _events;

    public IReadOnlyList<BankFileFinding> Findings => _findings;

    /// <summary>The file as a whole cannot be acted on.</summary>
    public bool IsFlagged { get; private set; }

    /// <param name="payoutsOf">The end-to-end ids of a payout file, for answers to the file as a whole.</param>
    /// <exception cref="Giro.Messages.MessageFormatException">The file cannot be read.</exception>
    public void ReadStatusReport(Stream file, string fileName, Func<string, IEnumerable<string>> payoutsOf)
    {
        using var reader = new Pain002Reader(file, fileName, Digits);
        var listed = new HashSet<string>();
        var hasGroups = false;
        while (reader.Read() is { } item)
        {
            switch (item)
            {
                case Pain002Item.ReportStart start:
                    MessageId = start.Report.MessageId;
                    break;
                case Pain002Item.Transaction transaction:
                    Add(transaction, listed);
                    break;
                case Pain002Item.PaymentEnd end:
                    Flag(end.Findings.Select(finding => finding.Text));
                    // Our payment information has the id of its message; an answer to it holds for all of it that is not answered one by one.
                    hasGroups |= AddAll(end.Information.Group, payoutsOf(end.Information.Id), listed);
                    break;
                case Pain002Item.ReportEnd end:
                    Flag(end.Findings.Select(finding => finding.Text));
                    if (!hasGroups) AddAll(end.Report.Group, payoutsOf(end.Report.OriginalMessageId), listed);
                    break;
            }
        }
    }

    /// <exception cref="Giro.Messages.MessageFormatException">The file cannot be read.</exception>
    public void ReadNotification(Stream file, string fileName, Func<string, bool> isPayout)
    {
        using var reader = new Camt054Reader(file, fileName, Digits);
        while (reader.Read() is { } item)
        {
            switch (item)
            {
                case Camt054Item.NotificationStart start:
                    MessageId = start.Message.MessageId;
                    if (!IsOurs(start.Header)) Flag([$"the account {start.Header.Account.Identification} is not ours"]);
                    break;
                case Camt054Item.Entry { Value.IsBooked: true } entry:
                    Flag(entry.Findings.Select(finding => finding.Text));
                    Add(entry.Value, isPayout);
                    break;
                case Camt054Item.NotificationEnd end:
                    Flag(end.Findings.Select(finding => finding.Text));
                    break;
            }
        }
    }

    private void Add(Pain002Item.Transaction transaction, HashSet<string> listed)
    {
        _line++;
        var value = transaction.Value;
        var reference = value.EndToEndId ?? "";
        if (transaction.Findings.Count > 0)
        {
            foreach (var finding in transaction.Findings) Find(BankFileFindingType.Inconsistent, reference, finding.Text);
        }
        else if (reference.Length == 0)
        {
            Find(BankFileFindingType.NoReference, value.InstructionId ?? "", "a transaction has no end-to-end id");
        }
        else if (StateOf(value.Status) is { } to)
        {
            listed.Add(reference);
            _events.Add(new BankEvent(_line, reference, to, value.Amount?.AmountMinor, value.Amount?.Currency ?? "", ReasonOf(value.Reasons)));
        }
        else
        {
            Find(BankFileFindingType.StatusUnknown, reference, $"the status {value.Status ?? "(none)"} is not one that we know");
        }
    }

    private bool AddAll(GroupStatus group, IEnumerable<string> payouts, HashSet<string> listed)
    {
        if (group.Status is null || StateOf(group.Status) is not { } to || to == PayoutState.None) return false;
        foreach (var reference in payouts.Where(listed.Add)) _events.Add(new BankEvent(++_line, reference, to, null, "", ReasonOf(group.Reasons)));
        return true;
    }

    private void Add(StatementEntry entry, Func<string, bool> isPayout)
    {
        foreach (var detail in entry.Details.DefaultIfEmpty(new EntryDetail()))
        {
            _line++;
            var reference = detail.EndToEndId ?? "";
            var isDebit = (detail.Side ?? entry.Side) == CreditDebit.Debit;
            // Money that comes in and is no payout of ours coming back is somebody else's business: a channel's, say.
            if (!isDebit && detail.Return is null && !isPayout(reference)) continue;
            if (reference.Length == 0)
            {
                Find(BankFileFindingType.NoReference, entry.AccountServicerReference ?? "", "an entry has no end-to-end id");
                continue;
            }

            var amount = detail.Amount ?? (entry.Details.Count == 1 ? entry.Amount : null);
            _events.Add(new BankEvent(
                _line, reference, isDebit ? PayoutState.Settled : PayoutState.Returned, amount?.AmountMinor, amount?.Currency ?? "", detail.Return?.Reason ?? ""));
        }
    }

    /// <summary>Null for a status that says nothing to us; None for one that says only that the bank has it.</summary>
    private static PayoutState? StateOf(string? status) => status switch
    {
        "ACCP" or "ACSP" or "ACSC" or "ACCC" or "ACWC" => PayoutState.Accepted,
        "RJCT" => PayoutState.Rejected,
        "RCVD" or "ACTC" or "PDNG" => PayoutState.None,
        _ => null,
    };

    private static string ReasonOf(IReadOnlyList<StatusReason> reasons) =>
        string.Join("; ", reasons.Select(reason => string.Join(' ', reason.AdditionalInformation.Prepend(reason.Code ?? reason.Proprietary ?? ""))).Select(text => text.Trim()));

    private bool IsOurs(StatementHeader header) =>
        Currency.TryFromCode(header.Currency, out var currency) && institution.NostroIn(currency)?.Iban == header.Account.Identification;

    private void Flag(IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            IsFlagged = true;
            _line++;
            Find(BankFileFindingType.Inconsistent, "", text);
        }
    }

    private void Find(BankFileFindingType type, string reference, string text) => _findings.Add(new BankFileFinding(_line, type, reference, text));

    private static int Digits(string code) => Currency.TryFromCode(code, out var currency) ? currency.MinorUnits : -1;
}
