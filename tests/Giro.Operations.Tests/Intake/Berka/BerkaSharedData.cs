using Giro.Operations.Intake.Berka;

namespace Giro.Operations.Tests.Intake.Berka;

/// <summary>The published data set, which is not part of the repository: a test that needs it skips where it is absent.</summary>
internal static class BerkaSharedData
{
    /// <summary>The days of 1993, or a skipped test that says where the files were looked for.</summary>
    public static BerkaDays OpenOrSkip()
    {
        var directory = Path.Combine(Root(), "berka-1993");
        if (!Directory.Exists(directory))
            Assert.Skip($"the Berka data set is not at '{directory}'; set GIRO_SHARED_DATA to the directory that holds berka-1993");
        return BerkaDays.Open(BerkaFiles.Locate(directory));
    }

    private static string Root()
    {
        if (Environment.GetEnvironmentVariable("GIRO_SHARED_DATA") is { Length: > 0 } configured)
            return configured;
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Giro.slnx")))
            directory = directory.Parent;
        return Path.GetFullPath(Path.Combine(directory?.FullName ?? AppContext.BaseDirectory, "..", "shared", "data"));
    }
}
