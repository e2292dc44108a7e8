using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Giro.Ledger.Accounts;
using Giro.Ledger.Currencies;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;

namespace Giro.Cli.Bench;

/// <summary>
/// A journal that is made while it is read: rows with the format and the chain of a book's, 8,190 entries each, over thirty business dates. Each entry takes from one of four channels and gives to
/// a merchant: one in five entries to one of twenty large merchants, all others to small ones, a thousand legs each. No ledger has seen them.
/// </summary>
internal sealed class MadeHistory(long legs) : IJournal, IJournalReader
{
    public const int Days = 30;
    public const int Channels = 4;
    public const int LargeMerchants = 20;

    private const int EntriesPerRow = 8190;
    private const int EntryBytes = RecordHeader.Size + (2 * Leg.Size);

    private readonly byte[] _payload = new byte[BatchHeader.Size + (EntriesPerRow * 128)];
    private readonly long _entriesOfDay = Math.Max(1, legs / 2 / Days);
    private JournalHead _head;
    private ulong _number = 1;
    private long _opened;
    private long _postedOnDay;
    private int _day = -1;
    private ulong _random = 0x9E3779B97F4A7C15;
    private int _length;
    private uint _count;

    public static DateOnly FirstDay { get; } = new(2026, 11, 1);

    /// <summary>Small merchants: half the legs are theirs but for those of the large ones.</summary>
    public long SmallMerchants { get; } = Math.Max(10, legs / 2 * 4 / 5 / 1000);

    private long Accounts => Channels + LargeMerchants + SmallMerchants;

    public string PathOf(long account) => account <= Channels ? $"channel/C{account}/receivable"
        : account <= Channels + LargeMerchants ? $"merchant/L{account - Channels:D2}/pending"
        : $"merchant/S{account - Channels - LargeMerchants:D7}/pending";

    public JournalHead ReadHead() => _head;

    public IJournalReader Read(ulong fromSequence) => fromSequence == 1 && _head.Sequence == 0 ? this : throw new NotSupportedException("it is made once, from its beginning");

    public bool TryRead(out JournalRow row)
    {
        row = default;
        (_length, _count) = (BatchHeader.Size, 0);
        if (_day < 0) NextDay(RecordType.OpenBook, 16);
        else if (_opened < Accounts) OpenAccounts();
        else if (_postedOnDay < _entriesOfDay) Post();
        else if (_day < Days - 1) NextDay(RecordType.AdvanceDate, 0);
        else return false;
        row = Seal();
        return true;
    }

    public void Append(ulong expectedSequence, ReadOnlySpan<JournalRow> rows) => throw new NotSupportedException();

    public ulong? FindRow(ulong recordNumber) => throw new NotSupportedException();

    private void NextDay(RecordType type, int fixedSize)
    {
        (_day, _postedOnDay) = (_day + 1, 0);
        Add(type, fixedSize, [], []);
    }

    private void OpenAccounts()
    {
        for (; _opened < Accounts && _count < EntriesPerRow; _opened++)
        {
            var path = Encoding.UTF8.GetBytes(PathOf(_opened + 1));
            var body = new OpenAccountBody
            {
                Account = (ulong)_opened + 1, LowestMinor = long.MinValue, HighestMinor = long.MaxValue, Currency = (ushort)Currency.FromCode("EUR").Number,
                Class = (byte)(_opened < Channels ? AccountClass.Asset : AccountClass.Liability), PathLength = (ushort)path.Length,
            };
            Add(RecordType.OpenAccount, 32, MemoryMarshal.AsBytes(new ReadOnlySpan<OpenAccountBody>(in body)), path);
        }
    }

    private void Post()
    {
        var date = FirstDay.AddDays(_day).DayNumber;
        for (; _postedOnDay < _entriesOfDay && _count < EntriesPerRow; _postedOnDay++)
        {
            var random = Next();
            var merchant = random % 5 == 0 ? random / 5 % LargeMerchants : LargeMerchants + (random / 5 % (ulong)SmallMerchants);
            var amount = 1 + (long)(random >> 50);
            var number = _number + _count;
            MemoryMarshal.Write(_payload.AsSpan(_length), new RecordHeader
            {
                Type = RecordType.Entry, Length = EntryBytes, IdLow = unchecked(number * 0x9E3779B97F4A7C15), IdHigh = number, BusinessDate = date, ValueDate = date, Kind = 1, LegCount = 2,
            });
            MemoryMarshal.Write(_payload.AsSpan(_length + RecordHeader.Size), Leg.Debit(1 + (random >> 20) % Channels, amount));
            MemoryMarshal.Write(_payload.AsSpan(_length + RecordHeader.Size + Leg.Size), Leg.Credit(1 + Channels + merchant, amount));
            _length += EntryBytes;
            _count++;
        }
    }

    /// <summary>A record that is no entry: its fixed part, then a path.</summary>
    private void Add(RecordType type, int fixedSize, ReadOnlySpan<byte> body, ReadOnlySpan<byte> path)
    {
        var length = RecordHeader.Size + fixedSize + ((path.Length + 7) & ~7);
        var record = _payload.AsSpan(_length, length);
        record.Clear();
        var date = FirstDay.AddDays(_day).DayNumber;
        MemoryMarshal.Write(record, new RecordHeader { Type = type, Length = (uint)length, BusinessDate = date, ValueDate = date });
        body.CopyTo(record[RecordHeader.Size..]);
        path.CopyTo(record[(RecordHeader.Size + fixedSize)..]);
        _length += length;
        _count++;
    }

    private JournalRow Seal()
    {
        var time = DateTimeOffset.UnixEpoch.AddDays(20_000).AddSeconds(_head.Sequence).ToUnixTimeMilliseconds() * 1000;
        MemoryMarshal.Write(_payload, new BatchHeader
        {
            Magic = BatchHeader.MagicValue, Format = BatchHeader.FormatVersion, Sequence = _head.Sequence + 1, TimeUs = time, FirstNumber = _number, RecordCount = _count,
            RecordBytes = (uint)(_length - BatchHeader.Size), PreviousHash = _head.Hash,
        });
        Span<byte> hash = stackalloc byte[BatchHeader.HashSize];
        SHA256.HashData(_payload.AsSpan(0, _length), hash);
        _head = new JournalHead(_head.Sequence + 1, Hash256.From(hash));
        _number += _count;
        return new JournalRow(_head.Sequence, time, _payload.AsMemory(0, _length), _head.Hash);
    }

    /// <summary>xorshift64 (Marsaglia 2003).</summary>
    private ulong Next()
    {
        _random ^= _random << 13;
        _random ^= _random >> 7;
        _random ^= _random << 17;
        return _random;
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
