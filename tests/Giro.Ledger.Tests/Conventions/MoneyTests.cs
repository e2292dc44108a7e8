using System.Reflection;
using System.Text.RegularExpressions;
using Giro.Ledger.Tests.Support;

namespace Giro.Ledger.Tests.Conventions;

/// <summary>Money is integers of minor units; nothing that rounds by itself comes near it.</summary>
public sealed partial class MoneyTests
{
    /// <summary>Lines that may say it: durations for people to read. None that knows an amount.</summary>
    private static readonly string[] ElapsedTime = ["TotalSeconds", "TotalMilliseconds", "Elapsed"];

    [Theory]
    [InlineData("src/Giro.Ledger")]
    [InlineData("src/Giro.Operations")]
    [InlineData("src/Giro.Rules")]
    public void No_float_double_or_decimal(string folder)
    {
        var wrong = new List<string>();
        foreach (var file in Repository.Sources(folder))
        {
            var lines = Text().Replace(HouseTests.WithoutComments(File.ReadAllText(file)), "\"\"").Split('\n');
            foreach (var line in lines)
            {
                if (Rounding().IsMatch(line) && !ElapsedTime.Any(word => line.Contains(word, StringComparison.Ordinal))) wrong.Add($"{Path.GetFileName(file)}: {line.Trim()}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void No_field_of_the_ledger_can_round()
    {
        Type[] rounding = [typeof(float), typeof(double), typeof(decimal), typeof(Half)];
        var fields = typeof(Giro.Ledger.Writer.Book).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(field => rounding.Contains(field.FieldType));
        Assert.Empty(fields);
    }

    [Fact]
    public void Arithmetic_is_checked_in_the_whole_house() =>
        Assert.Contains("<CheckForOverflowUnderflow>true</CheckForOverflowUnderflow>", File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.props")), StringComparison.Ordinal);

    /// <summary>A string in one line; what it says to a person is not arithmetic.</summary>
    [GeneratedRegex(@"\$?""([^""\\\n]|\\.)*""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Text();

    [GeneratedRegex(@"\b(float|double|decimal|Half|(?<!\.)(Single|Double|Decimal))\b|\b\d+(\.\d+)?[dfmDFM]\b|\b\d+\.\d+\b", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Rounding();
}
