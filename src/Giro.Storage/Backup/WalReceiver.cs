using System.Diagnostics;
using Giro.Storage.PostgreSql;

namespace Giro.Storage.Backup;

/// <summary>
/// Writes the server's log into a folder as it comes, durably: with it a restore reaches any moment after a base backup, the last second included. The server keeps
/// what the folder does not have yet (a replication slot), so nothing is missing after a pause; a slot that is not used any more must be dropped.
/// </summary>
public sealed class WalReceiver : IDisposable
{
    public const string DefaultSlot = "giro_wal";

    private readonly Process _process;
    private readonly Task<string> _errors;

    private WalReceiver(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        // Read, so that it never waits for us.
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
    }

    /// <param name="store">A book on PostgreSQL.</param><param name="folder">Where the log goes; made where it is not there.</param><param name="slot">The name of the slot.</param>
    /// <exception cref="BackupRefusedException">The book is in its folder.</exception>
    /// <exception cref="PostgreSqlProgramException">The slot cannot be made.</exception>
    public static WalReceiver Start(BookStore store, string folder, string slot = DefaultSlot)
    {
        if (store is not PostgreSqlStore onServer) throw new BackupRefusedException($"{store.Root}: the book is kept in its folder, which has no log to archive; giro backup --to copies its journal");
        Directory.CreateDirectory(folder);
        using var connection = onServer.Database.Open();
        var programs = new ServerPrograms(connection, onServer.Database.Settings);
        programs.Run("pg_receivewal", "--slot", slot, "--create-slot", "--if-not-exists");
        // pg_receivewal: so that the safe settings know it again.
        var start = programs.StartInfo("pg_receivewal", "--directory", folder, "--slot", slot, "--synchronous");
        start.Environment["PGAPPNAME"] = "pg_receivewal";
        return new WalReceiver(Process.Start(start)!);
    }

    /// <summary>Waits until it ends by itself, which it does only when it fails.</summary>
    /// <returns>What it said.</returns>
    public string WaitForEnd(CancellationToken stop)
    {
        try
        {
            _process.WaitForExitAsync(stop).GetAwaiter().GetResult();
            return _errors.Result.Trim();
        }
        catch (OperationCanceledException)
        {
            return "";
        }
    }

    /// <summary>Ends it in order: what it has received is durable.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            using (var kill = Process.Start(new ProcessStartInfo("kill", ["-s", "INT", $"{_process.Id}"]) { UseShellExecute = false })!) kill.WaitForExit();
            if (!_process.WaitForExit(TimeSpan.FromSeconds(30))) _process.Kill();
        }

        _process.Dispose();
    }
}
