using System.CommandLine;

namespace Giro.Cli.Commands;

/// <summary>The commands of `giro`, in the order in which help lists them.</summary>
internal static class CommandList
{
    public static IEnumerable<Command> All() =>
    [
        DemoCommand.Create(),
        ImportCommand.Create(),
        AccountCommand.Create(),
        ReconcileCommand.Create(),
        StatementCommand.Create(),
        EntryCommand.Create(),
        ExplainCommand.Create(),
        RulesCommand.Create(),
        MessagesCommand.Create(),
        BreaksCommand.Create(),
        AlertsCommand.Create(),
        VerifyCommand.Create(),
        ViewsCommand.Create(),
        ServeCommand.Create(),
        BenchCommand.Create(),
    ];
}
