using System.Text;
using Giro.Ledger.Currencies;
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
/// channel settlement are booked against it, a difference in amount and every unexplained line against suspense. What a notification has not said yet, the
/// statement says: a payout that it shows is settled, and one whose money it shows coming back is returned. Running it again changes nothing: the
/// match is a function of statement and records, and the entries' ids are made of the item, or of statement and line.
/// </summary>
public sealed class StatementRun(
    Book book, InstitutionAccounts accounts, PaymentInstitution institution, IReconciliationStore store, IPayoutStore payouts, IWaitingEntryStore entries)
{
    private readonly EntryPosting _posting = new(book);
    private readonly SettlementPosting _waiting = new(book, entries);
    private readonly PayoutTransitions _transitions = new(institution, accounts);

    public StatementResult Run(BankStatement statement)
    {
        var nothing = new MatchResult([], [], []);
        var currency = statement.ForeignCurrency ?? institution.Currency;
        var findings = new List<string>(statement.Findings);
        if (store.ClosingBefore(statement.Id, currency) is { } before && before != statement.OpeningMinor)
            findings.Add($"opens with {statement.OpeningMinor}, the statement before it closed with {before}");
        if (findings.Count > 0) return new StatementResult(StatementStatus.Flagged, statement, nothing, findings);

        var outstanding = store.OutstandingFor(statement.Id, statement.Date, currency, institution.Currency);
        var leaving = outstanding.Payouts.ToDictionary(payout => payout.EndToEndId);
        var comingBack = outstanding.Returns.Concat(FirstHeardOf(statement, currency)).DistinctBy(payout => payout.EndToEndId).ToDictionary(payout => payout.EndToEndId);
        var channels = outstanding.Channels.ToDictionary(channel => channel.Reference);
        ExpectedItem[] expected =
        [
            .. leaving.Values.Select(payout => new ExpectedItem(payout.EndToEndId, -payout.AmountMinor, payout.DueDate)),
            .. comingBack.Values.Select(payout => new ExpectedItem(payout.EndToEndId, payout.AmountMinor, statement.Date)),
            .. outstanding.Channels.Select(channel => new ExpectedItem(channel.Reference, channel.NetMinor, channel.DueDate)),
        ];
        var result = StatementMatcher.Match(expected, statement.Lines, statement.Date);
        var booked = result.Matches.Where(match => match.Line.IsBooked).ToList();
        Move(booked, statement, leaving, comingBack);
        var own = accounts.In(currency);
        foreach (var match in booked)
        {
            var reference = match.Item.Reference;
            if (channels.TryGetValue(reference, out var channel)) Post(channel, statement, match.Line);
            else if (match.Item.AmountMinor < 0)
                Post(leaving[reference].BookedEntryId, EntryKind.PayoutBooked, own, statement, match.Line, Leg.Debit(own.InTransit, leaving[reference].AmountMinor));
            else
                Post(comingBack[reference].ReturnBookedEntryId, EntryKind.ReturnBooked, own, statement, match.Line, Leg.Credit(own.Returns, comingBack[reference].AmountMinor));
        }

        // A line of zero, which some banks send as a notice, moves no money.
        foreach (var line in result.Unexplained.Where(line => line.AmountMinor != 0))
            Post(EntryId.FromReference($"statement/{statement.Id}/{line.Number}"), EntryKind.Unexplained, own, statement, line);
        var refused = _posting.Finish().Where(answer => !answer.IsAccepted).Select(answer => $"the ledger refused an entry: {answer.Status}").ToList();
        if (refused.Count > 0) return new StatementResult(StatementStatus.EntryRefused, statement, result, refused);
        store.Save(statement, currency, result, [.. booked.Select(match => match.Item)]);
        return new StatementResult(StatementStatus.Reconciled, statement, result, []);
    }

    /// <summary>Payouts whose whole money a booked line brings back, and that are not known to be returned.</summary>
    private IEnumerable<Payout> FirstHeardOf(BankStatement statement, Currency currency)
    {
        foreach (var line in statement.Lines.Where(line => line is { IsBooked: true, AmountMinor: > 0, Reference.Length: > 0 }))
        {
            if (payouts.Find(line.Reference) is { } payout && payout.AmountMinor == line.AmountMinor && payout.Currency == currency
                && PayoutStates.Judge(payout.State, payout.Past, PayoutState.Returned) is TransitionVerdict.Done or TransitionVerdict.DoneBySettled)
                yield return payout;
        }
    }

    /// <summary>Settles and returns what the statement shows, where it has not been before.</summary>
    private void Move(List<StatementMatch> booked, BankStatement statement, Dictionary<string, Payout> leaving, Dictionary<string, Payout> comingBack)
    {
        _ = _waiting.Post();
        using (var unit = payouts.Begin())
        {
            foreach (var item in booked.Select(match => match.Item).OrderBy(item => item.AmountMinor > 0))
            {
                var known = item.AmountMinor < 0 ? leaving : comingBack;
                if (!known.ContainsKey(item.Reference)) continue;
                var moved = _transitions.Move(unit, payouts.Find(item.Reference)!, item.AmountMinor < 0 ? PayoutState.Settled : PayoutState.Returned, ("statement", statement.Id));
                if (moved.Verdict == TransitionVerdict.Refused) throw new InvalidDataException(moved.Reason);
            }

            unit.Commit();
        }

        _ = _waiting.Post();
    }

    private void Post(ChannelSettlement settlement, BankStatement statement, in StatementLine line)
    {
        var channel = institution.Channels.Single(channel => channel.Code == settlement.ChannelCode);
        var legs = accounts.Legs?.Of("channel-settled", null, channel, settlement.GrossMinor, settlement.CostMinor);
        if (legs is not null) legs = [.. legs.Where(leg => leg.Account != accounts.Home.Nostro)]; // The nostro account shows what the bank shows, whatever was expected.
        else if (settlement.CostMinor == 0) legs = [Leg.Credit(accounts.Receivable(channel), settlement.GrossMinor)];
        else legs = [Leg.Credit(accounts.Receivable(channel), settlement.GrossMinor), Leg.Debit(accounts.ChannelCosts, settlement.CostMinor)];
        Post(settlement.SettledEntryId, EntryKind.ChannelSettled, accounts.Home, statement, line, legs);
    }

    /// <summary>The line on the nostro account, our side of it, and what is then left on suspense.</summary>
    private void Post(EntryId id, EntryKind kind, CurrencyAccounts own, BankStatement statement, in StatementLine line, params ReadOnlySpan<Leg> ours)
    {
        List<Leg> legs = [.. ours, new Leg(own.Nostro, line.AmountMinor)];
        var leftMinor = legs.Sum(leg => leg.AmountMinor);
        if (leftMinor != 0) legs.Add(new Leg(own.BankSuspense, -leftMinor));
        _posting.Post(
            id, kind, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(legs),
            Encoding.UTF8.GetBytes(System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, object> { ["statement"] = statement.Id, ["line"] = line.Number, ["ref"] = line.Reference })));
    }
}
