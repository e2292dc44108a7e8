using System.Diagnostics;

namespace Giro.Simulation.Tests;

/// <summary>A disk of a few MiB in memory, mounted on a folder until it is disposed. Needs root.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _path;

    private SmallDisk(string path) => _path = path;

    /// <returns>Null where this process may not mount.</returns>
    public static SmallDisk? TryMount(string path, int mebibytes) => Run("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "giro-test", path) == 0 ? new SmallDisk(path) : null;

    private static int Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }

    public void Dispose() => Run("umount", _path);
}
