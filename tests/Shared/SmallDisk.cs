using System.Diagnostics;

namespace Giro.Tests;

/// <summary>A file system in memory that is soon full, mounted on a folder until it is disposed; the test is skipped where none can be mounted.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _path;

    public SmallDisk(string path, int mebibytes)
    {
        _path = path;
        Directory.CreateDirectory(path);
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "giro-test", path) == 0, "no small disk can be mounted here (mount -t tmpfs needs root)");
    }

    public string this[string name] => Path.Combine(_path, name);

    /// <summary>What can still be written to it.</summary>
    public long FreeBytes => new DriveInfo(_path).AvailableFreeSpace;

    public void Fill(string name, long leaveBytes) => File.WriteAllBytes(this[name], new byte[FreeBytes - leaveBytes]);

    public void Delete(string name) => File.Delete(this[name]);

    public void Dispose() => Run("umount", "-l", _path);

    public static int Run(string program, params string[] arguments)
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
}
