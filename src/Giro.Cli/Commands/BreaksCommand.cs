using System.CommandLine;
using Giro.Operations.Reconciliation;
using Giro.Operations.Reconciliation.Breaks;
using Giro.Storage;
using Giro.Storage.Records;

namespace Giro.Cli.Commands;

/// <summary>`giro breaks`: what differs, and what persons do about it.</summary>
internal static class BreaksCommand
{
    public static Command Create()
    {
        var command = new Command("breaks", """
            Breaks: what a bank or channel reports and our records do not, and the other way round. Whoever moves money with one proposes it, and another person approves.

            Examples:
              giro breaks list --owner "payout operations"
              giro breaks show 17
              giro breaks chase 17 --by Ada --text "asked by telephone" --next 2026-11-13
              giro breaks write-off 18 --by Ada --why "charge of the quarter"      a proposal, which Ben approves:
              giro breaks approve 1 --by Ben
            """);
        command.Subcommands.Add(List());
        command.Subcommands.Add(Show());
        foreach (var one in BreakDeskCommands.All()) command.Subcommands.Add(one);
        return command;
    }

    private static Command List()
    {
        var source = new Option<string>("--source") { Description = "Of this source.", DefaultValueFactory = _ => "" };
        var type = new Option<string?>("--type") { Description = "Of this type, such as missing-at-bank." };
        type.AcceptOnlyFromAmong([.. BreakTypes.All.Select(one => one.Name())]);
        var owner = new Option<string>("--owner") { Description = "Of this owner.", DefaultValueFactory = _ => "" };
        var all = new Option<bool>("--all") { Description = "Those that are closed too." };
        var data = BookFiles.DataOption();
        var output = OutputFormat.Option(OutputFormat.Csv);
        var command = new Command("list", "Lists open breaks and proposals. Reads only.") { source, type, owner, all, data, output };
        command.SetAction(parsed =>
        {
            using var store = Open(parsed.GetValue(data)!, out var on);
            var breaks = store.Breaks(new BreakQuery
            {
                Source = parsed.GetValue(source)!, Type = parsed.GetValue(type) is { } name ? BreakTypes.All.Single(one => one.Name() == name) : null, Owner = parsed.GetValue(owner)!,
                WithClosed = parsed.GetValue(all),
            });
            var proposals = store.OpenProposals();
            if (parsed.GetValue(output) == OutputFormat.Json)
            {
                JsonOutput.Print(new { businessDate = on, breaks = breaks.Select(BreakText.Fields), proposals });
            }
            else if (parsed.GetValue(output) == OutputFormat.Csv)
            {
                CsvOutput.Print(breaks.Select(BreakText.Fields));
            }
            else
            {
                Console.Write(breaks.Count == 0 ? "No break is open.\n" : BreakText.List(breaks, on));
                if (proposals.Count > 0) Console.Write("\n" + BreakText.Proposals(proposals));
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Show()
    {
        var number = new Argument<long>("number") { Description = "Of the break." };
        var data = BookFiles.DataOption();
        var output = OutputFormat.Option();
        var command = new Command("show", "Shows a break and all that happened to it. Reads only.") { number, data, output };
        command.SetAction(parsed =>
        {
            using var store = Open(parsed.GetValue(data)!, out var on);
            var found = store.FindBreak(parsed.GetValue(number)) ?? throw CliException.NotFound($"there is no break {parsed.GetValue(number)}");
            var history = store.History(found.Number);
            if (parsed.GetValue(output) == OutputFormat.Json)
                JsonOutput.Print(new { @break = BreakText.Fields(found), history = history.Select(past => new { past.Event.On, past.Event.By, what = past.Event.Type.ToString(), past.Event.Text }) });
            else BreakText.Show(Console.Out, found, history, on);
            return ExitCode.Ok;
        });
        return command;
    }

    private static ReconciliationStore Open(DirectoryInfo data, out DateOnly on)
    {
        var files = BookFiles.Existing(data);
        if (!files.Records.Exists) throw CliException.NotFound($"{files.Records.Name}: there are no records here; nothing was reconciled yet");
        on = ReconciliationBook.BusinessDateOf(files);
        return ReconciliationStore.OpenReadOnly(files.Records);
    }
}
