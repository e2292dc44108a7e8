using System.Runtime.InteropServices;
using Giro.Ledger.Accounts;
using Giro.Ledger.Currencies;
using Giro.Ledger.Entries;
using Giro.Ledger.Writer;

namespace Giro.Simulation.Victim;

/// <summary>
/// One client of the book: entries between random accounts, chains, holds that are captured, released, extended or left to expire, reversals, and now
/// and then the next business date. Ids are <c>SEED/RUN/CLIENT/N</c>, so no two runs share one. Refusals are part of it.
/// </summary>
internal sealed class Load
{
    public const int Accounts = 100;

    private readonly Book _book;
    private readonly AcknowledgedLog _log;
    private readonly string _prefix;
    private readonly Random _random;
    private readonly bool _advancesDate;
    private readonly Submission _submission = new();
    private readonly List<EntryId> _ids = [];
    private readonly List<EntryId> _postedIds = [];
    private readonly List<EntryId> _heldIds = [];
    private readonly List<EntryId> _reversible = [];
    private readonly List<EntryId> _openHolds = [];
    private int _next;

    public Load(Book book, AcknowledgedLog log, int seed, int run, int client)
    {
        _book = book;
        _log = log;
        _prefix = $"{seed}/{run}/{client}/";
        _random = new Random(HashCode.Combine(seed, run, client));
        _advancesDate = client == 0;
    }

    public static BookOptions Options => new()
    {
        Name = "simulation",
        FirstBusinessDate = new DateOnly(2026, 1, 5),
        IdTableBits = 8,
        IdTableMaxBits = 10,
        SnapshotEveryRecords = 1_500,
    };

    /// <summary>Handles 1 to <see cref="Accounts"/>, all in one currency; each fourth may not go below zero. Repeating it changes nothing.</summary>
    public static void OpenAccounts(Book book)
    {
        var submission = new Submission();
        var limits = new AccountLimits(-5_000, long.MaxValue);
        for (var i = 0; i < Accounts; i++)
            submission.OpenAccount($"account/{i}", i % 2 == 0 ? AccountClass.Asset : AccountClass.Liability, Currency.FromCode("EUR"), i % 4 == 0 ? limits : AccountLimits.None);
        foreach (var result in book.Execute(submission)) if (!result.IsAccepted) throw new InvalidOperationException($"an account is refused: {result.Status}");
    }

    public void Run()
    {
        while (true) Step();
    }

    private void Step()
    {
        _submission.Clear();
        _ids.Clear();
        _postedIds.Clear();
        _heldIds.Clear();
        for (var left = _random.Next(1, 120); left > 0; left--) AddCommand();
        var results = _book.Execute(_submission);
        _log.Write(CollectionsMarshal.AsSpan(_ids), results);
        for (var i = 0; i < results.Length; i++)
        {
            if (!results[i].IsAccepted) continue;
            if (_postedIds.Contains(_ids[i])) Keep(_reversible, _ids[i]);
            if (_heldIds.Contains(_ids[i])) Keep(_openHolds, _ids[i]);
        }
    }

    private void AddCommand()
    {
        switch (_random.Next(100))
        {
            case < 50: Post(chainNext: false); break;
            case < 60: PostChain(); break;
            case < 75: Hold(); break;
            case < 85 when TryPick(_openHolds, out var hold): Capture(hold); break;
            case < 88 when TryPick(_openHolds, out var hold): _submission.Release(NewId(), hold); break;
            case < 90 when TryPick(_openHolds, out var hold): _submission.Extend(NewId(), hold, DateTimeOffset.UtcNow.AddSeconds(60)); break;
            case < 98 when TryPick(_reversible, out var original): Reverse(original); break;
            case 98 when _advancesDate && _random.Next(50) == 0: _submission.AdvanceDate(NewId(), _book.Query(reader => reader.BusinessDate).AddDays(1)); break;
            case 99: _submission.SetMetadata(NewId(), Account(), BitConverter.GetBytes(_next)); break;
            default: Post(chainNext: false); break;
        }
    }

    private void Post(bool chainNext)
    {
        Span<byte> attributes = stackalloc byte[_random.Next(40)];
        attributes.Fill((byte)(_next % 251));
        var id = NewId();
        _postedIds.Add(id);
        _submission.Post(id, 1, Legs(), attributes, chainNext: chainNext);
    }

    private void PostChain()
    {
        for (var left = _random.Next(1, 4); left > 0; left--) Post(chainNext: true);
        Post(chainNext: false);
    }

    private void Hold()
    {
        DateTimeOffset? expiresAt = _random.Next(3) == 0 ? null : DateTimeOffset.UtcNow.AddMilliseconds(_random.Next(1, 400));
        var id = NewId();
        _heldIds.Add(id);
        _submission.Hold(id, 2, Legs(), expiresAt);
    }

    private void Capture(EntryId hold)
    {
        var id = NewId();
        _postedIds.Add(id);
        if (_random.Next(2) == 0 || _book.Query(reader => reader.RemainingOf(hold)) is not [var debit, var credit]) _submission.Capture(id, hold, []);
        else _submission.Capture(id, hold, [new Leg(debit.Account, Math.Sign(debit.AmountMinor)), new Leg(credit.Account, Math.Sign(credit.AmountMinor))], final: _random.Next(2) == 0);
    }

    private void Reverse(EntryId original)
    {
        var found = _book.Find(original) ?? throw new InvalidOperationException($"{original} was acknowledged and is not in the journal");
        _submission.Reverse(NewId(), original, found.Bytes);
    }

    private Leg[] Legs()
    {
        var amount = _random.Next(1, 1_000);
        return [Leg.Debit(Account(), amount), Leg.Credit(Account(), amount)];
    }

    private ulong Account() => (ulong)_random.Next(1, Accounts + 1);

    private EntryId NewId()
    {
        var id = EntryId.FromReference(_prefix + _next++);
        _ids.Add(id);
        return id;
    }

    private bool TryPick(List<EntryId> from, out EntryId id)
    {
        id = from.Count == 0 ? default : from[_random.Next(from.Count)];
        return from.Count > 0;
    }

    private void Keep(List<EntryId> list, EntryId id)
    {
        if (list.Count < 200) list.Add(id);
        else list[_random.Next(list.Count)] = id;
    }
}
