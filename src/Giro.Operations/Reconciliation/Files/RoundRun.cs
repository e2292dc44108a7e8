using Giro.Operations.Reconciliation.Matching;

namespace Giro.Operations.Reconciliation.Files;

/// <summary>What all phases of a run need.</summary>
/// <param name="LeftTexts">names of the text columns of the left lines, in their order</param>
internal sealed record RunParts(IRunStore Store, MatchPlan Plan, IReadOnlyList<string> LeftTexts, IReadOnlyList<string> RightTexts);

/// <param name="Before">is added to the numbers of its rows</param>
internal sealed record PieceSource(PieceIndex Index, int Before);

/// <summary>
/// One round over lines that lie divided into partitions. Neighbouring partitions make a unit of work; each unit is read, matched and written as one image, by whichever
/// thread is free. Units depend on the sizes of the pieces alone, so a run that resumes has the same, and passes over those that are there.
/// </summary>
/// <param name="unitLines">lines of both sides that are matched at once, unless a partition alone has more</param>
internal sealed class RoundRun(RunParts parts, int roundIndex, int partitions, int unitLines, RunThreads threads)
{
    /// <returns>names of the units in the order of their partitions</returns>
    public IReadOnlyList<string> Run(IReadOnlyList<PieceSource> left, IReadOnlyList<PieceSource> right, IRunProgress progress)
    {
        var units = Units(left, right);
        progress.Stage($"matching {string.Join(", ", parts.Plan.Rounds[roundIndex].Passes.Select(pass => pass.Name))}", units.Sum(unit => (long)unit.Lines));
        var next = -1;
        threads.Run(cancelled =>
        {
            Worker? worker = null;
            for (var i = Interlocked.Increment(ref next); i < units.Count && !cancelled.IsCancellationRequested; i = Interlocked.Increment(ref next))
            {
                var name = UnitImage.NameOf(roundIndex + 1, i);
                if (!parts.Store.Has(name)) (worker ??= new Worker(parts, roundIndex, partitions)).Work(name, units[i], left, right);
                progress.Advance(units[i].Lines);
            }
        });
        return [.. Enumerable.Range(0, units.Count).Select(i => UnitImage.NameOf(roundIndex + 1, i))];
    }

    /// <summary>Ranges of partitions that have lines.</summary>
    private List<Unit> Units(IReadOnlyList<PieceSource> left, IReadOnlyList<PieceSource> right)
    {
        var units = new List<Unit>();
        var (from, lines) = (0, 0);
        for (var i = 0; i < partitions; i++)
        {
            var own = 0;
            foreach (var source in left) own += source.Index.Rows(i, i + 1);
            foreach (var source in right) own += source.Index.Rows(i, i + 1);
            if (lines > 0 && lines + own > unitLines)
            {
                units.Add(new Unit(from, i, lines));
                (from, lines) = (i, 0);
            }

            lines = checked(lines + own);
        }

        if (lines > 0) units.Add(new Unit(from, partitions, lines));
        return units;
    }

    private readonly record struct Unit(int From, int To, int Lines);

    private sealed class Worker
    {
        private readonly IRunStore _store;
        private readonly RoundMatcher _matcher;
        private readonly NextRound? _next;
        private readonly BlockOutcome _outcome = new();
        private readonly ImageBuffer _image = new();
        private readonly BlockReader _left;
        private readonly BlockReader _right;

        public Worker(RunParts parts, int roundIndex, int partitions)
        {
            var rounds = parts.Plan.Rounds;
            _store = parts.Store;
            _matcher = new RoundMatcher(parts.Plan, rounds[roundIndex]);
            (_left, _right) = (new BlockReader(parts.LeftTexts.Count), new BlockReader(parts.RightTexts.Count));
            if (roundIndex + 1 < rounds.Count) _next = new NextRound(rounds[roundIndex + 1], partitions);
        }

        public void Work(string name, Unit unit, IReadOnlyList<PieceSource> leftSources, IReadOnlyList<PieceSource> rightSources)
        {
            var left = _left.Read(_store, leftSources, unit.From, unit.To);
            var right = _right.Read(_store, rightSources, unit.From, unit.To);
            _outcome.Clear();
            _matcher.Match(left, right, _outcome);
            UnitImage.Write(_image, _outcome, left, right, _next);
            _store.Write(name, _image.Written);
        }
    }
}

/// <summary>Reads rows of some partitions out of all images that have any, in the order of their numbers. One thread.</summary>
internal sealed class BlockReader(int textColumns)
{
    private readonly LineBlock _block = new(textColumns);
    private LineBlock? _sorted;
    private byte[] _bytes = new byte[256 * 1024];

    /// <returns>valid until the next call</returns>
    public LineBlock Read(IRunStore store, IReadOnlyList<PieceSource> sources, int from, int to)
    {
        _block.Clear();
        foreach (var source in sources) source.Index.ReadRows(store, from, to, _block, ref _bytes, source.Before);
        return IsAscending(_block) ? _block : Sorted(_block);
    }

    private static bool IsAscending(LineBlock block)
    {
        for (var i = 1; i < block.Count; i++)
        {
            if (block.Number[i] < block.Number[i - 1]) return false;
        }

        return true;
    }

    private LineBlock Sorted(LineBlock block)
    {
        var sorted = _sorted ??= new LineBlock(block.Texts.Length);
        sorted.Clear();
        var rows = new int[block.Count];
        for (var i = 0; i < rows.Length; i++) rows[i] = i;
        Array.Sort(block.Number[..block.Count], rows);
        foreach (var row in rows) sorted.AddFrom(block, row);
        return sorted;
    }
}
