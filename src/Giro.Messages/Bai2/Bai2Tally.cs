using Giro.Messages.Iso20022;
using Giro.Messages.Lines;
using Giro.Messages.Reports;

namespace Giro.Messages.Bai2;

/// <summary>
/// Adds up accounts, groups and the file. An account's control total is the sum of all its amount fields, balances and totals and transactions alike, with
/// their signs; how an amount spreads over days is not in it. A group's is the sum of its accounts' as they state them, a file's of its groups', so that one
/// wrong figure is one finding.
/// </summary>
internal sealed class Bai2Tally(FindingLog findings)
{
    private Int128 _accountMinor;
    private Int128 _groupMinor;
    private Int128 _fileMinor;
    private long _accountRecords;
    private long _groupRecords;
    private long _fileRecords;
    private long _accounts;
    private long _groups;
    private ReportTotals _totals = new(0, 0, 0, 0, 0);

    public void StartFile(int records) => (_fileMinor, _fileRecords, _groups) = (0, records, 0);

    public void StartGroup(int records)
    {
        (_groupMinor, _groupRecords, _accounts) = (0, records, 0);
        _fileRecords += records;
        _groups++;
    }

    public void StartAccount(AccountIdentifier account, int records)
    {
        (_accountMinor, _accountRecords, _totals) = (0, 0, new ReportTotals(0, 0, 0, 0, 0));
        CountAccount(records);
        _accounts++;
        foreach (var summary in account.Summaries) _accountMinor += summary.AmountMinor ?? 0;
    }

    public void Add(TransactionDetail detail, int records)
    {
        CountAccount(records);
        var amountMinor = detail.AmountMinor ?? 0;
        _accountMinor += amountMinor;
        _totals = detail.Side switch
        {
            CreditOrDebit.Credit => _totals with { CreditCount = _totals.CreditCount + 1, CreditMinor = _totals.CreditMinor + amountMinor },
            CreditOrDebit.Debit => _totals with { DebitCount = _totals.DebitCount + 1, DebitMinor = _totals.DebitMinor + amountMinor },
            _ => _totals,
        } with { Lines = _totals.Lines + 1 };
    }

    public void CountAccount(int records)
    {
        _accountRecords += records;
        CountGroup(records);
    }

    public void CountGroup(int records)
    {
        _groupRecords += records;
        CountFile(records);
    }

    public void CountFile(int records) => _fileRecords += records;

    public ReportTotals EndAccount(AccountIdentifier account, AccountTrailer? trailer)
    {
        if (trailer is null)
            findings.Add("trailer-missing", "49", "", account.Place, $"account {account.AccountNumber} has no trailer (49): it may have been cut");
        else
        {
            CheckTotal("account", trailer.ControlTotalMinor, _accountMinor, trailer.Place);
            CheckCount("record-count", "records of the account", trailer.RecordCount, _accountRecords, trailer.Place);
        }

        CheckDetails(account, "100", "105", "credit", _totals.CreditCount, _totals.CreditMinor);
        CheckDetails(account, "400", "405", "debit", _totals.DebitCount, _totals.DebitMinor);
        CheckBalances(account);
        _groupMinor += trailer?.ControlTotalMinor ?? _accountMinor;
        return _totals;
    }

    public void EndGroup(GroupHeader group, GroupTrailer? trailer)
    {
        _fileMinor += trailer?.ControlTotalMinor ?? _groupMinor;
        if (trailer is null)
        {
            findings.Add("trailer-missing", "98", "", group.Place, "the group has no trailer (98): it may have been cut");
            return;
        }

        CheckTotal("group", trailer.ControlTotalMinor, _groupMinor, trailer.Place);
        CheckCount("account-count", "accounts of the group", trailer.AccountCount, _accounts, trailer.Place);
        CheckCount("record-count", "records of the group", trailer.RecordCount, _groupRecords, trailer.Place);
    }

    public void EndFile(FileHeader file, FileTrailer? trailer)
    {
        if (trailer is null)
        {
            findings.Add("trailer-missing", "99", "", file.Place, "the file has no trailer (99): it may have been cut");
            return;
        }

        CheckTotal("file", trailer.ControlTotalMinor, _fileMinor, trailer.Place);
        CheckCount("group-count", "groups of the file", trailer.GroupCount, _groups, trailer.Place);
        CheckCount("record-count", "records of the file", trailer.RecordCount, _fileRecords, trailer.Place);
    }

    /// <summary>Total and count of a side against its transactions, where the account lists any and does not say that it leaves some out.</summary>
    private void CheckDetails(AccountIdentifier account, string total, string notDetailed, string side, long count, Int128 sumMinor)
    {
        if (account.Summary(total) is not { AmountMinor: { } statedMinor } stated || count == 0
            || account.Summary(notDetailed) is { AmountMinor: not (null or 0) }) return;
        var statedCount = stated.ItemCount ?? count;
        if (statedMinor != sumMinor || statedCount != count)
            findings.Add($"{side}-total", $"{statedCount}: {Figure(account, statedMinor)}", $"{count}: {Figure(account, sumMinor)}", account.Place,
                $"account {account.AccountNumber} states {statedCount} {side}s of {Shown(account, statedMinor)}, and lists {count} of "
                    + $"{Shown(account, sumMinor)}");
    }

    /// <summary>Opening ledger and the day's totals, or its transactions where there is no total, give the closing ledger.</summary>
    private void CheckBalances(AccountIdentifier account)
    {
        if (account.OpeningLedgerMinor is not { } openingMinor || account.ClosingLedgerMinor is not { } closingMinor) return;
        var (credits, debits) = (account.Summary("100")?.AmountMinor, account.Summary("400")?.AmountMinor);
        if (credits is null && debits is null && _totals.Lines == 0) return; // balances only: nothing says what moved between them
        var netMinor = (credits ?? _totals.CreditMinor) - (debits ?? _totals.DebitMinor);
        if (openingMinor + netMinor != closingMinor)
            findings.Add("closing-balance", Figure(account, closingMinor), Figure(account, openingMinor + netMinor), account.Place,
                $"account {account.AccountNumber}: opening ledger {Shown(account, openingMinor)} and the net of its totals {Shown(account, netMinor)} give "
                + $"{Shown(account, openingMinor + netMinor)}, but the closing ledger is {Shown(account, closingMinor)}");
    }

    private void CheckTotal(string of, long? statedMinor, Int128 foundMinor, MessagePlace place)
    {
        if (statedMinor is null)
            findings.Add("control-total", "", $"{foundMinor}", place, $"the trailer of the {of} has no control total; the amounts sum to {foundMinor}");
        else if (statedMinor != foundMinor)
            findings.Add("control-total", $"{statedMinor}", $"{foundMinor}", place,
                $"the {of}'s control total is {statedMinor}, and the amounts sum to {foundMinor}");
    }

    private void CheckCount(string code, string what, int? stated, long found, MessagePlace place)
    {
        if (stated != found)
            findings.Add(code, $"{stated}", $"{found}", place,
                $"the trailer states {(stated is null ? "no number of" : stated)} {what}, and there are {found}");
    }

    private static string Figure(AccountIdentifier account, Int128 minor) => DecimalText.Format(minor, account.MinorUnitDigits);

    private static string Shown(AccountIdentifier account, Int128 minor) => $"{Figure(account, minor)} {account.Currency}";
}
