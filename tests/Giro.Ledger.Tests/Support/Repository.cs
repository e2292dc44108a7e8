namespace Giro.Ledger.Tests.Support;

/// <summary>Where the sources are: the folder with Giro.slnx, upwards from where the tests run.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static IEnumerable<string> Sources(string folder)
    {
        var path = Path.Combine(Root, folder);
        return !Directory.Exists(path)
            ? []
            : Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories).Where(file => !IsBuilt(Path.GetRelativePath(path, file)));
    }

    private static bool IsBuilt(string relative) => relative.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Giro.slnx"))) return folder.FullName;
        }

        throw new InvalidOperationException("Giro.slnx is in no folder above " + AppContext.BaseDirectory);
    }
}
