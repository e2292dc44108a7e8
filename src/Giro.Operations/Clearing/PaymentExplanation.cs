using Giro.Operations.Institution;
using Giro.Operations.Institution.Terms;
using Giro.Rules.Programs;
using Giro.Rules.Strategies;

namespace Giro.Operations.Clearing;

/// <summary>What a strategy read of the payments before.</summary>
/// <param name="Text">As people write it.</param>
public sealed record ExplainedTotal(StrategyTotal Total, long Value, string Text);

/// <summary>Why a part of a payment has its fees.</summary>
/// <param name="Order">Empty for none.</param>
/// <param name="Was">Of a return: what was known of its payment.</param>
/// <param name="Selection">Why this use and not another; null when an input could not be filled.</param>
/// <param name="Run">Each instruction with its operands; null when no use was found.</param>
/// <param name="Lines">The fees that came out.</param>
public sealed record ExplainedPayment(
    Merchant Merchant, Channel Channel, Contract Contract, string Order, long AmountMinor, OriginalFigures Was, Strategy Strategy, FeeOutcome Outcome,
    IReadOnlyList<ExplainedTotal> Totals, Selection? Selection, Explanation? Run, IReadOnlyList<FeeLine> Lines)
{
    /// <summary>Null when none was found.</summary>
    public StrategyUse? Use => Outcome.Use < 0 ? null : Strategy.Uses[Outcome.Use];
}

/// <summary>A leg of the entry with its account's path.</summary>
/// <param name="AmountMinor">A debit is positive.</param>
public readonly record struct NamedLeg(string Path, long AmountMinor);

/// <summary>Whether the two paths over the facts agree on an account of a merchant: its lines and the entry's legs.</summary>
public readonly record struct LineTie(string Path, long LinesMinor, long LegsMinor)
{
    public bool Holds => LinesMinor == LegsMinor;
}

/// <summary>Why a payment, refund or chargeback was booked as it was, worked out again from its journaled facts.</summary>
/// <param name="Original">Of a return its payment; else empty.</param>
/// <param name="Date">The local date of the payment: which contract and period it is of.</param>
/// <param name="Fields">What only rules look at, in the order of the message.</param>
/// <param name="Lines">As clearing makes them, each in its own cycle as if none were closed.</param>
public sealed record PaymentExplanation(
    PaymentKind Kind, string Reference, string Original, long AmountMinor, DateTimeOffset At, DateOnly Date, IReadOnlyList<(string Name, string Value)> Fields,
    RuleBook Rules, IReadOnlyList<ExplainedPayment> Parts, IReadOnlyList<ClearingLine> Lines)
{
    /// <summary>Lines against legs for each account of a merchant that either has, by path. Our costs have no account of a merchant and are not compared.</summary>
    public IReadOnlyList<LineTie> Ties(IEnumerable<NamedLeg> legs)
    {
        var ties = new SortedDictionary<string, (long Lines, long Legs)>(StringComparer.Ordinal);
        foreach (var line in Lines.Where(line => line.Account != LineAccount.House))
        {
            var path = PathOf(line.Merchant.Id, line.Account);
            var tie = ties.GetValueOrDefault(path);
            ties[path] = tie with { Lines = tie.Lines + line.AmountMinor };
        }

        foreach (var leg in legs.Where(leg => leg.Path.StartsWith("merchant/", StringComparison.Ordinal)))
        {
            // Lines are the merchant's side: a credit of its account is what is added to it.
            var tie = ties.GetValueOrDefault(leg.Path);
            ties[leg.Path] = tie with { Legs = tie.Legs - leg.AmountMinor };
        }

        return [.. ties.Select(pair => new LineTie(pair.Key, pair.Value.Lines, pair.Value.Legs))];
    }

    /// <summary>The account that lines of a merchant stand for.</summary>
    public static string PathOf(string merchantId, LineAccount account) => account == LineAccount.FeesDue ? ChartOfAccounts.FeesDue(merchantId) : ChartOfAccounts.Pending(merchantId);
}
