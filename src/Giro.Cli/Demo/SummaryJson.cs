using System.Text.Json;
using Giro.Operations.Decision;
using Giro.Operations.Institution;

namespace Giro.Cli.Demo;

/// <summary>The summary for machines: the same figures. Amounts are texts in major units, so that no reader rounds them.</summary>
internal static class SummaryJson
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true };

    public static string Of(DaySummary day)
    {
        var document = new Dictionary<string, object?>
        {
            ["institution"] = day.Institution,
            ["businessDate"] = Date(day.Date),
            ["payments"] = day.Payments,
            ["seed"] = day.Seed,
            ["currency"] = day.Currency.Code,
            ["channels"] = day.Channels.Select(channel => new
            {
                channel = channel.Channel.Code,
                lines = channel.Read,
                payments = Volume(channel.Payments),
                refunds = Volume(channel.Refunds),
                chargebacks = Volume(channel.Chargebacks),
                topUps = Volume(channel.TopUps),
                withdrawals = Volume(channel.Withdrawals),
                transfers = Volume(channel.Transfers),
                repeats = channel.Repeats,
                refused = channel.Refused,
                malformed = channel.Malformed,
            }),
            ["refused"] = day.Refused.OrderBy(pair => pair.Key.Stage).ThenBy(pair => pair.Key.Reason, StringComparer.Ordinal)
                .Select(pair => new { stage = pair.Key.Stage.ToString().ToLowerInvariant(), reason = pair.Key.Reason, lines = pair.Value }),
            ["contracts"] = day.Contracts.Select(contract => new
            {
                strategy = contract.Strategy, merchants = contract.Merchants, payments = contract.Payments, gross = Money(contract.GrossMinor), fees = Money(contract.FeesMinor),
                effectiveRateTenthsOfBasisPoint = contract.EffectiveRateTenths,
            }),
            ["clearing"] = day.Lines.OrderBy(pair => pair.Key.Kind).ThenBy(pair => pair.Key.Account).Select(pair => new
            {
                kind = pair.Key.Kind.Name(), account = pair.Key.Account.ToString(), lines = pair.Value.Count, amount = Money(pair.Value.SumMinor),
            }),
            ["cycles"] = day.Cycles.Select(cycle => new
            {
                cycle = cycle.Cycle, settlementDate = Date(cycle.SettlementDate), obligations = cycle.Obligations, amount = Money(cycle.PayableMinor),
                carriedForward = cycle.CarriedForward, covered = cycle.Covered, blocked = cycle.Blocked,
            }),
            ["reserves"] = day.Reserves.Select(reserve => new { name = reserve.Name, merchants = reserve.Merchants, amount = Money(reserve.AmountMinor) }),
            ["payoutStates"] = day.PayoutStates.Select(state => new { state = state.State.ToString(), count = state.Count, amount = Money(state.AmountMinor) }),
            ["bankFiles"] = day.BankFiles.Select(file => new { file = file.File, status = file.Status.ToString(), moved = file.Moved, unchanged = file.Unchanged, findings = file.Findings }),
            ["payouts"] = new { count = day.Payouts.Count, amount = Money(day.Payouts.SumMinor) },
            ["channelsSettled"] = new { count = day.ChannelsSettled.Count, amount = Money(day.ChannelsSettled.SumMinor) },
            ["breaks"] = day.Breaks.Select(found => new
            {
                source = found.Source, type = found.Type.ToString(), state = found.State.ToString(), reference = found.Reference, expected = Money(found.ExpectedMinor), reported = Money(found.ActualMinor),
                difference = Money(found.DifferenceMinor), ageDays = found.AgeDays(day.Date), owner = found.Owner,
            }),
            ["trialBalance"] = day.TrialBalance.Rows.Select(row => new
            {
                currency = row.Currency.Code, @class = row.Class.ToString(), accounts = row.Accounts, debit = row.Currency.Format(row.DebitMinor), credit = row.Currency.Format(row.CreditMinor),
            }),
            ["journalHash"] = day.JournalHash,
            ["proofs"] = day.Proofs.Select(proof => new
            {
                name = proof.Name, leftName = proof.LeftName, left = proof.Left, rightName = proof.RightName, right = proof.Right, unit = proof.Unit.ToString().ToLowerInvariant(), holds = proof.Holds,
            }),
            ["allHold"] = day.AllHold,
            ["notes"] = day.Notes,
            ["times"] = day.Times.Select(time => new { stage = time.Name, seconds = Math.Round(time.Elapsed.TotalSeconds, 3), items = time.Items, unit = time.Unit }),
        };
        return JsonSerializer.Serialize(document, Options);

        object Volume(Volume volume) => new { count = volume.Count, amount = Money(volume.SumMinor) };

        string Money(Int128 minor) => day.Currency.Format(minor);
    }

    private static string Date(DateOnly date) => date.ToString("yyyy-MM-dd");
}
