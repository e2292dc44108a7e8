using System.Text;
using Giro.Operations.Institution;
using Giro.Operations.Reconciliation.Sources;

namespace Giro.Operations.Tests.Reconciliation.Sources;

/// <summary>Passes in institution.json: written back as they were read, and every error says where it is and what to write instead.</summary>
public sealed class SourcePassesTests
{
    private const string Passes = """
        [
              { "name": "near", "kind": "window",
                "key": ["counterparty-account"], "days": { "before": 0, "after": 3 } },
              { "name": "batches", "kind": "group", "shape": "many-to-one", "key": ["batch"], "tolerance": { "below": "0.05" } } ]
        """;

    [Fact]
    public void Passes_of_sources_are_written_back_as_they_were_read()
    {
        var made = TestPasses.Institution(TestPasses.Bank with { Format = "MT940", Passes = new PassesText(Passes) }, TestPasses.CardBill);
        var text = InstitutionFile.Write(made);
        Assert.Contains($"\"passes\": {Passes} }}", text, StringComparison.Ordinal);
        var read = InstitutionFile.Parse(Encoding.UTF8.GetBytes(text), "institution.json");
        Assert.Empty(read.Faults);
        var passes = read.Institution!.Sources[0].Passes!;
        var line = 1 + text[..text.IndexOf("\"passes\"", StringComparison.Ordinal)].Count(letter => letter == '\n');
        Assert.Equal(new PassesText(Passes, "sources[0].passes", line), passes);
        Assert.Null(read.Institution.Sources[1].Passes);
        Assert.Equal(text, InstitutionFile.Write(read.Institution));
        Assert.Empty(InstitutionPasses.Read(read.Institution, "institution.json", _ => throw new FileNotFoundException()).Faults);
        // The place of a fault is that in the whole file, two lines below the list's own.
        var faulty = InstitutionFile.Parse(Encoding.UTF8.GetBytes(text.Replace("counterparty-account", "iban", StringComparison.Ordinal)), "institution.json").Institution!;
        var fault = InstitutionPasses.Read(faulty, "institution.json", _ => throw new FileNotFoundException()).Faults[0];
        Assert.Equal((line + 2, "sources[0].passes[0].key[0]"), (fault.Line, fault.Path));
        Assert.Equal(
            "it is no list", Assert.Single(InstitutionFile.Parse(Encoding.UTF8.GetBytes(text.Replace($"\"passes\": {Passes}", "\"passes\": 7", StringComparison.Ordinal)), "institution.json").Faults).Reason);
    }

    [Theory]
    //          kind    passes                                                                             path after sources[0].passes, fault
    [InlineData("bank", """[ ]""", "", "there is none")]
    [InlineData("bank", """[ 7 ]""", "[0]", "it is no object")]
    [InlineData("bank", """[ { "name": "a", "kind": "near", "key": [] } ]""", "[0].kind", "'near' is not known here")]
    [InlineData("bank", """[ { "name": "a", "kind": "window", "key": ["iban"] } ]""", "[0].key[0]", "our side has no text field 'iban'")]
    [InlineData("bank", """[ { "name": "a", "kind": "window", "key": [] }, { "name": "a", "kind": "window", "key": [] } ]""", "[1]", "there is a pass 'a' before it")]
    [InlineData("bank", """[ { "name": "a", "kind": "exact", "key": ["reference"], "compare": ["amount", "status"] } ]""", "[0].compare[1]", "our side has no field status")]
    [InlineData("bank", """[ { "name": "a", "kind": "group", "shape": "one-to-many", "key": ["batch"] } ]""", "[0].shape", "one item with many lines is not taken")]
    [InlineData("bank", """[ { "name": "a", "kind": "group", "shape": "many-to-many", "key": ["batch"] } ]""", "[0].shape", "one item with many lines is not taken")]
    [InlineData("bank", """[ { "name": "a", "kind": "subset", "key": [] } ]""", "[0]", "one item with many lines is not taken")]
    [InlineData("bank", """[ { "name": "a", "kind": "window", "key": [], "net": "left" } ]""", "[0].net", "what we expect of a bank is net already")]
    [InlineData("bank", """[ { "name": "a", "kind": "window", "key": [], "rules": "other.rules" } ]""", "[0].rules", "the file cannot be read: there is no other.rules")]
    [InlineData("bank", """[ { "name": "a", "kind": "window", "key": [], "tolerance": { "below": "0.005" } } ]""", "[0].tolerance.below", "'0.005' is no number of zero or above with at most 2 decimals")]
    [InlineData("bill", """[ { "name": "a", "kind": "exact", "key": ["batch"] } ]""", "[0].key[0]", "our side has no text field 'batch'")]
    [InlineData("bill", """[ { "name": "a", "kind": "group", "shape": "one-to-many", "key": ["reference"], "days": { "after": 1 } } ]""", "[0].days", "there is no such field")]
    public void What_cannot_be_used_is_told_with_its_place(string kind, string passes, string path, string fault)
    {
        var found = TestPasses.Read(kind == "bank" ? TestPasses.Bank : TestPasses.CardBill, passes).Faults[0];
        Assert.Equal(("institution.json", 7, "sources[0].passes" + path), (found.File, found.Line, found.Path));
        Assert.Contains(fault, found.Reason, StringComparison.Ordinal);
        Assert.NotEqual("", found.Mend);
    }
}
