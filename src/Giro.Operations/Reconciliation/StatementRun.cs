using System.Text;
using Giro.Ledger.Entries;
using Giro.Ledger.Writer;
using Giro.Operations.Institution;
using Giro.Operations.Settlement;

namespace Giro.Operations.Reconciliation;

/// <summary>Numbers are reported and never reused.</summary>
public enum StatementStatus : byte
{
    None = 0,
    Reconciled = 1,

    /// <summary>The statement does not add up, is not ours, or does not follow the one before it. Nothing was posted or kept.</summary>
    Flagged = 2,

    /// <summary>The ledger refused an entry; nothing was kept, so it can be run again when that is cleared up.</summary>
    EntryRefused = 3,
}

/// <param name="Findings">Why it was flagged or which entry was refused; else empty.</param>
public sealed record StatementResult(StatementStatus Status, BankStatement Statement, MatchResult Result, IReadOnlyList<string> Findings);

/// <summary>
/// Reconciles a bank statement: every booked line becomes an entry on the nostro account, so the ledger shows what the bank shows. Lines that discharge a payout or a
/// channel settlement are booked against it, a difference in amount and every unexplained line against suspense. Running it again changes
/// nothing: the match is a function of statement and records, and the entries' ids are made of the item, or of statement and line.
/// </summary>
public sealed class StatementRun(Book book, InstitutionAccounts accounts, PaymentInstitution institution, IReconciliationStore store)
{
    private readonly EntryPosting _posting = new(book);

    public StatementResult Run(BankStatement statement)
    {
        var nothing = new MatchResult([], [], []);
        var findings = new List<string>(statement.Findings);
        if (store.ClosingBefore(statement.Id) is { } before && before != statement.OpeningMinor)
            findings.Add($"opens with {statement.OpeningMinor}, the statement before it closed with {before}");
        if (findings.Count > 0) return new StatementResult(StatementStatus.Flagged, statement, nothing, findings);

        var outstanding = store.OutstandingFor(statement.Id, statement.Date);
        var payouts = outstanding.Payouts.ToDictionary(payout => payout.EndToEndId);
        var channels = outstanding.Channels.ToDictionary(channel => channel.Reference);
        ExpectedItem[] expected =
        [
            .. outstanding.Payouts.Select(payout => new ExpectedItem(payout.EndToEndId, -payout.AmountMinor, payout.DueDate)),
            .. outstanding.Channels.Select(channel => new ExpectedItem(channel.Reference, channel.NetMinor, channel.DueDate)),
        ];
        var result = StatementMatcher.Match(expected, statement.Lines, statement.Date);
        var booked = result.Matches.Where(match => match.Line.IsBooked).ToList();
        foreach (var match in booked)
        {
            if (payouts.TryGetValue(match.Item.Reference, out var payout)) Post(payout, statement, match.Line);
            else Post(channels[match.Item.Reference], statement, match.Line);
        }

        // A line of zero, which some banks send as a notice, moves no money.
        foreach (var line in result.Unexplained.Where(line => line.AmountMinor != 0)) Post(statement, line);
        var refused = _posting.Finish().Where(answer => !answer.IsAccepted).Select(answer => $"the ledger refused an entry: {answer.Status}").ToList();
        if (refused.Count > 0) return new StatementResult(StatementStatus.EntryRefused, statement, result, refused);
        store.Save(statement, result, [.. booked.Select(match => match.Item.Reference)]);
        return new StatementResult(StatementStatus.Reconciled, statement, result, []);
    }

    private void Post(Payout payout, BankStatement statement, in StatementLine line) => Post(
        payout.SettledEntryId, EntryKind.PayoutSettled, statement, line,
        Leg.Debit(accounts.InTransit, payout.AmountMinor));

    private void Post(ChannelSettlement settlement, BankStatement statement, in StatementLine line)
    {
        var receivable = accounts.Receivable(institution.Channels.Single(channel => channel.Code == settlement.ChannelCode));
        Leg[] legs = settlement.CostMinor == 0
            ? [Leg.Credit(receivable, settlement.GrossMinor)]
            : [Leg.Credit(receivable, settlement.GrossMinor), Leg.Debit(accounts.ChannelCosts, settlement.CostMinor)];
        Post(settlement.SettledEntryId, EntryKind.ChannelSettled, statement, line, legs);
    }

    private void Post(BankStatement statement, in StatementLine line) =>
        Post(EntryId.FromReference($"statement/{statement.Id}/{line.Number}"), EntryKind.Unexplained, statement, line);

    /// <summary>The line on the nostro account, our side of it, and what is then left on suspense.</summary>
    private void Post(EntryId id, EntryKind kind, BankStatement statement, in StatementLine line, params ReadOnlySpan<Leg> ours)
    {
        List<Leg> legs = [.. ours, new Leg(accounts.Nostro, line.AmountMinor)];
        var leftMinor = legs.Sum(leg => leg.AmountMinor);
        if (leftMinor != 0) legs.Add(new Leg(accounts.BankSuspense, -leftMinor));
        _posting.Post(
            id, kind, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(legs),
            Encoding.UTF8.GetBytes(System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, object> { ["statement"] = statement.Id, ["line"] = line.Number, ["ref"] = line.Reference })));
    }
}
