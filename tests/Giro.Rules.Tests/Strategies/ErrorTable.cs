namespace Giro.Rules.Tests.Strategies;

/// <summary>Reads a page of cases: lines of a text, then what is said of it, each line after <c>&gt;</c>, without the file's name. A blank line ends a case.</summary>
internal static class ErrorTable
{
    public static TheoryData<string, string> Of(string page)
    {
        var cases = new TheoryData<string, string>();
        foreach (var item in page.Split("\n\n"))
        {
            var lines = item.Split('\n');
            cases.Add(
                string.Join('\n', lines.Where(line => !line.StartsWith("> ", StringComparison.Ordinal))),
                string.Join('\n', lines.Where(line => line.StartsWith("> ", StringComparison.Ordinal)).Select(line => line[2..])));
        }

        return cases;
    }

    public static string Errors(string text) => string.Join('\n', Examples.Load(text).Errors).Replace("fees.rules", "", StringComparison.Ordinal);
}
