using System.Globalization;
using Giro.Messages.Iso20022;
using Giro.Messages.Lines;
using Giro.Messages.Reports;

namespace Giro.Messages.Swift;

/// <summary>
/// Adds up a statement as its lines pass, and says what does not agree in it and with the message before it: pages of a statement chain by their intermediate
/// balances (62M, then 60M), statements that follow each other by closing and opening balance.
/// </summary>
internal sealed class MtTally(FindingLog findings)
{
    private MtStatement? _before;

    public ReportTotals Totals { get; private set; } = new(0, 0, 0, 0, 0);

    public void Start(MtStatement statement)
    {
        Totals = new ReportTotals(0, 0, 0, 0, 0);
        if (_before is { } before && before.AccountIdentification == statement.AccountIdentification && statement.OpeningBalance is { } opening)
            CheckChain(before, statement, opening);
        else if (statement.OpeningBalance is { IsIntermediate: true } intermediate)
            findings.Add("page-missing", "60F", "60M", intermediate.Place,
                "the statement opens with an intermediate balance, and the page before is not in the file");
    }

    public void Add(StatementLine line)
    {
        if (!line.IsBooked)
            Totals = Totals with { Lines = Totals.Lines + 1 };
        else if (line.SignedMinor > 0 || (line.SignedMinor == 0 && line.Mark is DebitCreditMark.Credit or DebitCreditMark.ReversalOfDebit))
            Totals = Totals with { Lines = Totals.Lines + 1, CreditCount = Totals.CreditCount + 1, CreditMinor = Totals.CreditMinor + line.AmountMinor };
        else
            Totals = Totals with { Lines = Totals.Lines + 1, DebitCount = Totals.DebitCount + 1, DebitMinor = Totals.DebitMinor + line.AmountMinor };
    }

    public void Close(MtStatement statement)
    {
        CheckBalances(statement);
        CheckSum(statement, statement.Credits, "credit-total", Totals.CreditCount, Totals.CreditMinor);
        CheckSum(statement, statement.Debits, "debit-total", Totals.DebitCount, Totals.DebitMinor);
        _before = statement;
    }

    private void CheckBalances(MtStatement statement)
    {
        var (opening, closing) = (statement.OpeningBalance, statement.ClosingBalance);
        if (statement.MessageType == "940" && opening is null)
            findings.Add("opening-missing", ":60F:", "", statement.Place,
                "the statement has no opening balance (60F or 60M), so that adding up cannot be checked");
        if (statement.MessageType == "940" && closing is null)
            findings.Add("closing-missing", ":62F:", "", statement.Place, "the statement has no closing balance (62F or 62M): it may have been cut");
        foreach (var balance in (MtBalance?[])[closing, statement.ClosingAvailableBalance, .. statement.ForwardAvailableBalances])
            if (balance is not null && balance.Currency != statement.Currency && statement.Currency.Length > 0)
                findings.Add("balance-currency", statement.Currency, balance.Currency, balance.Place,
                    $"balance {balance.Tag} is in {balance.Currency} on a statement in {statement.Currency}");
        if (opening is null || closing is null || closing.Currency != statement.Currency) return;
        if (closing.Date < opening.Date)
            findings.Add("date-order", Day(opening.Date), Day(closing.Date), closing.Place,
                $"the closing balance is of {Day(closing.Date)}, before the opening balance of {Day(opening.Date)}");
        var netMinor = Totals.CreditMinor - Totals.DebitMinor;
        var givenMinor = opening.SignedMinor + netMinor;
        if (givenMinor != closing.SignedMinor)
            findings.Add("closing-balance", Figure(statement, closing.SignedMinor), Figure(statement, givenMinor), closing.Place,
                $"opening {Shown(statement, opening.SignedMinor)} and lines {Shown(statement, netMinor)} give {Shown(statement, givenMinor)}, "
                + $"but the closing balance is {Shown(statement, closing.SignedMinor)}");
    }

    private void CheckSum(MtStatement statement, MtNumberAndSum? stated, string code, long count, Int128 sumMinor)
    {
        if (stated is null) return;
        var side = stated.IsCredit ? "credits" : "debits";
        if (stated.Currency != statement.Currency && statement.Currency.Length > 0)
            findings.Add(code, statement.Currency, stated.Currency, stated.Place,
                $"the sum of {side} is in {stated.Currency} on a report in {statement.Currency}");
        else if (stated.Count != count || stated.SumMinor != sumMinor)
            findings.Add(code, $"{stated.Count}: {Figure(statement, stated.SumMinor)}", $"{count}: {Figure(statement, sumMinor)}", stated.Place,
                $"the report states {stated.Count} {side} of {Shown(statement, stated.SumMinor)}, and there are {count} of {Shown(statement, sumMinor)}");
    }

    private void CheckChain(MtStatement before, MtStatement statement, MtBalance opening)
    {
        var closing = before.ClosingBalance;
        var isNextPage = Follows(before.SequenceNumber, statement.SequenceNumber) && before.StatementNumber == statement.StatementNumber;
        var isNextStatement = Follows(before.StatementNumber, statement.StatementNumber);
        if (closing is { IsIntermediate: true } && !opening.IsIntermediate)
            findings.Add("page-missing", "60M", "60F", opening.Place,
                $"the page before ({before.Number}) closes with an intermediate balance, and this one opens a statement");
        else if (closing is { IsIntermediate: false } && opening.IsIntermediate)
            findings.Add("page-missing", "60F", "60M", opening.Place,
                $"the message before ({before.Number}) closes its statement, and this one opens with an intermediate balance");
        else if (opening.IsIntermediate && !isNextPage && statement.SequenceNumber.Length > 0)
            findings.Add("page-missing", $"page behind {before.Number}", statement.Number, opening.Place,
                $"page {statement.Number} does not follow page {before.Number}");
        if (closing is null || !(opening.IsIntermediate || isNextPage || isNextStatement)) return;
        if (closing.Currency != opening.Currency || closing.SignedMinor != opening.SignedMinor)
            findings.Add("opening-balance", Figure(before, closing.SignedMinor), Figure(statement, opening.SignedMinor), opening.Place,
                $"{before.Number} closes with {Shown(before, closing.SignedMinor)}, but {statement.Number} opens with {Shown(statement, opening.SignedMinor)}");
    }

    private static bool Follows(string number, string next) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
        && int.TryParse(next, NumberStyles.None, CultureInfo.InvariantCulture, out var second) && second - 1 == first;

    private static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Figure(MtStatement statement, Int128 minor) => DecimalText.Format(minor, statement.MinorUnitDigits);

    private static string Shown(MtStatement statement, Int128 minor) => $"{Figure(statement, minor)} {statement.Currency}";
}
