using System.CommandLine;
using Giro.Cli;
using Giro.Cli.Commands;
using Spectre.Console;

namespace Giro.EndToEnd.Tests;

/// <summary>Runs the `giro` command line in this process, as the shell would. The console is one for the process, so runs wait for each other.</summary>
internal static class GiroCommand
{
    private static readonly Lock OneAtATime = new();

    public static (int ExitCode, string Out, string Error) Run(params string[] args) => Capture(() =>
    {
        var root = new RootCommand();
        foreach (var command in CommandList.All()) root.Subcommands.Add(command);
        return CommandRun.Invoke(root, args);
    });

    public static (int ExitCode, string Out, string Error) Capture(Func<int> run)
    {
        lock (OneAtATime)
        {
            var (stdout, stderr, tables) = (Console.Out, Console.Error, AnsiConsole.Console);
            using var output = new StringWriter();
            using var error = new StringWriter();
            Console.SetOut(output);
            Console.SetError(error);
            // It keeps the writer that it was made with.
            AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
            try
            {
                return (run(), output.ToString(), error.ToString());
            }
            finally
            {
                Console.SetOut(stdout);
                Console.SetError(stderr);
                AnsiConsole.Console = tables;
            }
        }
    }
}
