namespace Giro.Cli;

/// <summary>What the shell is told. Part of the interface: scripts rely on it.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>It ran, and what it checked does not hold: a proof failed, a row does not chain, a goal with --strict is missed.</summary>
    public const int CheckFailed = 1;

    /// <summary>The command line or an input file cannot be used; the message names the option, or file, line and field.</summary>
    public const int BadInput = 2;

    /// <summary>What was asked for is not there: an account, an entry, a book.</summary>
    public const int NotFound = 3;

    /// <summary>The journal is damaged; the message names the row.</summary>
    public const int Corrupt = 4;

    /// <summary>The disk, the store or the book failed or is in use; nothing unacknowledged was kept as final.</summary>
    public const int Unavailable = 5;

    /// <summary>A defect of Giro.</summary>
    public const int Defect = 70;
}

/// <summary>An error to be shown as one line, with its exit code.</summary>
internal sealed class CliException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    public static CliException BadInput(string message) => new(Cli.ExitCode.BadInput, message);

    public static CliException NotFound(string message) => new(Cli.ExitCode.NotFound, message);
}
