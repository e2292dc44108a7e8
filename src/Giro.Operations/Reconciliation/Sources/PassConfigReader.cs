using System.Text;
using System.Text.Json;
using Giro.Ledger.Currencies;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Terms;
using Giro.Operations.Reconciliation.Matching;
using Giro.Rules.Programs;
using Giro.Rules.Strategies;

namespace Giro.Operations.Reconciliation.Sources;

/// <summary>Reads one pass of a config. A field that its kind does not look at is a fault: who wrote it expects something of it.</summary>
internal sealed class PassConfigReader(InstitutionFileFaults faults, Func<string, byte[]> beside, SideColumns left, SideColumns right, Currency currency)
{
    private static readonly string[] Kinds = ["", "exact", "difference", "window", "group", "subset"];
    private static readonly string[] Shapes = ["", "many-to-one", "one-to-many", "many-to-many"];
    private static readonly string[] Nets = ["", "left", "right", "both"];

    /// <returns>null when it has faults</returns>
    public MatchPass? Read(InstitutionFileNode node)
    {
        if (node.Kind != JsonValueKind.Object)
        {
            faults.Add(node, "it is no object", "write its fields between { and }");
            return null;
        }

        var before = faults.Count;
        var fields = new InstitutionFileFields(node, faults);
        var kind = (PassKind)fields.Word("kind", Kinds);
        var pass = new MatchPass { Name = fields.Text("name", "order"), Kind = kind, LeftKey = [], RightKey = [] };
        var (leftKey, rightKey) = Keys(fields);
        pass = pass with { LeftKey = leftKey, RightKey = rightKey };
        if (fields.Has("net"))
        {
            var net = fields.Word("net", Nets);
            pass = pass with { LeftIsNetOfFee = net is 1 or 3, RightIsNetOfFee = net is 2 or 3 };
        }

        if (kind is PassKind.Exact or PassKind.Difference) pass = Compared(fields, pass);
        if (kind is PassKind.Window) pass = Window(fields, pass);
        if (kind is PassKind.Group) pass = pass with { Shape = (GroupShape)fields.Word("shape", Shapes) };
        if (kind is PassKind.Subset) pass = pass with { Shape = (GroupShape)fields.Word("shape", Shapes, (int)GroupShape.ManyToMany) };
        if (kind is PassKind.Window or PassKind.Group) pass = Tolerance(fields, pass);
        if (kind is PassKind.Subset)
        {
            var defaults = pass;
            pass = pass with
            {
                MaxLines = fields.Count("max-lines", 1, 16, defaults.MaxLines), MaxBlock = fields.Count("max-block", 2, MatchPlan.MaxSubsetBlock, defaults.MaxBlock),
                Budget = fields.Count("budget", 1, int.MaxValue, (int)defaults.Budget),
            };
        }

        pass = Rules(fields, pass);
        fields.Finish();
        return faults.Count > before ? null : pass;
    }

    private (IReadOnlyList<KeyPart> Left, IReadOnlyList<KeyPart> Right) Keys(InstitutionFileFields fields)
    {
        const string Mend = "write \"key\": [\"order\"], or \"key\": { \"left\": [\"order\"], \"right\": [\"reference\"] }";
        if (fields.Any("key", Mend) is not { } key) return ([], []);
        if (key.Kind == JsonValueKind.Array) return (Parts(key, left), Parts(key, right));
        if (key.Kind != JsonValueKind.Object)
        {
            faults.Add(key, "it is neither a list of fields nor one for each side", Mend);
            return ([], []);
        }

        var sides = new InstitutionFileFields(key, faults);
        var lefts = sides.Any("left", Mend) is { } ours ? Parts(ours, left) : [];
        var rights = sides.Any("right", Mend) is { } theirs ? Parts(theirs, right) : [];
        sides.Finish();
        if (lefts.Count != rights.Count) faults.Add(key, $"it has {lefts.Count} fields on the left and {rights.Count} on the right, and they are compared one by one", "name as many on both sides");
        return (lefts, rights);
    }

    private List<KeyPart> Parts(InstitutionFileNode names, SideColumns side)
    {
        if (names.Kind == JsonValueKind.Array) return names.Items.ConvertAll(name => side.Part(name, faults));
        faults.Add(names, "it is no list", "write the names of fields between [ and ]");
        return [];
    }

    private MatchPass Compared(InstitutionFileFields fields, MatchPass pass)
    {
        if (!fields.Has("compare")) return pass;
        var compare = Differences.None;
        foreach (var item in fields.List("compare"))
        {
            compare |= item.Text switch
            {
                SideFields.Amount => Differences.Amount,
                SideFields.Fee => Differences.Fee,
                SideFields.Currency => Differences.Currency,
                SideFields.Status => Differences.Status,
                SideFields.Date => Differences.Date,
                _ => Unknown(item),
            };
            if (item.Text != SideFields.Status) continue;
            foreach (var side in new[] { left, right }.Where(side => !side.HasField(SideFields.Status)))
                faults.Add(item, $"{side.Name} has no field status", "remove it here, or let the mapping fill it");
        }

        pass = pass with { Compare = compare };
        if (!compare.HasFlag(Differences.Status)) return pass;
        return pass with { LeftStatus = left.Column(SideFields.Status), RightStatus = right.Column(SideFields.Status) };

        Differences Unknown(InstitutionFileNode item)
        {
            faults.Add(item, $"'{item.Text}' is nothing that is compared", "write one of amount, fee, currency, status, date");
            return Differences.None;
        }
    }

    private MatchPass Window(InstitutionFileFields fields, MatchPass pass)
    {
        if (fields.Object("days", isOptional: true) is { } days)
        {
            var span = new InstitutionFileFields(days, faults);
            pass = pass with { DaysBefore = span.Count("before", 0, MatchPlan.MaxDays, 0), DaysAfter = span.Count("after", 0, MatchPlan.MaxDays, 0) };
            span.Finish();
        }

        return pass;
    }

    private MatchPass Tolerance(InstitutionFileFields fields, MatchPass pass)
    {
        if (fields.Object("tolerance", isOptional: true) is not { } node) return pass;
        var tolerance = new InstitutionFileFields(node, faults);
        var digits = currency.Code is null ? 4 : currency.MinorUnits;
        pass = pass with { BelowMinor = tolerance.Amount("below", digits, 0), AboveMinor = tolerance.Amount("above", digits, 0) };
        tolerance.Finish();
        return pass;
    }

    private MatchPass Rules(InstitutionFileFields fields, MatchPass pass)
    {
        if (!fields.Has("rules")) return pass;
        var name = fields.Text("rules", "tolerances.rules");
        if (name.Length == 0) return pass;
        try
        {
            var load = StrategyFile.Load(Encoding.UTF8.GetString(beside(name)).TrimStart('\uFEFF'), name, new SymbolTable(), RuleCompiler.DigitsOf);
            foreach (var error in load.Errors) fields.Fault("rules", error.ToString(), "mend that file");
            if (load.Errors.Count > 0) return pass;
            if (load.Strategy is not { } strategy)
            {
                fields.Fault("rules", $"{name} is an accounting, which says nothing of lines", "write a strategy");
                return pass;
            }

            foreach (var side in new[] { left, right })
            {
                foreach (var input in strategy.Inputs.Where(input => side.HasField(input.Name))) side.Column(input.Name);
            }

            return pass with { Terms = PassTermsBinder.Bind(strategy, left.Texts, right.Texts) };
        }
        catch (ArgumentException e)
        {
            fields.Fault("rules", e.Message.Split(" (Parameter")[0], "mend that file");
            return pass;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            fields.Fault("rules", $"the file cannot be read: {e.Message}", "name a file beside this one");
            return pass;
        }
    }
}
