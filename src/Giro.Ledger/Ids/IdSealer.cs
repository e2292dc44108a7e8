namespace Giro.Ledger.Ids;

/// <summary>
/// The background side of <see cref="IdIndex"/>: one thread of low priority that seals frozen tables, merges runs, and runs whatever must
/// happen after a seal (writing a snapshot that names the runs). Files are named by a counter and never rewritten.
/// </summary>
internal sealed class IdSealer : IDisposable
{
    /// <summary>So many runs of one size class become one run of the next: an id is rewritten once in each class.</summary>
    private const int MergeFactor = 16;

    /// <summary>Runs above this are left alone: a merge is held in memory once, 2 GiB for 64 Mi ids.</summary>
    private const long LargestMerge = 1L << 26;

    private readonly Lock _lock = new();
    private readonly string _folder;
    private readonly BookHash _hash;
    private readonly Queue<Action> _jobs = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly ManualResetEventSlim _progress = new();
    private readonly Thread _thread;
    private List<IdRun> _runs;
    private IdRun[]? _finished;
    private IdRun[] _handedOver;
    private bool _frozenIsSealed;
    private IdTable? _cleared;

    /// <summary>Kept from seal to seal: half a table, 128 MiB, whose pages would else be zeroed each time.</summary>
    private IdRecord[] _sorted = [];
    private int _nextFile;
    private bool _stopping;

    /// <param name="folder">Where runs are kept.</param><param name="hash">The book's hash.</param>
    /// <param name="runs">The runs that the snapshot names; other run files in the folder are left-overs and are deleted.</param>
    public IdSealer(string folder, BookHash hash, IReadOnlyList<string> runs)
    {
        _folder = folder;
        _hash = hash;
        Directory.CreateDirectory(folder);
        _runs = runs.Select(name => IdRun.Open(Path.Combine(folder, name))).ToList();
        DeleteFilesNotIn(runs);
        _nextFile = runs.Select(NumberOf).DefaultIfEmpty(0).Max() + 1;
        Runs = [.. _runs];
        _handedOver = Runs;
        _thread = new Thread(Work) { Name = "giro-ids", IsBackground = true, Priority = ThreadPriority.BelowNormal };
        _thread.Start();
    }

    /// <summary>The runs at the start.</summary>
    public IdRun[] Runs { get; }

    /// <summary>A failure of the background work; the writer must stop, since ids can no longer be kept.</summary>
    public Exception? Failure { get; private set; }

    public void Seal(IdTable frozen) => Enqueue(() =>
    {
        if (_sorted.Length < frozen.Count) _sorted = GC.AllocateUninitializedArray<IdRecord>((int)frozen.Count);
        var sorted = _sorted.AsSpan(0, (int)frozen.Count);
        frozen.CopySorted(sorted);
        _runs.Add(IdRun.Write(NextPath(), _hash, sorted));
        Publish(frozenIsSealed: true);
        MergeWhatIsMany();
    });

    /// <summary>
    /// Takes a table that was sealed, to be used again: zeroing its 256 MiB here takes that work from the writer, to whom the kernel would hand fresh
    /// pages one zeroed page at a time.
    /// </summary>
    public void Clear(IdTable sealedTable) => Enqueue(() =>
    {
        sealedTable.Clear();
        lock (_lock)
        {
            _cleared?.Dispose();
            _cleared = sealedTable;
        }
    });

    /// <summary>An empty table of that size, or null.</summary>
    public IdTable? TakeCleared(int bits)
    {
        lock (_lock)
        {
            if (_cleared?.Bits != bits) return null;
            var table = _cleared;
            _cleared = null;
            return table;
        }
    }

    /// <summary>
    /// Runs <paramref name="write"/> after all seals asked for before, with the names of the runs as they are then, and deletes the files that are not among
    /// them: what it wrote takes the place of whatever named those. When a seal has failed it is not run, as the names would leave ids out.
    /// </summary>
    /// <param name="write">Writes the names down, durably.</param>
    /// <param name="done">Is told how it ended: null, or why nothing was written.</param>
    public void AfterSeals(Action<IReadOnlyList<string>> write, Action<Exception?> done) => Enqueue(() =>
    {
        var failure = Failure;
        try
        {
            if (failure is not null) return;
            var names = _runs.ConvertAll(run => Path.GetFileName(run.Path));
            write(names);
            DeleteFilesNotIn(names);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failure = e;
        }
        finally
        {
            done(failure);
        }
    });

    public bool TryTakeRuns(out IdRun[] runs, out bool frozenIsSealed)
    {
        lock (_lock)
        {
            runs = _finished ?? [];
            frozenIsSealed = _frozenIsSealed;
            var any = _finished is not null;
            if (any) _handedOver = runs;
            _finished = null;
            _frozenIsSealed = false;
            return any;
        }
    }

    public void WaitForProgress()
    {
        _progress.Wait();
        _progress.Reset();
        if (Failure is not null) throw new IOException("old ids could not be written: " + Failure.Message, Failure);
    }

    private void Enqueue(Action job)
    {
        lock (_lock) _jobs.Enqueue(job);
        _wake.Release();
    }

    private void Work()
    {
        while (true)
        {
            _wake.Wait();
            Action? job;
            lock (_lock)
            {
                if (!_jobs.TryDequeue(out job) && _stopping) return;
            }

            try
            {
                job?.Invoke();
            }
            catch (Exception e)
            {
                // The writer hears of it in its next wait or check; ids stay in memory until then.
                Failure = e;
            }

            _progress.Set();
        }
    }

    private void MergeWhatIsMany()
    {
        foreach (var like in _runs.GroupBy(run => SizeClass(run.Count)).Where(group => group.Count() >= MergeFactor && group.Sum(run => run.Count) <= LargestMerge).ToList())
        {
            var merged = IdMerge.Write(NextPath(), _hash, [.. like]);
            _runs = [.. _runs.Except(like), merged];
            Publish(frozenIsSealed: false);
        }
    }

    private static int SizeClass(long count) => (63 - System.Numerics.BitOperations.LeadingZeroCount((ulong)count | 1)) / 4;

    private void Publish(bool frozenIsSealed)
    {
        lock (_lock)
        {
            // A run that was merged away before the index took it is unmapped here; nobody else knows of it.
            foreach (var run in _finished ?? [])
            {
                if (!_runs.Contains(run) && Array.IndexOf(_handedOver, run) < 0) run.Dispose();
            }

            _finished = [.. _runs];
            _frozenIsSealed |= frozenIsSealed;
        }

        _progress.Set();
    }

    private string NextPath() => Path.Combine(_folder, $"{_nextFile++:D8}.ids");

    private static int NumberOf(string name) => int.TryParse(Path.GetFileNameWithoutExtension(name), out var number) ? number : 0;

    private void DeleteFilesNotIn(IReadOnlyList<string> names)
    {
        foreach (var path in Directory.EnumerateFiles(_folder, "*.ids*").Where(path => !names.Contains(Path.GetFileName(path))).ToList()) File.Delete(path);
    }

    public void Dispose()
    {
        lock (_lock) _stopping = true;
        _wake.Release();
        _thread.Join();
        _cleared?.Dispose();
        _wake.Dispose();
        _progress.Dispose();
    }
}
