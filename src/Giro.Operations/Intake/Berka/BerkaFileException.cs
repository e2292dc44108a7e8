namespace Giro.Operations.Intake.Berka;

/// <summary>A Berka file as a whole cannot be used: it is missing, has another header, or has too many bad rows to be that file.</summary>
public sealed class BerkaFileException : IOException
{
    public BerkaFileException(string file, string reason)
        : base($"{file}: {reason}") => File = file;

    /// <summary>The file's name, or the directory when that is what is missing.</summary>
    public string File { get; }
}
