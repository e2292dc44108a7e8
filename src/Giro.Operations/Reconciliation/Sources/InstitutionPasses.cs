using Giro.Operations.Institution;

namespace Giro.Operations.Reconciliation.Sources;

/// <summary>What became of the passes of an institution's sources: they, or all that is wrong with them.</summary>
public sealed record InstitutionPassesReading(InstitutionPasses? Passes, IReadOnlyList<InstitutionFault> Faults);

/// <summary>
/// The matching passes of all sources of an institution. The institution keeps them as they are written, as it stands before reconciliation; whoever loads
/// institution.json for more than to look at it reads them here, so that a fault is told before a day is run.
/// </summary>
public sealed class InstitutionPasses
{
    /// <summary>For an institution whose sources give none.</summary>
    public static readonly InstitutionPasses Usual = new([]);

    private readonly Dictionary<string, SourcePasses> _all;

    private InstitutionPasses(Dictionary<string, SourcePasses> all) => _all = all;

    /// <param name="folder">Of institution.json, beside which rules are looked for.</param>
    public static InstitutionPassesReading Read(PaymentInstitution institution, string folder) =>
        Read(institution, InstitutionFile.Name, name => File.ReadAllBytes(Path.Combine(folder, name)));

    /// <param name="file">Named in faults.</param>
    /// <param name="beside">The content of a file that a pass names; throws when there is none.</param>
    public static InstitutionPassesReading Read(PaymentInstitution institution, string file, Func<string, byte[]> beside)
    {
        var faults = new InstitutionFileFaults(file);
        var all = new Dictionary<string, SourcePasses>();
        foreach (var source in institution.Sources)
        {
            if (SourcePasses.Read(source, faults, beside) is { } passes) all.Add(source.Name, passes);
        }

        return new InstitutionPassesReading(faults.Count == 0 ? new InstitutionPasses(all) : null, faults.All);
    }

    internal SourcePasses Of(ReconciliationSource source) => _all.GetValueOrDefault(source.Name) ?? SourcePasses.Usual(source.Kind);
}
