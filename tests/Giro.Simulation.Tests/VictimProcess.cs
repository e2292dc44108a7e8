using System.Diagnostics;
using Giro.Ledger.Entries;
using Giro.Simulation.Victim;

namespace Giro.Simulation.Tests;

/// <summary>A child that runs a book and tells what was acknowledged. Disposing it ends this one process, whatever it does.</summary>
internal sealed class VictimProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task _reading;
    private readonly Task<string> _errors;
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(EntryId Id, ulong Number)> _acknowledged = [];

    private VictimProcess(ProcessStartInfo start)
    {
        start.UseShellExecute = false;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        _reading = Task.Run(ReadAsync);
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public static string Executable => Path.Combine(AppContext.BaseDirectory, "Giro.Simulation.Victim");

    public static VictimProcess Start(string mode, string folder, int seed, int run) =>
        new(new ProcessStartInfo(Executable, [mode, folder, $"{seed}", $"{run}"]));

    /// <summary>As <see cref="Start"/>, with no file allowed to grow above a size: to the process a disk that is full.</summary>
    public static VictimProcess StartWithFileLimit(int kibibytes, string mode, string folder, int seed, int run)
    {
        var start = new ProcessStartInfo("bash", ["-c", $"trap '' XFSZ; ulimit -f {kibibytes}; exec \"$@\"", "bash", Executable, mode, folder, $"{seed}", $"{run}"]);
        // The runtime keeps its code in a large sparse file otherwise, which the limit forbids.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return new VictimProcess(start);
    }

    /// <summary>Waits until the book is open; false when the process ended before.</summary>
    public async Task<bool> OpenedAsync() => await Task.WhenAny(_opened.Task, _reading).WaitAsync(TimeSpan.FromSeconds(60)) == _opened.Task;

    /// <summary>Kills the process with SIGKILL and returns what it had acknowledged. It must not have ended by itself.</summary>
    public async Task<IReadOnlyList<(EntryId Id, ulong Number)>> KillAsync()
    {
        var endedByItself = _process.HasExited;
        _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
        Assert.False(endedByItself, $"the process ended by itself with code {_process.ExitCode}: {await _errors}");
        return _acknowledged;
    }

    /// <summary>Waits for the process to end by itself.</summary>
    public async Task<(int ExitCode, string Errors, IReadOnlyList<(EntryId Id, ulong Number)> Acknowledged)> EndAsync(TimeSpan atMost)
    {
        await _process.WaitForExitAsync().WaitAsync(atMost);
        await _reading;
        return (_process.ExitCode, await _errors, _acknowledged);
    }

    private async Task ReadAsync()
    {
        var rest = "";
        var buffer = new char[1 << 14];
        while (await _process.StandardOutput.ReadAsync(buffer) is > 0 and var count)
        {
            var lines = (rest + new string(buffer, 0, count)).Split('\n');
            rest = lines[^1];
            foreach (var line in lines[..^1])
            {
                if (AcknowledgedLog.TryParse(line, out var id, out var number)) _acknowledged.Add((id, number));
                else if (line == AcknowledgedLog.OpenedLine) _opened.TrySetResult();
                else throw new InvalidDataException($"the process wrote '{line}'");
            }
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
