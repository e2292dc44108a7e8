using System.CommandLine;
using Giro.Cli.Commands;
using Giro.Ledger.Journal;
using Giro.Ledger.Writer;
using Giro.Storage;
using Giro.Storage.Backup;
using Giro.Storage.Migration;
using Giro.Storage.PostgreSql;
using Giro.Storage.Sql;
using Npgsql;

namespace Giro.Cli;

/// <summary>Runs a parsed command line and turns every error into one clear line on stderr and an exit code.</summary>
internal static class CommandRun
{
    public static int Invoke(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) Console.Error.WriteLine($"giro: {error.Message}");
            Console.Error.WriteLine($"Try: giro {string.Join(' ', args.TakeWhile(arg => !arg.StartsWith('-')).Take(2))} --help");
            return parsed.CommandResult.Command.Name == ReconcileCommand.Name ? ReconcileCommand.Error : ExitCode.BadInput;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception e)
        {
            return Report(e);
        }
    }

    private static int Report(Exception e)
    {
        var (code, message) = e switch
        {
            CliException cli => (cli.ExitCode, cli.Message),
            AggregateException { InnerException: { } inner } => (Report(inner), null),
            JournalCorruptException corrupt => (ExitCode.Corrupt, $"{corrupt.Message}. The book was not opened and nothing was changed; restore the journal from a copy"),
            BookStoppedException { InnerException: JournalUnavailableException unavailable } => (ExitCode.Unavailable, unavailable.Message),
            StoreSettingsException or BackupRefusedException or MigrationRefusedException => (ExitCode.BadInput, e.Message),
            BackupDamagedException damaged => (ExitCode.Corrupt, damaged.Message),
            UnsafeSettingsException or PostgreSqlProgramException or NpgsqlException => (ExitCode.Unavailable, e.Message),
            JournalUnavailableException or JournalConflictException or BookStoppedException or BookInUseException or SqlFailedException => (ExitCode.Unavailable, e.Message),
            FileNotFoundException or DirectoryNotFoundException => (ExitCode.NotFound, e.Message),
            IOException or UnauthorizedAccessException => (ExitCode.Unavailable, e.Message),
            _ => (ExitCode.Defect, $"a defect of Giro, please report it: {e}"),
        };
        if (message is not null) Console.Error.WriteLine("giro: " + message);
        return code;
    }
}
