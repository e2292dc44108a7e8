using System.Diagnostics;

namespace Giro.Storage.PostgreSql;

/// <summary>
/// PostgreSQL's own programs (initdb, postgres, pg_basebackup, pgbench, ...) on this machine: on the PATH, or where Debian puts them. They refuse to run as root
/// where they own a data folder; then they are run as the user postgres.
/// </summary>
public static class PostgreSqlPrograms
{
    private const string DebianRoot = "/usr/lib/postgresql";
    private const string Owner = "postgres";

    /// <summary>Whether a server can be started here.</summary>
    public static bool AreInstalled => Find("postgres") is not null;

    /// <summary>Whether this process is root, so that programs and their files belong to the user postgres.</summary>
    public static bool RunAsOwner => Environment.UserName == "root" && !OperatingSystem.IsWindows();

    /// <summary>The path of a program of the newest version that is installed, or null.</summary>
    public static string? Find(string program)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).ToList();
        // The server's version counts, not that of a wrapper on the PATH.
        if (Directory.Exists(DebianRoot))
            folders.InsertRange(0, Directory.EnumerateDirectories(DebianRoot).OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0).Select(folder => Path.Combine(folder, "bin")));
        return folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="PostgreSqlProgramException">It is not installed, or it failed; with what it said.</exception>
    public static string Run(string program, params IEnumerable<string> arguments) => Run(program, arguments, environment: null);

    /// <inheritdoc cref="Run(string, IEnumerable{string})"/>
    /// <param name="environment">Variables for it alone.</param>
    /// <param name="asThisUser">Even for root: a program that talks to a server and owns no data folder.</param>
    public static string Run(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment, bool asThisUser = false)
    {
        using var process = Process.Start(StartInfo(program, arguments, environment, asThisUser))!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new PostgreSqlProgramException($"{program} ended with {process.ExitCode}: {errors.Result.Trim()}");
    }

    internal static ProcessStartInfo StartInfo(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, bool asThisUser = false)
    {
        var path = Find(program) ?? throw new PostgreSqlProgramException($"{program} is not installed; on Debian: apt-get install postgresql");
        var start = RunAsOwner && !asThisUser
            ? new ProcessStartInfo("setpriv", ["--reuid", Owner, "--regid", Owner, "--clear-groups", "--", path, .. arguments])
            : new ProcessStartInfo(path, arguments);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.UseShellExecute = false;
        start.WorkingDirectory = "/";
        start.Environment["LC_ALL"] = "C.UTF-8";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return start;
    }

    /// <summary>Gives a file or folder to whom the programs run as, and lets them pass through the folder that it stands in.</summary>
    internal static void HandOver(string path)
    {
        if (OperatingSystem.IsWindows() || !RunAsOwner) return;
        var parent = Path.GetDirectoryName(Path.GetFullPath(path))!;
        File.SetUnixFileMode(parent, File.GetUnixFileMode(parent) | UnixFileMode.OtherExecute);
        using var chown = Process.Start(new ProcessStartInfo("chown", ["-R", $"{Owner}:", path]) { UseShellExecute = false })!;
        chown.WaitForExit();
        if (chown.ExitCode != 0) throw new PostgreSqlProgramException($"{path} cannot be given to the user {Owner}");
    }
}

/// <summary>A program of PostgreSQL is missing or has failed.</summary>
public sealed class PostgreSqlProgramException(string message) : Exception(message);
