using System.Text;
using Giro.Ledger.Accounts;
using Giro.Ledger.Currencies;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;
using Giro.Ledger.Tests.Support;
using Giro.Ledger.Writer;

namespace Giro.Ledger.Tests.Model;

/// <summary>The book and the model side by side through the commands of one seed.</summary>
internal sealed class ModelRun : IDisposable
{
    private const int MaxAccounts = 14;
    private const int MaxHolds = 10;
    private const int RecordsKept = 100;

    private readonly TempFolder _folder = new();
    private readonly TestBook _book;
    private readonly LedgerModel _model = new(MaxAccounts, MaxHolds, TestBook.FirstDate);
    private readonly Random _random;
    private readonly CommandGenerator _generator;
    private readonly Dictionary<int, byte[]> _records = [];
    private readonly Queue<int> _recordOrder = new();
    private readonly Submission _submission = new();
    private readonly int[] _answers = new int[Enum.GetValues<Status>().Length];
    private int _rowsRead;
    private int _done;

    private ModelRun(int seed)
    {
        _random = new Random(seed);
        _generator = new CommandGenerator(_random, _model, _records.Keys);
        _book = new TestBook(options => options with
        {
            MaxAccounts = MaxAccounts, MaxOpenHolds = MaxHolds, Folder = _folder.Path, IdTableBits = 7, IdTableMaxBits = 10, SnapshotEveryRecords = 0,
        });
    }

    /// <summary>Runs a seed; on a difference finds the shortest prefix of its commands that shows one.</summary>
    /// <returns>How often each status was answered.</returns>
    public static int[] Check(int seed, int commands)
    {
        try
        {
            return Run(seed, commands, compareEvery: 20);
        }
        catch (ModelMismatchException)
        {
            try
            {
                Run(seed, commands, compareEvery: 1);
                throw;
            }
            catch (ModelMismatchException e)
            {
                throw new ModelMismatchException($"seed {seed}, shortest prefix {e.Commands} commands: {e.Message}", e.Commands);
            }
        }
    }

    /// <summary>Two warm books beside the book, one always up to date and one that is often behind. They take turns as the writer.</summary>
    /// <returns>How many rows were compared.</returns>
    public static int CheckWarm(int seed, int commands)
    {
        using var run = new ModelRun(seed);
        using var folder = new TempFolder();
        using var late = run._book.Follow();
        var warm = run._book.Follow(folder.Path);
        var compared = 0;
        for (var turn = 1; run._done < commands;)
        {
            run.Submit();
            compared += run.CompareWarm(warm);
            if (run._random.Next(10) == 0) run.CompareWarm(late);
            if (run._done < turn * commands / 4) continue;
            turn++;
            warm = run._book.Succeed(warm);
            run.CompareStates();
        }

        run.CompareWarm(late);
        warm.Dispose();
        run.CompareReopened();
        return compared;
    }

    /// <summary>The same state after the same row. Returns the rows that were applied for it.</summary>
    private int CompareWarm(WarmBook warm)
    {
        var live = _book.Book.Query(reader => (reader.Sequence, Hash: reader.StateHash()));
        var rows = 0;
        while (warm.TryAdvance()) rows++;
        Compare("warm state", live, warm.Query(reader => (reader.Sequence, Hash: reader.StateHash())));
        return rows;
    }

    private static int[] Run(int seed, int commands, int compareEvery)
    {
        using var run = new ModelRun(seed);
        for (var i = 0; run._done < commands; i++)
        {
            run.Submit();
            if (i % compareEvery == 0) run.CompareStates();
            if (run._random.Next(200) == 0) run._book.Book.TakeSnapshot();
        }

        run.CompareStates();
        run.CompareReopened();
        return run._answers;
    }

    private void Submit()
    {
        var step = _random.Next(3) == 0 ? _random.Next(20) : 0;
        _book.Time.Advance(TimeSpan.FromSeconds(step));
        _model.Now += step;
        var commands = _generator.Submission().ConvertAll(WithRecordAtHand);
        _submission.Clear();
        foreach (var command in commands) Add(command);
        var actual = _book.Book.Execute(_submission);
        var expected = _model.Submit(commands);
        for (var i = 0; i < commands.Count; i++)
        {
            // The leg at fault is the tables' business.
            if (actual[i] with { LegAtFault = -1 } != expected[i])
                throw new ModelMismatchException($"{commands[i].Type} {commands[i].Id} ({commands[i].Content()})\n  book  {actual[i]}\n  model {expected[i]}", _done + i + 1);
        }

        _done += commands.Count;
        KeepRecords();
        foreach (var result in expected) _answers[(int)result.Status]++;
    }

    /// <summary>A client that does not have the original's record any more, or not yet, sends something else.</summary>
    private ModelCommand WithRecordAtHand(ModelCommand command) =>
        command.Type == RecordType.Reversal && !_records.ContainsKey(command.RecordOf) ? command with { RecordOf = -1 } : command;

    private void Add(ModelCommand command)
    {
        var (s, id, target, text) = (_submission, Id(command.Id), Id(command.Target), Encoding.UTF8.GetBytes(command.Text));
        Leg[] legs = [.. command.Legs.Select(leg => new Leg(leg.Account, leg.Amount))];
        var limits = new AccountLimits(command.Lowest ?? long.MinValue, command.Highest ?? long.MaxValue);
        var raw = new RawCommand(command.Type) { Attributes = text };
        raw.Header.Id = id.Value;
        raw.Header.Kind = (ushort)command.Kind;
        raw.Header.Flags = (command.ChainNext ? RecordFlags.ChainNext : 0) | (command.Final ? RecordFlags.Final : 0);
        raw.Header.BusinessDate = command.Business?.DayNumber ?? 0;
        raw.Header.ValueDate = command.Value?.DayNumber ?? 0;
        raw.Legs.AddRange(legs);
        raw.Hold.ExpiresAtUs = command.ExpiresAt is { } expiry ? Time(expiry) : 0;
        raw.Target.Target = target.Value;
        raw.Target.ExpiresAtUs = command.Type == RecordType.Extend ? Time(command.ExpiresAt ?? 0) : 0;
        raw.Path = command.Path;
        raw.Account = new OpenAccountBody { LowestMinor = limits.LowestMinor, HighestMinor = limits.HighestMinor, Class = (byte)command.Class };
        if (command.Type == RecordType.OpenAccount) raw.Account.Currency = Currency.FromCode(command.Currency).Number;
        raw.Change = new ChangeAccountBody { Account = command.Account, State = (byte)command.State };
        if (command.Type == RecordType.SetLimits) (raw.Change.LowestMinor, raw.Change.HighestMinor) = (limits.LowestMinor, limits.HighestMinor);
        if (command.Type == RecordType.Reversal) raw.Tail = _records.GetValueOrDefault(command.RecordOf, new byte[8]);
        if (!s.TryAddEncoded(raw.ToBytes())) throw new InvalidOperationException("the submission is full");
    }

    /// <summary>Keeps the latest records that can be reversed, as a client would fetch them.</summary>
    private void KeepRecords()
    {
        for (; _rowsRead < _book.Journal.Rows.Count; _rowsRead++)
        {
            var records = JournalRecords.Of(_book.Journal.Rows[_rowsRead].Payload.Span);
            while (records.MoveNext())
            {
                var record = records.Current;
                if (record.Header.Type is not (RecordType.Entry or RecordType.Capture)) continue;
                _records[(int)record.Header.IdLow] = record.Bytes.ToArray();
                _recordOrder.Enqueue((int)record.Header.IdLow);
                if (_recordOrder.Count > RecordsKept) _records.Remove(_recordOrder.Dequeue());
            }
        }
    }

    private void CompareStates()
    {
        var (accounts, holds, date, number) = _book.Book.Query(reader => (
            reader.Accounts(), _model.Holds.ConvertAll(hold => reader.RemainingOf(Id(hold.Id))), reader.BusinessDate, (reader.LastNumber, reader.OpenHoldCount)));
        Compare("business date", _model.Date, date);
        Compare("last number", _model.LastNumber, number.LastNumber);
        Compare("open holds", _model.Holds.Count, number.OpenHoldCount);
        Compare("accounts", _model.Accounts.Count, accounts.Count);
        for (var i = 0; i < accounts.Count; i++)
        {
            var (model, book) = (_model.Accounts[i], accounts[i]);
            Compare(
                model.Path,
                $"{model.Path} {model.Class} {model.Currency} {model.State} {model.Balance} {_model.HeldLowering((ulong)i + 1)} {_model.HeldRaising((ulong)i + 1)} {model.Lowest} {model.Highest} {model.Text}",
                $"{book.Path} {book.Class} {book.Currency.Code} {book.State} {book.BalanceMinor} {book.HeldLoweringMinor} {book.HeldRaisingMinor} {Limit(book.Limits.LowestMinor, long.MinValue)} {Limit(book.Limits.HighestMinor, long.MaxValue)} {book.Metadata}");
        }

        for (var i = 0; i < holds.Count; i++)
            Compare($"hold {_model.Holds[i].Id}", string.Join(',', _model.Holds[i].Legs), string.Join(',', (holds[i] ?? []).Select(leg => (leg.Account, leg.AmountMinor))));
    }

    /// <summary>From the journal and the newest snapshot; and from the journal alone.</summary>
    private void CompareReopened()
    {
        var live = _book.StateHash;
        var last = _model.Ids.Where(id => id.Value.Type == RecordType.Entry).OrderBy(id => id.Key).Select(id => id.Key).ToList();
        _book.Book.TakeSnapshot();
        Submit();
        live = _book.StateHash;
        _book.Reopen();
        Compare("state reopened from a snapshot", live, _book.StateHash);
        _book.Reopen(options => options with { Folder = null });
        Compare("state replayed from the journal", live, _book.StateHash);
        CompareStates();
        foreach (var id in last.Take(3).Concat(last.TakeLast(3)))
            Compare($"number of id {id}", _model.Ids[id].Number, _book.Book.Query(reader => reader.NumberOf(Id(id))));
    }

    private void Compare<T>(string what, T model, T book)
    {
        if (!EqualityComparer<T>.Default.Equals(model, book)) throw new ModelMismatchException($"{what}\n  book  {book}\n  model {model}", _done);
    }

    private static EntryId Id(int id) => new((UInt128)id);

    private static long Time(int seconds) => MicrosecondTime.From(ManualTime.Start.AddSeconds(seconds));

    private static long? Limit(long limit, long none) => limit == none ? null : limit;

    public void Dispose()
    {
        _book.Dispose();
        _folder.Dispose();
    }
}

/// <summary>The book and the model do not agree after so many commands.</summary>
internal sealed class ModelMismatchException(string message, int commands) : Exception(message)
{
    public int Commands { get; } = commands;
}
