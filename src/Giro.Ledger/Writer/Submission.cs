using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Giro.Ledger.Accounts;
using Giro.Ledger.Currencies;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;

namespace Giro.Ledger.Writer;

/// <summary>
/// Commands handed to a book together, and what became of them. Made once and used again and again: <see cref="Clear"/>, add commands,
/// <see cref="Book.Submit"/>, <see cref="Wait"/>, read <see cref="Results"/>. The commands are judged in order and land in one journal row;
/// only those marked as a chain depend on each other. Not thread-safe; do not touch it between submitting and completion.
/// </summary>
public sealed class Submission
{
    public const int MaxCommands = 8190;

    /// <summary>Room that the records of one submission may take, in bytes.</summary>
    public const int MaxBytes = 2 << 20;

    private readonly object _gate = new();
    private bool _isDone = true;
    private byte[] _commands;
    private CommandResult[] _results;

    public Submission(int capacityBytes = 1 << 12, int capacityCommands = 16)
    {
        _commands = GC.AllocateUninitializedArray<byte>(capacityBytes);
        _results = new CommandResult[capacityCommands];
    }

    public int Count { get; private set; }

    /// <summary>Called on the journal's thread once the results are durable, or the book has failed. Must be quick and must not throw.</summary>
    public Action<Submission>? Completed { get; set; }

    /// <summary>Why the book stopped; then nothing is known of the commands, and they may be repeated elsewhere.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>One result for each command, in order. Valid after completion.</summary>
    public ReadOnlySpan<CommandResult> Results => _results.AsSpan(0, Count);

    /// <summary>The commands as bytes, <see cref="RecordHeader"/> after <see cref="RecordHeader"/>.</summary>
    public ReadOnlySpan<byte> Commands => _commands.AsSpan(0, Length);

    internal int Length { get; private set; }

    /// <summary>Bytes that the records may take at most: a capture in full grows by the legs of its hold.</summary>
    internal int RecordRoom { get; private set; }

    /// <summary>The journal row after which the results hold: the one that what was accepted landed in, or the last before where nothing was. Valid after completion.</summary>
    public ulong Sequence { get; internal set; }

    /// <summary>What the reader of <see cref="ForReading"/> threw; its mistake is its own, the writer goes on.</summary>
    public Exception? ReadingFailure { get; private set; }

    internal Action<BookReader>? Reading { get; private init; }

    internal Span<CommandResult> ResultsWriterOnly => _results.AsSpan(0, Count);

    /// <summary>No commands, and a reader that is called on the writer's thread with the state after what was submitted before. See <see cref="Book.Query"/>.</summary>
    public static Submission ForReading(Action<BookReader> read) => new(0, 0) { Reading = read };

    public void Clear()
    {
        Count = 0;
        Length = 0;
        RecordRoom = 0;
        Failure = null;
    }

    /// <summary>Whether another command with so many legs and attributes still fits.</summary>
    public bool HasRoom(int legs, int attributeBytes = 0) =>
        Count < MaxCommands && RecordRoom + RecordHeader.Size + 32 + (legs * Leg.Size) + attributeBytes + 8 <= MaxBytes;

    /// <summary>Posts an entry.</summary>
    /// <param name="id">Unique in the book for ever.</param>
    /// <param name="kind">What kind of entry it is, a number of the caller's own chart.</param>
    /// <param name="legs">2-256 legs, zero-sum in each currency.</param>
    /// <param name="attributes">Up to 2,048 bytes that the ledger keeps and does not read.</param>
    /// <param name="ruleVersion">Which version of which rule made the entry; the caller's numbering.</param>
    /// <param name="businessDate">The business date that the caller means; null for the current one.</param>
    /// <param name="valueDate">Null for the business date.</param>
    /// <param name="chainNext">The next command stands or falls with this one.</param>
    /// <exception cref="InvalidOperationException">The submission is full.</exception>
    public void Post(
        EntryId id, ushort kind, ReadOnlySpan<Leg> legs, ReadOnlySpan<byte> attributes = default, uint ruleVersion = 0,
        DateOnly? businessDate = null, DateOnly? valueDate = null, bool chainNext = false)
    {
        // The busiest of the commands, so written without the general way of Add.
        var attributesAt = RecordHeader.Size + (legs.Length * Leg.Size);
        var length = attributesAt + RecordBody.Padded(attributes.Length);
        CheckCounts(legs, attributes);
        CheckRoom(length);
        var span = Grow(length);
        MemoryMarshal.AsRef<RecordHeader>(span) = new RecordHeader
        {
            Type = RecordType.Entry,
            Flags = chainNext ? RecordFlags.ChainNext : RecordFlags.None,
            Length = (uint)length,
            Id = id.Value,
            BusinessDate = businessDate?.DayNumber ?? 0,
            ValueDate = valueDate?.DayNumber ?? 0,
            RuleVersion = ruleVersion,
            Kind = kind,
            LegCount = (ushort)legs.Length,
            AttributeLength = (ushort)attributes.Length,
        };
        MemoryMarshal.AsBytes(legs).CopyTo(span[RecordHeader.Size..]);
        attributes.CopyTo(span[attributesAt..]);
        span[(attributesAt + attributes.Length)..].Clear();
        RecordRoom += length;
        CountUp(1);
    }

    /// <summary>Reserves the amounts of an entry. See <see cref="Post"/>.</summary>
    /// <param name="expiresAt">When the hold ends by itself; null for never.</param>
    public void Hold(
        EntryId id, ushort kind, ReadOnlySpan<Leg> legs, DateTimeOffset? expiresAt, ReadOnlySpan<byte> attributes = default, bool chainNext = false)
    {
        Add(RecordType.Hold, id, kind, legs, attributes, chainNext);
        // 0 means never; whoever says 1970-01-01 means the past.
        BodyOfLast<HoldBody>().ExpiresAtUs = expiresAt is not { } at ? 0 : MicrosecondTime.From(at) is var us and not 0 ? us : -1;
    }

    /// <summary>Posts a hold, or a part of it.</summary>
    /// <param name="legs">What to capture of each leg, in the hold's order and on its side; empty for all that is left.</param>
    /// <param name="final">Release what this capture leaves.</param>
    public void Capture(
        EntryId id, EntryId hold, ReadOnlySpan<Leg> legs, bool final = false, ushort kind = 0, ReadOnlySpan<byte> attributes = default, bool chainNext = false)
    {
        ref var header = ref Add(RecordType.Capture, id, kind, legs, attributes, chainNext);
        if (final) header.Flags |= RecordFlags.Final;
        BodyOfLast<TargetBody>().Target = hold.Value;
    }

    /// <summary>Ends a hold without posting what is left of it.</summary>
    public void Release(EntryId id, EntryId hold, ReadOnlySpan<byte> attributes = default, bool chainNext = false)
    {
        Add(RecordType.Release, id, 0, [], attributes, chainNext);
        BodyOfLast<TargetBody>().Target = hold.Value;
    }

    /// <summary>Moves the expiry of a hold to a later time.</summary>
    public void Extend(EntryId id, EntryId hold, DateTimeOffset expiresAt)
    {
        Add(RecordType.Extend, id, 0, [], [], chainNext: false);
        ref var body = ref BodyOfLast<TargetBody>();
        body.Target = hold.Value;
        body.ExpiresAtUs = MicrosecondTime.From(expiresAt);
    }

    /// <summary>Posts the opposite of an entry or a capture, whole and once.</summary>
    /// <param name="originalRecord">The original's record as it stands in the journal; the ledger checks that it is that.</param>
    public void Reverse(
        EntryId id, EntryId original, ReadOnlySpan<byte> originalRecord, ushort kind = 0, ReadOnlySpan<byte> attributes = default, bool chainNext = false)
    {
        Add(RecordType.Reversal, id, kind, [], attributes, chainNext, originalRecord);
        BodyOfLast<TargetBody>().Target = original.Value;
    }

    /// <summary>Opens an account. Repeating it with the same content returns the same handle.</summary>
    public void OpenAccount(string path, AccountClass accountClass, Currency currency, AccountLimits limits, ReadOnlySpan<byte> metadata = default)
    {
        var utf8 = Encoding.UTF8.GetBytes(path);
        if (utf8.Length > AccountPath.MaxBytes) utf8 = utf8[..(AccountPath.MaxBytes + 1)];
        Add(RecordType.OpenAccount, default, 0, [], metadata, chainNext: false, path: utf8);
        ref var body = ref BodyOfLast<OpenAccountBody>();
        body.Class = (byte)accountClass;
        body.Currency = currency.Number;
        body.LowestMinor = limits.LowestMinor;
        body.HighestMinor = limits.HighestMinor;
    }

    public void SetLimits(EntryId id, ulong account, AccountLimits limits)
    {
        ref var body = ref Change(RecordType.SetLimits, id, account, []);
        body.LowestMinor = limits.LowestMinor;
        body.HighestMinor = limits.HighestMinor;
    }

    public void SetState(EntryId id, ulong account, AccountState state) => Change(RecordType.SetState, id, account, []).State = (byte)state;

    public void SetMetadata(EntryId id, ulong account, ReadOnlySpan<byte> metadata) => Change(RecordType.SetMetadata, id, account, metadata);

    /// <summary>Closes the current business date and opens a later one.</summary>
    public void AdvanceDate(EntryId id, DateOnly to) =>
        Add(RecordType.AdvanceDate, id, 0, [], [], chainNext: false).BusinessDate = to.DayNumber;

    /// <summary>
    /// Takes commands as bytes, as they come from the wire. Bytes that are not commands count as one, which is answered
    /// <see cref="Status.Malformed"/>, as nothing after it can be found.
    /// </summary>
    /// <returns>False, and nothing is added, when they do not fit.</returns>
    public bool TryAddEncoded(ReadOnlySpan<byte> commands)
    {
        int count = 0, room = 0, at = 0;
        while (at < commands.Length)
        {
            count++;
            if (commands.Length - at < RecordHeader.Size) break;
            ref readonly var header = ref MemoryMarshal.AsRef<RecordHeader>(commands[at..]);
            // A length that cannot be: the rest is one malformed command, and takes no more room than it has bytes.
            if (header.Length < RecordHeader.Size || header.Length > (uint)(commands.Length - at) || (header.Length & 7) != 0) break;
            room += RoomFor(header);
            if (room > MaxBytes) return false;
            at += (int)header.Length;
        }

        room = Math.Max(room, commands.Length);
        if (Count + count > MaxCommands || RecordRoom + room > MaxBytes) return false;
        commands.CopyTo(Grow(commands.Length));
        RecordRoom += room;
        CountUp(count);
        return true;
    }

    /// <summary>Waits until the results are durable.</summary>
    /// <exception cref="BookStoppedException">The book failed; nothing is known of the commands.</exception>
    public void Wait()
    {
        lock (_gate)
        {
            while (!_isDone) Monitor.Wait(_gate);
        }

        if (Failure is not null) throw new BookStoppedException(Failure);
    }

    internal void ReadWriterOnly(BookReader reader)
    {
        try
        {
            Reading?.Invoke(reader);
        }
        catch (Exception e)
        {
            ReadingFailure = e;
        }
    }

    internal void Begin()
    {
        ResultsWriterOnly.Clear();
        Failure = null;
        ReadingFailure = null;
        Sequence = 0;
        lock (_gate) _isDone = false;
    }

    /// <summary>Takes back <see cref="Begin"/> where the queue did not take the submission.</summary>
    internal void Withdraw()
    {
        lock (_gate)
        {
            _isDone = true;
            Monitor.PulseAll(_gate);
        }
    }

    internal void Complete(Exception? failure)
    {
        Failure = failure;
        lock (_gate)
        {
            _isDone = true;
            Monitor.PulseAll(_gate);
        }

        Completed?.Invoke(this);
    }

    private ref ChangeAccountBody Change(RecordType type, EntryId id, ulong account, ReadOnlySpan<byte> metadata)
    {
        Add(type, id, 0, [], metadata, chainNext: false);
        ref var body = ref BodyOfLast<ChangeAccountBody>();
        body.Account = account;
        return ref body;
    }

    private int _lastAt;

    private ref RecordHeader Add(
        RecordType type, EntryId id, ushort kind, ReadOnlySpan<Leg> legs, ReadOnlySpan<byte> attributes, bool chainNext,
        ReadOnlySpan<byte> tail = default, ReadOnlySpan<byte> path = default)
    {
        CheckCounts(legs, attributes);
        var fixedSize = RecordBody.FixedSize(type);
        var legsAt = RecordHeader.Size + fixedSize + RecordBody.Padded(path.Length);
        var attributesAt = legsAt + (legs.Length * Leg.Size);
        var tailAt = attributesAt + RecordBody.Padded(attributes.Length);
        var length = tailAt + tail.Length;
        var header = default(RecordHeader);
        header.Type = type;
        header.Flags = chainNext ? RecordFlags.ChainNext : RecordFlags.None;
        header.Length = (uint)length;
        header.Id = id.Value;
        header.Kind = kind;
        header.LegCount = (ushort)legs.Length;
        header.AttributeLength = (ushort)attributes.Length;
        var room = RoomFor(header);
        CheckRoom(room);

        _lastAt = Length;
        var span = Grow(length);
        span.Clear();
        MemoryMarshal.Write(span, header);
        if (type == RecordType.OpenAccount)
        {
            MemoryMarshal.AsRef<OpenAccountBody>(span[RecordHeader.Size..]).PathLength = (ushort)path.Length;
            path.CopyTo(span[(RecordHeader.Size + fixedSize)..]);
        }

        MemoryMarshal.AsBytes(legs).CopyTo(span[legsAt..]);
        attributes.CopyTo(span[attributesAt..]);
        tail.CopyTo(span[tailAt..]);
        RecordRoom += room;
        CountUp(1);
        return ref MemoryMarshal.AsRef<RecordHeader>(span);
    }

    private static void CheckCounts(ReadOnlySpan<Leg> legs, ReadOnlySpan<byte> attributes)
    {
        if (legs.Length > ushort.MaxValue || attributes.Length > ushort.MaxValue) throw new ArgumentException("more legs or attribute bytes than a command can say");
    }

    private void CheckRoom(int room)
    {
        if (Count == MaxCommands || RecordRoom + room > MaxBytes) throw new InvalidOperationException("the submission is full; see HasRoom");
    }

    private static int RoomFor(in RecordHeader header) =>
        (int)Math.Min(header.Length, MaxBytes + 1) + (header is { Type: RecordType.Capture, LegCount: 0 } ? State.LedgerState.MaxLegs * Leg.Size : 0);

    private ref T BodyOfLast<T>() where T : unmanaged => ref MemoryMarshal.AsRef<T>(_commands.AsSpan(_lastAt + RecordHeader.Size, Unsafe.SizeOf<T>()));

    private Span<byte> Grow(int length)
    {
        if (Length + length > _commands.Length) Array.Resize(ref _commands, Math.Max(_commands.Length * 2, Length + length));
        var span = _commands.AsSpan(Length, length);
        Length += length;
        return span;
    }

    private void CountUp(int count)
    {
        if (Count + count > _results.Length) Array.Resize(ref _results, Math.Max(_results.Length * 2, Count + count));
        Count += count;
    }
}

/// <summary>The book has stopped; what was submitted may or may not be durable, and must be repeated after it was opened again.</summary>
public sealed class BookStoppedException(Exception cause) : Exception("the book has stopped: " + cause.Message, cause);
