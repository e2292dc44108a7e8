using System.CommandLine;
using Giro.Ledger.Currencies;
using Giro.Operations.Reconciliation;
using Giro.Operations.Reconciliation.Breaks;

namespace Giro.Cli.Commands;

/// <summary>What persons do with breaks, a command each. They take the book: no other process may have it open.</summary>
internal static class BreakDeskCommands
{
    public static IEnumerable<Command> All() => [Note(), Assign(), Chase(), Split(), Match(), WriteOff(), Adjust(), Approve(), Refuse()];

    private static Command Note()
    {
        var (number, text) = (Number(), Text("--text", "The note."));
        var reason = new Option<string?>("--reason") { Description = "What the break comes from, as far as it is known." };
        return Made("note", "Writes a note to a break.", [number], [text, reason], (parsed, book, by) =>
            book.Desk.Note(parsed.GetValue(number), by, parsed.GetValue(text)!, book.BusinessDate, parsed.GetValue(reason)));
    }

    private static Command Assign()
    {
        var (number, owner) = (Number(), Text("--owner", "Who has to clear it up from now on."));
        return Made("assign", "Gives a break to another owner.", [number], [owner], (parsed, book, by) => book.Desk.Assign(parsed.GetValue(number), parsed.GetValue(owner)!, by, book.BusinessDate));
    }

    private static Command Chase()
    {
        var (number, text) = (Number(), Text("--text", "What the bank or channel was asked."));
        var next = new Option<string>("--next") { Description = "When to ask again: 2026-11-13.", Required = true };
        return Made("chase", "The bank or channel was asked. Moves no money.", [number], [text, next], (parsed, book, by) =>
            book.Desk.Chase(parsed.GetValue(number), by, parsed.GetValue(text)!, AsOfOptions.ParseDate("--next", parsed.GetValue(next)!), book.BusinessDate));
    }

    private static Command Split()
    {
        var (number, why) = (Number(), Text("--why", "Why."));
        var parts = new Option<string[]>("--part") { Description = "The amount of one part, written --part=-12.50; once for each. Together they are what is open.", Required = true, AllowMultipleArgumentsPerToken = false };
        return Made("split", "Makes breaks of the parts of one. Moves no money.", [number], [parts, why], (parsed, book, by) =>
        {
            var currency = book.Store.FindBreak(parsed.GetValue(number))?.Currency ?? book.Institution.Currency;
            return book.Desk.Split(parsed.GetValue(number), Array.ConvertAll(parsed.GetValue(parts)!, part => Amount(part, currency)), by, parsed.GetValue(why)!, book.BusinessDate);
        });
    }

    private static Command Match()
    {
        var numbers = new Argument<long[]>("numbers") { Description = "Of the breaks, two or more.", Arity = ArgumentArity.OneOrMore };
        return Proposal("match", "Proposes that breaks explain each other; what they do not stays as a break.", numbers, parsed => parsed.GetValue(numbers)!, ResolutionKind.Match, null);
    }

    private static Command WriteOff()
    {
        var number = Number();
        return Proposal("write-off", "Proposes to give a break up, as a loss or a gain, within the limit of its source.", number, parsed => [parsed.GetValue(number)], ResolutionKind.WriteOff, null);
    }

    private static Command Adjust()
    {
        var number = Number();
        var account = new Option<string>("--account") { Description = "Below expense/, such as expense/bank-charges, or income/reconciliation-gains.", Required = true };
        return Proposal("adjust", "Proposes that what is open belongs on another account.", number, parsed => [parsed.GetValue(number)], ResolutionKind.Adjust, account);
    }

    private static Command Approve()
    {
        var proposal = new Argument<long>("proposal") { Description = "Its number." };
        return Made("approve", "Does what another person has proposed.", [proposal], [], (parsed, book, by) => book.Desk.Approve(parsed.GetValue(proposal), by, book.BusinessDate));
    }

    private static Command Refuse()
    {
        var (proposal, why) = (new Argument<long>("proposal") { Description = "Its number." }, Text("--why", "Why."));
        return Made("refuse", "Says no to a proposal; who made it takes it back by that.", [proposal], [why], (parsed, book, by) => book.Desk.Refuse(parsed.GetValue(proposal), by, parsed.GetValue(why)!, book.BusinessDate));
    }

    private static Command Proposal(string name, string description, Argument argument, Func<ParseResult, long[]> numbers, ResolutionKind kind, Option<string>? account)
    {
        var why = Text("--why", "Why.");
        var replaces = new Option<long>("--instead-of") { Description = "A proposal of the same person that this one takes the place of." };
        List<Option> options = [why, replaces];
        if (account is not null) options.Add(account);
        return Made(name, description, [argument], options, (parsed, book, by) => book.Desk.Propose(
            kind, numbers(parsed), account is null ? "" : parsed.GetValue(account)!, parsed.GetValue(why)!, by, book.BusinessDate, parsed.GetValue(replaces)));
    }

    private static Command Made(string name, string description, Argument[] arguments, IEnumerable<Option> options, Func<ParseResult, ReconciliationBook, string, BreakDeskResult> act)
    {
        var by = new Option<string>("--by") { Description = "Who does it.", Required = true };
        var data = BookFiles.DataOption();
        var output = OutputFormat.Option();
        var command = new Command(name, description);
        foreach (var argument in arguments) command.Arguments.Add(argument);
        foreach (var option in options) command.Options.Add(option);
        command.Options.Add(by);
        command.Options.Add(data);
        command.Options.Add(output);
        command.SetAction(parsed =>
        {
            using var book = ReconciliationBook.Open(parsed.GetValue(data)!);
            BreakDeskResult result;
            try
            {
                result = act(parsed, book, parsed.GetValue(by)!);
            }
            catch (ArgumentException e)
            {
                throw CliException.BadInput(e.Message.ReplaceLineEndings(" "));
            }

            if (result.Status is not (BreakDeskStatus.Done or BreakDeskStatus.Proposed))
                throw result.Status == BreakDeskStatus.Unknown ? CliException.NotFound(result.Reason) : CliException.BadInput(result.Reason);
            if (parsed.GetValue(output) == OutputFormat.Json) JsonOutput.Print(new { status = result.Status.ToString(), result.Number });
            else Console.WriteLine(result.Status == BreakDeskStatus.Proposed ? $"Proposal {result.Number}; another person approves it: giro breaks approve {result.Number} --by NAME" : "Done.");
            return ExitCode.Ok;
        });
        return command;
    }

    /// <exception cref="CliException">It is no amount of the currency.</exception>
    private static long Amount(string text, Currency currency)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? "" : text[(point + 1)..];
        if (decimals.Length <= currency.MinorUnits && (point < 0 || decimals.Length > 0)
            && long.TryParse((point < 0 ? text : text[..point]) + decimals.PadRight(currency.MinorUnits, '0'), System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var minor))
            return minor;
        throw CliException.BadInput($"--part {text}: it is no amount in {currency.Code}; write such as -12.50");
    }

    private static Argument<long> Number() => new("number") { Description = "Of the break." };

    private static Option<string> Text(string name, string description) => new(name) { Description = description, Required = true };
}
