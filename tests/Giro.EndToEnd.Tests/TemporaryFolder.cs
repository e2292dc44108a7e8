namespace Giro.EndToEnd.Tests;

/// <summary>A folder that is gone when disposed.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("giro-test-").FullName;

    public string Write(string name, params string[] lines)
    {
        var path = System.IO.Path.Combine(Path, name);
        File.WriteAllText(path, string.Join('\n', lines) + "\n");
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>Published data that is not part of the repository.</summary>
internal static class SharedData
{
    /// <summary>The folder, or a skipped test that says where it was looked for.</summary>
    public static string FolderOrSkip(string name)
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Giro.slnx"))) directory = directory.Parent;
        var root = Environment.GetEnvironmentVariable("GIRO_SHARED_DATA") is { Length: > 0 } configured
            ? configured
            : Path.GetFullPath(Path.Combine(directory?.FullName ?? ".", "..", "shared", "data"));
        var folder = Path.Combine(root, name);
        if (!Directory.Exists(folder)) Assert.Skip($"the shared data is not at '{folder}'; set GIRO_SHARED_DATA to the folder that holds {name}");
        return folder;
    }
}
