using System.Text;
using System.Text.Json;
using Giro.Operations.Institution;
using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Reconciliation.Sources;

/// <summary>
/// How the lines of a source are matched with our records: the passes that institution.json gives it, or the usual ones of its kind. Ours are the left side. They are each
/// themselves: of two equal payouts none is taken for the other.
/// </summary>
internal sealed class SourcePasses
{
    private static readonly SourcePasses UsualOfStatements = new()
    {
        // Payouts that the bank books as one line, by the message id of their file.
        Plan = new MatchPlan([new MatchPass { Name = "batches", Kind = PassKind.Group, Shape = GroupShape.ManyToOne, LeftKey = [KeyPart.Text(0)], RightKey = [KeyPart.Text(0)], LeftAreDistinct = true }]),
        OurTexts = [SourceFields.Batch], TheirTexts = [SourceFields.Batch],
    };

    private static readonly SourcePasses UsualOfBills = OfBills();

    public required MatchPlan Plan { get; init; }

    /// <summary>Names of the text columns of our lines, in their order.</summary>
    public required IReadOnlyList<string> OurTexts { get; init; }

    /// <inheritdoc cref="OurTexts"/>
    public required IReadOnlyList<string> TheirTexts { get; init; }

    public static SourcePasses Usual(SourceKind kind) => kind == SourceKind.BankStatement ? UsualOfStatements : UsualOfBills;

    /// <param name="beside">The content of a file that a pass names.</param>
    /// <returns>Null when it has faults.</returns>
    public static SourcePasses? Read(ReconciliationSource source, InstitutionFileFaults faults, Func<string, byte[]> beside)
    {
        if (source.Passes is not { } text) return Usual(source.Kind);
        InstitutionFileNode list;
        try
        {
            list = InstitutionFileNode.Parse(Encoding.UTF8.GetBytes(text.Json), path: text.Path, line: text.Line);
        }
        catch (JsonException e)
        {
            faults.Add(text.Line + (int)(e.LineNumber ?? 0), text.Path, $"it is no JSON: {e.Message.Split(" LineNumber:")[0].TrimEnd('.')}", "look for a comma, a quote or a bracket that is missing or too many");
            return null;
        }

        var isBank = source.Kind == SourceKind.BankStatement;
        var ours = new SideColumns("our side", isBank ? SourceFields.OfItems : SourceFields.OfPayments);
        var theirs = new SideColumns(isBank ? "the statement" : "the bill", isBank ? SourceFields.OfStatements : SourceFields.OfBills);
        var before = faults.Count;
        var plan = new PassListReader(faults, beside, ours, theirs, source.Currency).Read(list, Suggestion(isBank));
        if (plan is not null && isBank)
        {
            foreach (var (pass, node) in plan.Passes.Zip(list.Items)) CheckOfStatement(pass, node, faults);
        }

        if (plan is null || faults.Count > before) return null;
        return new SourcePasses { Plan = new MatchPlan([.. plan.Passes.Select(pass => pass with { LeftAreDistinct = true })]), OurTexts = ours.Texts, TheirTexts = theirs.Texts };
    }

    /// <summary>Blocks that a pass has left alone, in words: what it did not look at is told, never passed over.</summary>
    public IReadOnlyList<string> NotesOf(ReconciliationOutcome outcome) => [.. outcome.Skipped.Select(skipped =>
        $"pass '{Plan.Passes[skipped.Pass].Name}' left {skipped.Lines} lines{(skipped.Key.Length > 0 ? $" with the key {skipped.Key}" : "")} alone: {skipped.Why}")];

    /// <summary>An entry books an item whole, against one line.</summary>
    private static void CheckOfStatement(MatchPass pass, InstitutionFileNode node, InstitutionFileFaults faults)
    {
        if (pass.Kind is PassKind.Group or PassKind.Subset && pass.Shape != GroupShape.ManyToOne)
            faults.Add(Member("shape"), "a line of a statement may be several of our items, and an item is booked by one line: one item with many lines is not taken", "write \"shape\": \"many-to-one\"");
        if (pass.LeftIsNetOfFee || pass.RightIsNetOfFee) faults.Add(Member("net"), "what we expect of a bank is net already", "remove it");

        InstitutionFileNode Member(string name) => node.Members.Find(member => member.Name == name).Value ?? node;
    }

    private static SourcePasses OfBills()
    {
        var exact = new MatchPass
        {
            Name = "reference", Kind = PassKind.Exact, LeftKey = [KeyPart.Text(0), KeyPart.Text(1)], RightKey = [KeyPart.Text(0), KeyPart.Text(1)],
            Compare = Differences.Amount | Differences.Currency | Differences.Fee,
        };
        IReadOnlyList<string> texts = [SourceFields.Reference, SourceFields.Direction];
        return new SourcePasses { Plan = new MatchPlan([exact, exact with { Name = "differs", Kind = PassKind.Difference }]), OurTexts = texts, TheirTexts = texts };
    }

    private static string Suggestion(bool isBank) => isBank
        ? "write \"passes\": [ { \"name\": \"late\", \"kind\": \"window\", \"key\": [\"counterparty-account\"], \"days\": { \"before\": 0, \"after\": 3 } } ], or remove it for the usual ones"
        : "write \"passes\": [ { \"name\": \"reference\", \"kind\": \"exact\", \"key\": [\"reference\", \"direction\"], \"compare\": [\"amount\", \"fee\", \"currency\"] } ], or remove it for the usual ones";
}
