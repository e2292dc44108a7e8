using System.CommandLine;
using System.Runtime.InteropServices;
using Giro.Ledger.Journal;
using Giro.Storage.Backup;

namespace Giro.Cli.Commands;

/// <summary>`giro backup`: a copy that can be restored to any row or moment, made while the book is used.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var data = BookFiles.DataOption();
        var to = new Option<DirectoryInfo?>("--to") { Description = "The folder of backups; each run adds a generation." };
        var wal = new Option<DirectoryInfo?>("--wal") { Description = "On PostgreSQL: write the server's log into this folder, until stopped." };
        var slot = new Option<string>("--slot") { Description = "With --wal: the replication slot, which keeps what the folder does not have yet.", DefaultValueFactory = _ => WalReceiver.DefaultSlot };
        var output = OutputFormat.Option();
        var command = new Command("backup", """
            Backs a book up while it is in use, and verifies the copy. In a folder: the new rows of the journal, the records and the files beside them. On PostgreSQL: a base backup of
            the server; with the log (--wal, or archive_command) a restore reaches any row. Views and snapshots are not copied: they are made anew. store.json is not either, as it
            may hold a password.

            Examples:
              giro backup --data giro-data --to /backup/giro
              giro backup --data giro-data --wal /backup/giro/wal          runs until Ctrl-C
            """) { data, to, wal, slot, output };
        command.SetAction(parsed =>
        {
            var store = BookFiles.Existing(parsed.GetValue(data)!);
            var (folder, log) = (parsed.GetValue(to), parsed.GetValue(wal));
            if (folder is null == log is null) throw CliException.BadInput("give either --to, the folder of backups, or --wal, the folder for PostgreSQL's log");
            return log is not null ? Receive(store, log.FullName, parsed.GetValue(slot)!) : Run(store, folder!.FullName, parsed.GetValue(output) == OutputFormat.Json);
        });
        return command;
    }

    private static int Run(Storage.BookStore store, string folder, bool json)
    {
        var manifest = StoreProgress.Run(json, progress => BookBackup.Run(store, folder, progress));
        var path = BackupManifest.FolderOf(folder, manifest.Generation);
        if (json)
        {
            JsonOutput.Print(new { generation = manifest.Generation, folder = path, at = manifest.At, figures = FiguresText.Json(manifest.Figures), recordsSequence = manifest.RecordsSequence, files = manifest.Files });
            return ExitCode.Ok;
        }

        Console.WriteLine($"generation {manifest.Generation} in {path}, {manifest.Files.Count} files with their hashes");
        FiguresText.Print(manifest.Figures);
        return ExitCode.Ok;
    }

    private static int Receive(Storage.BookStore store, string folder, string slot)
    {
        using var stop = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var receiver = WalReceiver.Start(store, folder, slot);
        Console.WriteLine($"{store.Name}: the log goes to {folder} (slot {slot}) until this is stopped");
        var said = receiver.WaitForEnd(stop.Token);
        return stop.IsCancellationRequested ? ExitCode.Ok : throw new JournalUnavailableException($"the log is received no more: {said}");

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }
}
