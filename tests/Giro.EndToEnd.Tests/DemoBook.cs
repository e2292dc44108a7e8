namespace Giro.EndToEnd.Tests;

/// <summary>The book of a small demo day, made once for the tests of a class; those that change something take a copy.</summary>
public sealed class DemoBook : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DemoBook()
    {
        Path = System.IO.Path.Combine(_folder.Path, "book");
        Assert.Equal(0, GiroCommand.Run("demo", "--payments", "2000", "--seed", "5", "--data", Path).ExitCode);
    }

    public string Path { get; }

    public string Institution => System.IO.Path.Combine(Path, "institution.json");

    /// <summary>The first reference of a type in the card channel's file that the book has accepted.</summary>
    public string Reference(string type)
    {
        foreach (var line in File.ReadLines(System.IO.Path.Combine(Path, "intake", "card.ndjson")))
        {
            // Some lines are malformed on purpose; those that begin well and are of the type may still have been refused.
            if (!line.StartsWith("{\"id\":\"", StringComparison.Ordinal) || !line.Contains($"\"type\":\"{type}\"", StringComparison.Ordinal)) continue;
            var reference = line.Split('"')[3];
            if (GiroCommand.Run("entry", $"{type}/{reference}", "-o", "json", "--data", Path).ExitCode == 0) return reference;
        }

        throw new InvalidOperationException($"the demo has no {type}");
    }

    /// <summary>A copy of the book without its intake files, to be changed.</summary>
    internal TemporaryFolder Copy()
    {
        var copy = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(Path).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))) File.Copy(file, System.IO.Path.Combine(copy.Path, System.IO.Path.GetFileName(file)));
        return copy;
    }

    public void Dispose() => _folder.Dispose();
}
