using System.Text;
using System.Text.RegularExpressions;
using Giro.Messages.Tables;

namespace Giro.Messages.Tests.Tables;

/// <summary>The examples of docs/csv-mapping.md do what they say.</summary>
public partial class MappingDocumentTests
{
    [Fact]
    public void Every_example_is_read_as_it_is_shown()
    {
        var blocks = Block().Matches(Document()).Select(block => (Kind: block.Groups["kind"].Value, Text: block.Groups["text"].Value)).ToArray();
        Assert.Equal(["json", "csv", "text", "json", "csv", "text", "json", "csv", "text"], blocks.Select(block => block.Kind));
        for (var i = 0; i < blocks.Length; i += 3)
        {
            var mapping = TableMapping.Parse(blocks[i].Text, "csv-mapping.md");
            var items = GivenTable.Read(TableInput.FindEncoding(mapping.Encodings[0])!.GetBytes(blocks[i + 1].Text), mapping);
            Assert.Equal(blocks[i + 2].Text.TrimEnd('\n'), GivenTable.Page(items));
            Assert.Empty(GivenTable.Said(items));
        }
    }

    [Fact]
    public void Every_property_and_finding_that_the_code_knows_is_in_the_reference()
    {
        var document = Document();
        var missing = new List<string>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root(), "src", "Giro.Messages", "Tables"), "*.cs"))
        {
            var source = File.ReadAllText(file, Encoding.UTF8);
            foreach (Match names in Known().Matches(source))
                missing.AddRange(Name().Matches(names.Value).Select(name => name.Groups["name"].Value).Where(name => !document.Contains($"`{name}`", StringComparison.Ordinal) && !document.Contains($"\"{name}\"", StringComparison.Ordinal)));
            missing.AddRange(Finding().Matches(source).Select(code => code.Groups["name"].Value).Where(code => !document.Contains($"`{code}`", StringComparison.Ordinal)));
        }

        Assert.Empty(missing);
    }

    private static string Document() => File.ReadAllText(Path.Combine(Root(), "docs", "csv-mapping.md"), Encoding.UTF8);

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Giro.slnx"))) directory = directory.Parent;
        return directory.FullName;
    }

    [GeneratedRegex("```(?<kind>json|csv|text)\n(?<text>.*?)```", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Block();

    [GeneratedRegex("\\.Only\\([^)]*\\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Known();

    [GeneratedRegex("\"(?<name>[a-z-]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();

    [GeneratedRegex("new ReportFinding\\(\"(?<name>[a-z-]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Finding();
}
