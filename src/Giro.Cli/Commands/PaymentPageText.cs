using System.Text;

namespace Giro.Cli.Commands;

/// <summary>The page of <c>giro explain payment</c>, top down: the answer, the facts, the calculation, what was cleared and booked.</summary>
internal static class PaymentPageText
{
    public static string Of(PaymentPage page)
    {
        var text = new StringBuilder();
        text.Append($"{char.ToUpperInvariant(page.Kind[0])}{page.Kind[1..]} {page.Reference}: {page.Amount} {page.Currency} on {page.Date}\n");
        foreach (var part in page.Parts) text.Append($"{part.Summary}.\n");
        foreach (var settles in page.Lines.Where(line => line.Account == "pending").Select(Settles).Distinct()) text.Append($"{settles}.\n");
        foreach (var other in page.Others) text.Append($"There is another with this reference: giro explain payment {other}\n");
        Facts(text, page);
        foreach (var part in page.Parts) Part(text, part, page.Parts.Count);
        Lines(text, page);
        Legs(text, page);
        text.Append("\nDo lines and legs agree?\n");
        foreach (var tie in page.Ties) text.Append($"  {(tie.Holds ? "ok    " : "DIFFER")} {tie.Name}: {tie.Left} {(tie.Holds ? "=" : "<>")} {tie.Right}\n");
        if (!page.IsCleared) text.Append("  The payment is not cleared yet: the lines are those that clearing will make.\n");
        return text.ToString();
    }

    private static string Settles(LinePage line) => (line.IsClosed, line.SettlesOn) switch
    {
        (true, var date) => $"It is in cycle {line.Cycle} ({line.Schedule}) of {line.Merchant}, which is closed and settles on {date}",
        (false, "") => $"It is in cycle {line.Cycle} ({line.Schedule}) of {line.Merchant}, which is open and not yet dated",
        (false, var date) => $"It is in cycle {line.Cycle} ({line.Schedule}) of {line.Merchant}, which is open and settles on {date}",
    };

    private static void Facts(StringBuilder text, PaymentPage page)
    {
        text.Append("\nFacts\n");
        Pairs(text,
        [
            new("paid", $"{page.PaidAt}{(page.Parts.Count == 1 ? $", by {page.Parts[0].Channel}" : "")}"),
            .. page.Original.Length > 0 ? (NamedValue[])[new("returns", $"payment {page.Original}")] : [],
            .. page.Fields.Select(field => new NamedValue(field.Name, field.Value)),
            new("booked", $"{page.BookedAt}, record {page.Record}, journal row {page.JournalRow}; the views hold row {page.AsOfSequence}"),
            new("rules", $"rule book {page.RuleBook}; accounting {page.AccountingRules}"),
        ]);
    }

    private static void Part(StringBuilder text, PartPage part, int count)
    {
        var order = part.Order.Length > 0 ? $", order {part.Order}" : "";
        text.Append(count == 1 ? $"\nWhy a fee of {part.Fee}?\n" : $"\nPart {part.Part + 1} of {count}: {part.Amount} by {part.Channel}{order} for {part.Merchant}. Why a fee of {part.Fee}?\n");
        Pairs(text,
        [
            new("merchant", $"{part.Merchant} {part.MerchantName}"),
            new("contract", $"version {part.Contract} from {part.ContractFrom}: fees {part.Deduction}, cycles {part.Schedule}"),
            new("strategy", $"{part.Strategy} version {part.Version}, hash {part.Hash[..12]}"),
            .. part.Was.Count > 0 ? (NamedValue[])[new("the payment", string.Join(", ", part.Was.Select(was => $"{was.Name} {was.Value}")))] : [],
            .. part.Totals.Select(total => new NamedValue("total before", $"{total.Name}: {total.Value}")),
            new("use", part.Use.Length > 0 ? part.Use : "none"),
            new("because", part.Because),
            .. part.NotUsed.Select(other => new NamedValue("not", $"{other.Name}: {other.Value}")),
            .. part.Fault.Length > 0 ? (NamedValue[])[new("fault", part.Fault)] : [],
        ]);
        if (part.Steps.Count == 0) return;
        text.Append($"  calculation (line:column of the strategy), from {string.Join(", ", part.Inputs.Select(input => $"{input.Name} {input.Value}"))}\n");
        var width = part.Steps.Max(step => $"{step.Line}:{step.Column}".Length);
        foreach (var step in part.Steps) text.Append($"    {$"{step.Line}:{step.Column}".PadRight(width)}  {step.Text}\n");
        text.Append($"    so {(part.Outputs.Count == 0 ? "there is nothing to charge" : string.Join(", ", part.Outputs.Select(output => $"{output.Name} = {output.Value}")))}\n");
    }

    private static void Lines(StringBuilder text, PaymentPage page)
    {
        text.Append("\nClearing lines, as the merchant sees them\n");
        var several = page.Parts.Count > 1;
        text.Append(PlainTable.Of(
            ["part", "merchant", "line", "", ">amount", "on", "cycle", "settles"],
            page.Lines.Select(line => (string[])[
                several ? $"{line.Part + 1}" : "", line.Merchant, line.Kind, line.Effect, line.Amount, line.Account, line.Cycle,
                line.SettlesOn.Length > 0 ? $"{line.SettlesOn}{(line.IsClosed ? "" : " (open)")}" : ""])));
    }

    private static void Legs(StringBuilder text, PaymentPage page)
    {
        text.Append("\nEntry\n");
        var width = page.Legs.Max(leg => leg.Account.Length);
        var amounts = page.Legs.Max(leg => Math.Max(leg.Debit.Length, leg.Credit.Length));
        foreach (var leg in page.Legs.OrderBy(leg => leg.Debit.Length == 0 ? 1 : 0))
            text.Append($"  {(leg.Debit.Length > 0 ? "Dr" : "Cr")} {leg.Account.PadRight(width)}  {(leg.Debit + leg.Credit).PadLeft(amounts)}\n");
    }

    private static void Pairs(StringBuilder text, IReadOnlyList<NamedValue> pairs)
    {
        var width = pairs.Max(pair => pair.Name.Length);
        foreach (var pair in pairs.Where(pair => pair.Value.Length > 0)) text.Append($"  {pair.Name.PadRight(width)}  {pair.Value}\n");
    }
}
