using Giro.Rules.Strategies;

namespace Giro.Operations.Reconciliation.Matching;

/// <summary>A strategy of a pass, bound to the columns of each side.</summary>
/// <param name="LeftColumns">for each input of the strategy, the text column that fills it; -1 for one that is filled otherwise</param>
public sealed record PassTerms(Strategy Strategy, IReadOnlyList<int> LeftColumns, IReadOnlyList<int> RightColumns)
{
    /// <summary>Whether it chooses a part of the key.</summary>
    public bool HasKey => Has(TermsNames.Key);

    public bool Equals(PassTerms? other) =>
        other is not null && ReferenceEquals(Strategy, other.Strategy) && LeftColumns.SequenceEqual(other.LeftColumns) && RightColumns.SequenceEqual(other.RightColumns);

    public override int GetHashCode() => Strategy.Name.GetHashCode(StringComparison.Ordinal);

    internal bool Has(string output) => Strategy.Outputs.Any(one => one.Name == output);
}
