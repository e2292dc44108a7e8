using Giro.Rules.Strategies;

namespace Giro.Operations.Reconciliation.Matching;

/// <summary>A strategy of a pass, bound to the columns of each side.</summary>
/// <param name="LeftColumns">for each input of the strategy, the text column that fills it; -1 for one that is filled otherwise</param>
public sealed record PassTerms(Strategy Strategy, IReadOnlyList<int> LeftColumns, IReadOnlyList<int> RightColumns);
