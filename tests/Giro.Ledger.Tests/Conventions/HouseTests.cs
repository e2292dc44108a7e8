using System.Text.RegularExpressions;
using System.Xml.Linq;
using Giro.Ledger.Tests.Support;

namespace Giro.Ledger.Tests.Conventions;

/// <summary>References point one way, in the project files and in the sources. See "The house" in the design.</summary>
public sealed partial class HouseTests
{
    /// <summary>What each project may refer to. Server, Console and Cli compose, so they may use everything that does not compose.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Giro.Ledger"] = [],
        ["Giro.Rules"] = [],
        ["Giro.Messages"] = [],
        ["Giro.Client"] = [],
        ["Giro.Operations"] = ["Giro.Ledger", "Giro.Rules", "Giro.Messages"],
        ["Giro.Storage"] = ["Giro.Ledger", "Giro.Operations"],
        ["Giro.Server"] = ["Giro.Ledger", "Giro.Rules", "Giro.Messages", "Giro.Operations", "Giro.Storage", "Giro.Client"],
        ["Giro.Console"] = ["Giro.Ledger", "Giro.Rules", "Giro.Messages", "Giro.Operations", "Giro.Storage", "Giro.Client"],
        ["Giro.Cli"] = ["Giro.Ledger", "Giro.Rules", "Giro.Messages", "Giro.Operations", "Giro.Storage", "Giro.Client", "Giro.Server", "Giro.Console"],
    };

    public static TheoryData<string> Projects => [.. Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src")).Select(path => Path.GetFileName(path)!).Order()];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_only_to_those_below_it(string project)
    {
        Assert.True(Allowed.ContainsKey(project), $"{project} has no place in the house yet; give it one here and in the design");
        Assert.Empty(ReferencesOf(project).Except(Allowed[project]));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Sources_use_only_what_their_project_may_refer_to(string project)
    {
        var mayUse = Allowed[project].Append(project).ToHashSet();
        var wrong = new List<string>();
        foreach (var file in Repository.Sources(Path.Combine("src", project)))
        {
            var text = WithoutComments(File.ReadAllText(file));
            foreach (Match use in GiroName().Matches(text))
            {
                var used = use.Groups["name"].Value;
                if (Allowed.ContainsKey(used) && !mayUse.Contains(used)) wrong.Add($"{Path.GetFileName(file)} uses {used}");
            }
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_namespace_says_where_the_file_stands(string project)
    {
        var root = Path.Combine(Repository.Root, "src", project);
        var wrong = new List<string>();
        foreach (var file in Repository.Sources(Path.Combine("src", project)))
        {
            var folder = Path.GetRelativePath(root, Path.GetDirectoryName(file)!);
            var expected = folder == "." ? project : $"{project}.{folder.Replace(Path.DirectorySeparatorChar, '.')}";
            var declared = NamespaceName().Match(File.ReadAllText(file));
            if (declared.Success && declared.Groups["name"].Value != expected) wrong.Add($"{Path.GetRelativePath(root, file)} is in namespace {declared.Groups["name"].Value}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void The_innermost_projects_take_no_packages()
    {
        foreach (var project in Projects.Where(project => project.Data is "Giro.Ledger" or "Giro.Rules")) Assert.Empty(Items(project.Data, "PackageReference"));
    }

    [Fact]
    public void Packages_have_their_version_in_one_place()
    {
        foreach (var project in Projects) Assert.DoesNotContain(Elements(project.Data, "PackageReference"), package => package.Attribute("Version") is not null);
    }

    /// <summary>The order of a business day. A stage may use those before it.</summary>
    private static readonly string[] Stages =
        ["Institution", "Intake", "Decision", "Clearing", "Settlement", "Interbank", "Reconciliation", "DayEnd", "Risk", "Reporting"];

    [Fact]
    public void A_stage_uses_earlier_stages_only()
    {
        var root = Path.Combine(Repository.Root, "src", "Giro.Operations");
        var wrong = new List<string>();
        foreach (var file in Repository.Sources(Path.Combine("src", "Giro.Operations")))
        {
            var folder = Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar)[0];
            var stage = Array.IndexOf(Stages, folder);
            if (stage < 0)
            {
                wrong.Add($"{folder} is no stage; the stages are {string.Join(", ", Stages)}");
                continue;
            }

            foreach (Match use in StageName().Matches(WithoutComments(File.ReadAllText(file))))
            {
                var used = Array.IndexOf(Stages, use.Groups["name"].Value);
                if (used > stage) wrong.Add($"{Path.GetRelativePath(root, file)} uses {Stages[used]}, which comes after {folder}");
            }
        }

        Assert.Empty(wrong);
    }

    private static IEnumerable<string> ReferencesOf(string project) =>
        Items(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));

    private static IEnumerable<string> Items(string project, string kind) => Elements(project, kind).Select(item => item.Attribute("Include")!.Value);

    private static IEnumerable<XElement> Elements(string project, string kind)
    {
        var file = Path.Combine(Repository.Root, "src", project, project + ".csproj");
        return XDocument.Load(file).Descendants(kind);
    }

    internal static string WithoutComments(string source) => Comment().Replace(source, "");

    [GeneratedRegex(@"\b(?<name>Giro\.[A-Z]\w*)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex GiroName();

    [GeneratedRegex(@"^\s*namespace\s+(?<name>[\w.]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex NamespaceName();

    [GeneratedRegex(@"\bOperations\.(?<name>[A-Z]\w*)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex StageName();

    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/", RegexOptions.Singleline, 5000)]
    private static partial Regex Comment();
}
