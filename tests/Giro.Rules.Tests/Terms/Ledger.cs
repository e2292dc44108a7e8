using Giro.Rules.Programs;
using Giro.Rules.Strategies;
using ValueType = Giro.Rules.Programs.ValueType;

namespace Giro.Rules.Tests.Terms;

/// <summary>
/// Accounting rules at work as Giro has them at work: a leg of zero is left out, one below zero stands on the other side, legs on one account are one leg. Amounts are worked
/// out by the interpreter and the compiled program, which have to agree, and debits are credits.
/// </summary>
internal sealed class Ledger
{
    private readonly SymbolTable _symbols = new();
    private readonly AccountingRules _rules;

    private Ledger(string text)
    {
        var load = PriceList.Load(text, _symbols);
        Assert.True(load.Accounting is not null, string.Join('\n', load.Errors));
        _rules = load.Accounting;
    }

    public static void Check(string accounting, string page)
    {
        var ledger = new Ledger(accounting);
        Page.Check(page, ledger.Book);
    }

    private string Book(Facts facts)
    {
        var inputs = _rules.Inputs.Select(input => facts.Value(input, _rules.Digits, _symbols) ?? 0).ToArray();
        var index = _rules.Select(facts.Event, inputs);
        if (index < 0) return "no rule";
        var @event = _rules.Events[index];
        var read = @event.Program.NewFrame();
        inputs.CopyTo(read, 0);
        Assert.Equal(Outcome.Done, Interpreter.Run(@event.Program, read));
        var ran = @event.Program.NewFrame();
        inputs.CopyTo(ran, 0);
        Assert.Equal(Outcome.Done, ProgramCompiler.Compile(@event.Program)(ran));
        Assert.Equal(@event.Legs.Select(leg => read[leg.Slot]), @event.Legs.Select(leg => ran[leg.Slot]));
        Assert.Equal(@event.Legs.Select(leg => leg.Slot), @event.Legs.Select(leg => @event.Program.Outputs[leg.Output]));
        var legs = new List<(string Account, long Debit)>();
        foreach (var leg in @event.Legs)
        {
            var account = string.Concat(leg.Path.Select(piece => piece.Input < 0 ? piece.Text : _symbols.Text(inputs[piece.Input])));
            var debit = leg.IsDebit ? read[leg.Slot] : -read[leg.Slot];
            var at = legs.FindIndex(other => other.Account == account);
            if (at < 0) legs.Add((account, debit));
            else legs[at] = (account, legs[at].Debit + debit);
        }

        Assert.Equal(0, legs.Sum(leg => leg.Debit));
        return string.Join(" | ", legs.Where(leg => leg.Debit != 0).Select(leg => $"{(leg.Debit > 0 ? "Dr" : "Cr")} {leg.Account} {ValueText.Of(Math.Abs(leg.Debit), ValueType.Money, _rules.Digits, _symbols)}"));
    }
}
