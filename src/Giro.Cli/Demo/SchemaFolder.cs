namespace Giro.Cli.Demo;

/// <summary>Where the published XML schemas of ISO 20022 are, which Giro does not ship.</summary>
internal static class SchemaFolder
{
    private const string Under = "iso20022/xsd";

    /// <summary>In the folder that GIRO_SHARED_DATA names, or else in shared/data beside the repository; null when they are in neither.</summary>
    public static string? Find()
    {
        var data = Environment.GetEnvironmentVariable("GIRO_SHARED_DATA") ?? BesideRepository();
        var folder = data is null ? null : Path.Combine(data, Under);
        return Directory.Exists(folder) ? folder : null;
    }

    private static string? BesideRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Giro.slnx"))) folder = folder.Parent;
        return folder?.Parent is { } parent ? Path.Combine(parent.FullName, "shared", "data") : null;
    }
}
