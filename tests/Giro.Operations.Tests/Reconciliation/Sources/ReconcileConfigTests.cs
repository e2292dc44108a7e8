using System.Text;
using Giro.Operations.Reconciliation.Matching;
using Giro.Operations.Reconciliation.Sources;
using Giro.Operations.Tests.Reconciliation.Files;

namespace Giro.Operations.Tests.Reconciliation.Sources;

/// <summary>The config of reconcile: what it means, and that every error says where and what to write instead.</summary>
public sealed class ReconcileConfigTests
{
    private const string Rules = """
        strategy cards version 1
        currency CNY
        input terminal: text
        output below: money
        algorithm wide
            below = 0.10
        use wide
            when terminal = "T1"
        """;

    [Fact]
    public void Passes_become_a_plan_over_the_columns_that_they_ask_for()
    {
        var leg = TwoFiles.Leg();
        Assert.Equal(["order", "status", "terminal", "batch"], leg.Left.Texts);
        Assert.Equal(["reference", "status", "terminal"], leg.Right.Texts);
        Assert.Equal(["exact", "difference", "window", "group"], leg.Plan.Passes.Select(pass => pass.Kind.ToString().ToLowerInvariant()));
        var (exact, late) = (leg.Plan.Passes[0], leg.Plan.Passes[2]);
        Assert.Equal([KeyPart.Text(0)], exact.LeftKey);
        Assert.Equal([KeyPart.Text(0)], exact.RightKey);
        Assert.Equal((1, 1), (exact.LeftStatus, exact.RightStatus));
        Assert.Equal((1, 3, 5L, 5L), (late.DaysBefore, late.DaysAfter, late.BelowMinor, late.AboveMinor));
        Assert.Equal(3, leg.Plan.Rounds.Count);
    }

    [Fact]
    public void Figures_may_be_parts_of_a_key_and_what_is_shown_is_a_column()
    {
        var leg = TwoFiles.Leg(With("\"key\": [\"terminal\"]", "\"key\": [\"terminal\", \"amount\", \"currency\", \"date\"]").Replace("\"format\": \"csv\", \"mapping\": { \"currency\": \"CNY\", \"fields\": {\n    \"order\"", "\"format\": \"csv\", \"show\": [\"batch\"], \"mapping\": { \"currency\": \"CNY\", \"fields\": {\n    \"order\"", StringComparison.Ordinal));
        Assert.Equal([KeySource.Text, KeySource.Amount, KeySource.Currency, KeySource.Day], leg.Plan.Passes[2].LeftKey.Select(part => part.Source));
        Assert.Equal("batch", leg.Left.Texts[0]);
    }

    [Fact]
    public void A_pass_may_have_rules_in_a_file_beside_the_config()
    {
        var reading = Parse(With("\"days\": { \"before\": 1, \"after\": 3 }", "\"rules\": \"cards.rules\""), name => name == "cards.rules" ? Encoding.UTF8.GetBytes(Rules) : throw new FileNotFoundException(name));
        Assert.Empty(reading.Faults);
        Assert.Equal("cards", reading.Config!.Leg.Plan.Passes[2].Terms!.Strategy.Name);
        var other = Parse(With("\"days\": { \"before\": 1, \"after\": 3 }", "\"rules\": \"cards.rules\""), _ => Encoding.UTF8.GetBytes(Rules.Replace("0.10", "0.20", StringComparison.Ordinal)));
        Assert.NotEqual(reading.Config.Leg.Hash, other.Config!.Leg.Hash);
    }

    [Fact]
    public void A_mapping_may_stand_in_a_file_beside_the_config()
    {
        const string Mapping = """{ "currency": "CNY", "fields": { "reference": "reference", "amount": "paid", "status": "state", "terminal": "terminal" } }""";
        var start = TwoFiles.Config.IndexOf("\"mapping\"", TwoFiles.Config.IndexOf("\"the bill\"", StringComparison.Ordinal), StringComparison.Ordinal);
        var end = TwoFiles.Config.IndexOf("},\n  \"passes\"", StringComparison.Ordinal);
        var reading = Parse(TwoFiles.Config[..start] + "\"mapping\": \"bill.json\" " + TwoFiles.Config[end..], _ => Encoding.UTF8.GetBytes(Mapping));
        Assert.Empty(reading.Faults);
        Assert.Equal("CNY", reading.Config!.Leg.Right.Mapping!.Currency);
    }

    [Theory]
    [InlineData("\"currency\": \"CNY\",\n  \"left\"", "\"currency\": \"YUAN\",\n  \"left\"", "day.json(2): currency: 'YUAN' is no currency of ISO 4217 with minor units; write its code in capitals, such as \"CNY\"")]
    [InlineData("\"kind\": \"window\"", "\"kind\": \"fuzzy\"", "passes[2].kind: 'fuzzy' is not known here; write one of exact, difference, window, group, subset")]
    [InlineData("\"left\": [\"batch\"]", "\"left\": [\"bath\"]", "passes[3].key.left[0]: our records has no text field 'bath'; write one of order, status, terminal, batch")]
    [InlineData("\"left\": [\"batch\"]", "\"left\": [\"batch\", \"order\"]", "passes[3].key: it has 2 fields on the left and 1 on the right, and they are compared one by one; name as many on both sides")]
    [InlineData("\"compare\": [\"amount\", \"fee\"", "\"compare\": [\"amount\", \"fees\"", "passes[0].compare[1]: 'fees' is nothing that is compared; write one of amount, fee, currency, status, date")]
    [InlineData("\"below\": \"0.05\"", "\"below\": \"0.055\"", "passes[2].tolerance.below: '0.055' is no number of zero or above with at most 2 decimals; write it as a text, such as \"2500.00\"")]
    [InlineData("\"before\": 1", "\"before\": -1", "passes[2].days.before: '-1' is no such number; write a whole number from 0 to 3660, without quotes")]
    [InlineData("\"shape\": \"many-to-one\"", "\"shape\": \"pile\"", "passes[3].shape: 'pile' is not known here; write one of many-to-one, one-to-many, many-to-many")]
    [InlineData("\"name\": \"differs\"", "\"name\": \"order\"", "passes[1]: there is a pass 'order' before it; give each pass a name of its own: results name it")]
    [InlineData("\"kind\": \"exact\"", "\"kind\": \"exact\", \"days\": 3", "passes[0].days: there is no such field; remove it; the fields here are kind, name, key, compare")]
    [InlineData("\"kind\": \"exact\"", "\"kind\": \"exact\", \"rules\": \"no.rules\"", "passes[0].rules: the file cannot be read: ")]
    [InlineData("\"charge\", \"status\"", "\"charge\", \"state\": \"x\", \"balance\": 7.5, \"status\"", "right.mapping")]
    [InlineData("\"name\": \"the bill\", \"format\": \"csv\"", "\"name\": \"the bill\", \"format\": \"xls\"", "right.format: there is no format 'xls'; write one of camt.052, ")]
    [InlineData("\"name\": \"the bill\", \"format\": \"csv\"", "\"name\": \"the bill\", \"format\": \"camt.053\"", "right.mapping: the format camt.053 has its own; remove it, or write \"format\": \"csv\"")]
    [InlineData("\"name\": \"the bill\",", "", "right: the field 'name' is missing; write \"name\": \"channel bill\"")]
    [InlineData("\"right\": {", "\"wrong\": {", "the field 'right' is missing; write \"right\": { ... }")]
    [InlineData("\"passes\": [", "\"steps\": [", "the field 'passes' is missing; write \"passes\": [ { \"name\": \"order\", \"kind\": \"exact\"")]
    [InlineData("\"passes\": [", "\"passes\" [", "it is no JSON at byte ")]
    public void An_error_names_file_line_and_path_and_what_to_write(string text, string wrong, string message)
    {
        var faults = Parse(With(text, wrong)).Faults;
        Assert.Contains(faults, fault => fault.ToString().Contains(message, StringComparison.Ordinal));
        Assert.All(faults, fault => Assert.Matches(@"^day\.json\(\d+\): ", fault.ToString()));
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var faults = Parse(With("\"shape\": \"many-to-one\"", "\"shape\": \"pile\"").Replace("\"before\": 1", "\"before\": \"1\"", StringComparison.Ordinal)).Faults;
        Assert.Equal(["passes[2].days.before", "passes[3].shape"], faults.Select(fault => fault.Path));
    }

    [Fact]
    public void An_empty_list_of_passes_is_an_error_with_a_suggestion()
    {
        var start = TwoFiles.Config.IndexOf("\"passes\"", StringComparison.Ordinal);
        var fault = Assert.Single(Parse(TwoFiles.Config[..start] + "\"passes\": [] }").Faults);
        Assert.StartsWith("day.json(7): passes: there is none; write \"passes\": [ { \"name\": \"order\"", fault.ToString());
    }

    private static string With(string text, string other)
    {
        Assert.Contains(text, TwoFiles.Config);
        var at = TwoFiles.Config.IndexOf(text, StringComparison.Ordinal);
        return TwoFiles.Config[..at] + other + TwoFiles.Config[(at + text.Length)..];
    }

    private static ReconcileConfigReading Parse(string config, Func<string, byte[]>? beside = null) =>
        ReconcileConfigFile.Parse(Encoding.UTF8.GetBytes(config), "day.json", beside ?? (name => throw new FileNotFoundException($"no file {name}")));
}
