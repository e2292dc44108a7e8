namespace Giro.Ledger.Tests.Support;

/// <summary>A folder of its own for one test, removed at the end.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("giro-ledger-").FullName;

    public string Snapshots => System.IO.Path.Combine(Path, "snapshots");

    public string Ids => System.IO.Path.Combine(Path, "ids");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
