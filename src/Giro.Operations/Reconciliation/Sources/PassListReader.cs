using System.Text.Json;
using Giro.Ledger.Currencies;
using Giro.Operations.Institution;
using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Reconciliation.Sources;

/// <summary>Reads a list of passes to a plan over the columns of two sides.</summary>
internal sealed class PassListReader(InstitutionFileFaults faults, Func<string, byte[]> beside, SideColumns left, SideColumns right, Currency currency)
{
    /// <param name="suggestion">what to write where there is none</param>
    /// <returns>null when it has faults</returns>
    public MatchPlan? Read(InstitutionFileNode list, string suggestion)
    {
        if (list.Kind != JsonValueKind.Array)
        {
            faults.Add(list, "it is no list", "write its items between [ and ]");
            return null;
        }

        var before = faults.Count;
        var passes = new List<MatchPass>();
        foreach (var item in list.Items)
        {
            if (new PassConfigReader(faults, beside, left, right, currency).Read(item) is { } pass)
            {
                if (passes.Exists(other => other.Name == pass.Name)) faults.Add(item, $"there is a pass '{pass.Name}' before it", "give each pass a name of its own: results name it");
                passes.Add(pass);
            }
        }

        if (passes.Count == 0 && faults.Count == before) faults.Add(list, "there is none", suggestion);
        if (faults.Count > before) return null;
        try
        {
            return new MatchPlan(passes);
        }
        catch (ArgumentException e)
        {
            faults.Add(list, e.Message.Split(" (Parameter")[0], "mend it as it says");
            return null;
        }
    }
}
