using Giro.Rules.Programs;
using Giro.Rules.Strategies;
using ValueType = Giro.Rules.Programs.ValueType;

namespace Giro.Operations.Institution.Terms;

/// <summary>Where an input of the accounting rules comes from: a fact of the event, or what the fee lines of a kind come to.</summary>
/// <param name="Line">None for a fact.</param>
public readonly record struct AccountingInput(InputSource Source, LineKind Line, AccountingFigure Figure);

/// <summary>What only accounting rules are told.</summary>
public enum AccountingFigure : byte
{
    None = 0,

    /// <summary><c>charges</c>: what the merchant is charged less what it is credited.</summary>
    Charges,

    /// <summary><c>receiver</c>: the merchant that gets a share.</summary>
    Receiver,

    /// <summary><c>shared</c>: what the receiver gets.</summary>
    Shared,

    /// <summary><c>cost</c>: what a channel kept of its settlement.</summary>
    Cost,
}

/// <summary>Accounting rules bound to the facts of events. Programs are compiled when first used. Thread-safe.</summary>
public sealed class AccountingProgram
{
    /// <summary>Of the path of one leg.</summary>
    public const int MaxPathInputs = 3;

    private readonly CompiledProgram?[] _programs;

    private AccountingProgram(AccountingRules rules, AccountingInput[] inputs)
    {
        Rules = rules;
        Inputs = inputs;
        _programs = new CompiledProgram?[rules.Events.Count];
    }

    public AccountingRules Rules { get; }

    /// <summary>By slot.</summary>
    public IReadOnlyList<AccountingInput> Inputs { get; }

    public CompiledProgram Program(int @event) => _programs[@event] ??= ProgramCompiler.Compile(Rules.Events[@event].Program);

    /// <exception cref="ArgumentException">The rules are in another currency, or an input is none that Giro can fill.</exception>
    public static AccountingProgram Bind(AccountingRules rules, PaymentInstitution institution)
    {
        if (rules.Currency != institution.Currency.Code) throw new ArgumentException($"{rules.Name} is in {rules.Currency}, the book in {institution.Currency.Code}", nameof(rules));
        foreach (var leg in rules.Events.SelectMany(@event => @event.Legs))
        {
            if (leg.Path.Count(piece => piece.Input >= 0) > MaxPathInputs)
                throw new ArgumentException($"{rules.Name}: the path {string.Concat(leg.Path.Select(piece => piece.Input < 0 ? piece.Text : $"{{{rules.Inputs[piece.Input].Name}}}"))} has more than {MaxPathInputs} inputs", nameof(rules));
        }

        return new AccountingProgram(rules, [.. rules.Inputs.Select(InputOf)]);
    }

    private static AccountingInput InputOf(StrategyInput input)
    {
        var line = LineKinds.FromName(input.Name);
        var figure = input.Name switch
        {
            "charges" => AccountingFigure.Charges,
            "receiver" => AccountingFigure.Receiver,
            "shared" => AccountingFigure.Shared,
            "cost" => AccountingFigure.Cost,
            _ => AccountingFigure.None,
        };
        var type = line != LineKind.None || figure is AccountingFigure.Charges or AccountingFigure.Shared or AccountingFigure.Cost ? ValueType.Money : figure == AccountingFigure.Receiver ? ValueType.Text : input.Type;
        if (input.Type != type) throw new ArgumentException($"the input {input.Name} is {InputSource.Word(type)}, not {InputSource.Word(input.Type)}", nameof(input));
        return new AccountingInput(InputSource.Of(input.Name, input.Type, input.Default), line, figure);
    }
}
