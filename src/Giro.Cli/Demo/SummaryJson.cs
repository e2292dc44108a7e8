using System.Text.Json;
using Giro.Operations.Decision;

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
                repeats = channel.Repeats,
                refused = channel.Refused,
                malformed = channel.Malformed,
            }),
            ["refused"] = day.Refused.OrderBy(pair => pair.Key.Stage).ThenBy(pair => pair.Key.Reason, StringComparer.Ordinal)
                .Select(pair => new { stage = pair.Key.Stage.ToString().ToLowerInvariant(), reason = pair.Key.Reason, lines = pair.Value }),
            ["clearing"] = day.Lines.OrderBy(pair => pair.Key).Select(pair => new { kind = pair.Key.ToString(), lines = pair.Value.Count, amount = Money(pair.Value.SumMinor) }),
            ["cycles"] = day.Cycles.Select(cycle => new
            {
                cycle = cycle.Cycle, settlementDate = Date(cycle.SettlementDate), obligations = cycle.Obligations, amount = Money(cycle.PayableMinor),
                carriedForward = cycle.CarriedForward, blocked = cycle.Blocked,
            }),
            ["payouts"] = new { count = day.Payouts.Count, amount = Money(day.Payouts.SumMinor) },
            ["channelsSettled"] = new { count = day.ChannelsSettled.Count, amount = Money(day.ChannelsSettled.SumMinor) },
            ["breaks"] = day.Breaks.Select(found => new
            {
                type = found.Type.ToString(), reference = found.Reference, expected = Money(found.ExpectedMinor), reported = Money(found.ActualMinor),
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
