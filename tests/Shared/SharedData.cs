namespace Giro.Tests;

/// <summary>
/// Published schemas, examples and data sets, which are not part of the repository: in the directory GIRO_SHARED_DATA, or else in shared/data beside the
/// repository. A test that needs a file that is not there is skipped and says which.
/// </summary>
internal static class SharedData
{
    public static string Path(string relative)
    {
        var root = Environment.GetEnvironmentVariable("GIRO_SHARED_DATA") ?? BesideTheRepository();
        var path = root is null ? null : System.IO.Path.Combine(root, relative);
        if (path is null || (!File.Exists(path) && !Directory.Exists(path)))
            Assert.Skip($"shared data '{relative}' is absent; set GIRO_SHARED_DATA to the directory that holds it");
        return path;
    }

    private static string? BesideTheRepository()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(System.IO.Path.Combine(directory.FullName, "Giro.slnx")))
            directory = directory.Parent;
        return directory?.Parent is { } parent ? System.IO.Path.Combine(parent.FullName, "shared", "data") : null;
    }
}
