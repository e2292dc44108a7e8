namespace Giro.Rules.Tests.Terms;

/// <summary>The rule files of the demo, as they lie beside the tests.</summary>
internal static class SampleRules
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Rules");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.rules").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    public static string Text(string name) => File.ReadAllText(Path.Combine(Folder, name + ".rules"));
}
