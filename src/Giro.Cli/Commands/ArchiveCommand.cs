using System.CommandLine;
using Giro.Storage;
using Giro.Storage.PostgreSql.Archive;

namespace Giro.Cli.Commands;

/// <summary>`giro archive`: old partitions of a book on PostgreSQL into files and back.</summary>
internal static class ArchiveCommand
{
    public static Command Create()
    {
        var before = new Option<string?>("--before") { Description = "Archive what is before this business date; default: what partitions.keepDays in store.json does not keep." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would be archived." };
        var folder = new Option<DirectoryInfo?>("--folder") { Description = "Where files go; default: archive in the folder of the book." };
        var data = BookFiles.DataOption();
        var output = OutputFormat.Option();
        var command = new Command("archive", """
            Takes partitions of account legs and clearing lines that are old out of the database into compressed files, which statements of old dates and giro verify read from
            there. A partition is dropped when its files have been read back; an interrupted run is ended by the next. For books on PostgreSQL.

            Examples:
              giro archive --dry-run
              giro archive --before 2026-01-01 --folder /srv/giro-archive
              giro archive list
              giro archive attach giro-data/archive/history_p12026010100000_book1_1.giroarchive
            """) { before, dryRun, folder, data, output };
        command.Subcommands.Add(List());
        command.Subcommands.Add(Attach());
        command.SetAction(parsed =>
        {
            var store = Store(parsed.GetValue(data)!);
            var date = parsed.GetValue(before) is { } text ? AsOfOptions.ParseDate("--before", text) : (DateOnly?)null;
            var isJson = parsed.GetValue(output) == OutputFormat.Json;
            var dry = parsed.GetValue(dryRun);
            var slots = ArchiveRun.Run(store, date, dry, parsed.GetValue(folder)?.FullName, isJson ? null : slot => Console.WriteLine(Line(slot, dry)));
            if (isJson) JsonOutput.Print(new { dryRun = dry, partitions = slots });
            else if (slots.Count == 0) Console.WriteLine("There is nothing to archive.");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command List()
    {
        var data = BookFiles.DataOption();
        var output = OutputFormat.Option();
        var command = new Command("list", """
            Lists what is archived, and where.

            Example:
              giro archive list --data giro-data
            """) { data, output };
        command.SetAction(parsed =>
        {
            var known = ArchiveRun.List(Store(parsed.GetValue(data)!));
            if (parsed.GetValue(output) == OutputFormat.Json)
            {
                JsonOutput.Print(known.Select(one => new
                {
                    one.Header.Table, one.Header.Slot, from = one.From, to = one.To, one.Header.Rows, one.Header.FirstNumber, one.Header.LastNumber, file = one.Path, isThere = one.IsThere,
                }));
            }
            else if (known.Count == 0)
            {
                Console.WriteLine("Nothing is archived.");
            }
            else
            {
                Console.Write(PlainTable.Of(["table", "from", "to", ">rows", "file", ""], known.Select(one => (string[])
                    [one.Header.Table, $"{one.From:yyyy-MM-dd}", $"{one.To:yyyy-MM-dd}", $"{one.Header.Rows:N0}", one.Path, one.IsThere ? "" : "is not there"])));
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Attach()
    {
        var file = new Argument<FileInfo>("file") { Description = "The archive file." };
        var data = BookFiles.DataOption();
        var command = new Command("attach", """
            Brings the rows of an archive file back into the database. The file stays.

            Example:
              giro archive attach giro-data/archive/history_p12026010100000_book1_1.giroarchive
            """) { file, data };
        command.SetAction(parsed =>
        {
            try
            {
                var header = ArchiveRun.Attach(Store(parsed.GetValue(data)!), parsed.GetValue(file)!.FullName);
                Console.WriteLine($"{header.Rows:N0} rows are back in {header.Table}");
                return ExitCode.Ok;
            }
            catch (InvalidDataException e)
            {
                throw CliException.BadInput(e.Message);
            }
        });
        return command;
    }

    private static BookStore Store(DirectoryInfo data)
    {
        var store = BookFiles.Existing(data);
        return ArchiveRun.IsPossible(store) ? store : throw CliException.BadInput($"{data.FullName}: the book is kept in its folder, which has no partitions; only a book on PostgreSQL is archived");
    }

    private static string Line(ArchivedSlot slot, bool dryRun)
    {
        var what = $"{slot.Table} {slot.From:yyyy-MM-dd}{(slot.To == slot.From ? "" : $" to {slot.To:yyyy-MM-dd}")}, {slot.Rows:N0} rows";
        return slot.Left is { } reason ? $"left      {what}: {reason}"
            : dryRun ? $"would be  {what}"
            : slot.Files.Count == 0 ? $"dropped   {what}"
            : $"archived  {what}: {string.Join(", ", slot.Files)}";
    }
}
