using System.Buffers.Text;
using Giro.Operations.Reconciliation;

namespace Giro.Cli.Bench;

/// <summary>What is wrong with an order of the bench.</summary>
internal enum Planted : byte
{
    None = 0,
    MissingAtBank = 1,
    MissingWithUs = 2,
    Amount = 3,
    Fee = 4,
    Status = 5,
    Currency = 6,
    Date = 7,
    DuplicateAtBank = 8,
    DuplicateWithUs = 9,

    /// <summary>One line of ours, two of theirs that it could be.</summary>
    Ambiguous = 10,

    UnreadableWithUs = 11,
    UnreadableAtBank = 12,

    /// <summary>Three lines of ours, one of theirs that is their sum: a match.</summary>
    Group = 13,

    /// <summary>Other order numbers, the same terminal, two days later, three cents less: a match.</summary>
    Window = 14,
}

/// <summary>
/// Two files of orders: ours in their order, the channel's shuffled. Each line is worked out from the seed and the order's number alone, so neither file is ever held in
/// memory, and what was planted is counted while they are written.
/// </summary>
internal sealed class BenchOrders(int count, int anomaliesPpm, ulong seed)
{
    private const int Kinds = 14;
    private readonly long[] _planted = new long[Kinds + 1];
    private readonly byte[] _bytes = new byte[1 << 20];
    private int _length;

    public long Of(Planted kind) => _planted[(int)kind];

    /// <summary>Breaks that a run has to find, by type.</summary>
    public IReadOnlyDictionary<BreakType, long> Breaks() => new Dictionary<BreakType, long>
    {
        [BreakType.MissingAtBank] = Of(Planted.MissingAtBank), [BreakType.MissingWithUs] = Of(Planted.MissingWithUs), [BreakType.Amount] = Of(Planted.Amount), [BreakType.Fee] = Of(Planted.Fee),
        [BreakType.Status] = Of(Planted.Status), [BreakType.Currency] = Of(Planted.Currency), [BreakType.Date] = Of(Planted.Date), [BreakType.DuplicateAtBank] = Of(Planted.DuplicateAtBank),
        [BreakType.DuplicateWithUs] = Of(Planted.DuplicateWithUs), [BreakType.Ambiguous] = 3 * Of(Planted.Ambiguous), [BreakType.UnreadableLine] = Of(Planted.UnreadableWithUs) + Of(Planted.UnreadableAtBank),
    };

    public void WriteLeft(string path)
    {
        using var file = Create(path, "order,amount,fee,currency,status,date,terminal,batch\n"u8);
        for (var i = 0; i < count; i++)
        {
            var order = new Order(seed, i, anomaliesPpm);
            _planted[(int)order.Kind]++;
            switch (order.Kind)
            {
                case Planted.MissingWithUs or Planted.UnreadableAtBank:
                    break;
                case Planted.DuplicateWithUs:
                    Left(order, (byte)'P', 0, order.AmountMinor, 'X');
                    Left(order, (byte)'P', 0, order.AmountMinor, 'X');
                    break;
                case Planted.Ambiguous or Planted.Window:
                    Left(order, (byte)'L', 0, order.AmountMinor, 'X');
                    break;
                case Planted.Group:
                    for (var part = 1; part <= 3; part++) Left(order, (byte)'G', part, order.AmountMinor + part, 'X');
                    break;
                default:
                    Left(order, (byte)'P', 0, order.AmountMinor, order.Kind == Planted.None ? 'T' : 'X');
                    break;
            }

            Flush(file, 64 * 1024);
        }

        Flush(file, 0);
    }

    public void WriteRight(string path)
    {
        using var file = Create(path, "day,reference,paid,charge,currency,state,terminal,settlement\n"u8);
        var shuffle = new Shuffle(count, seed);
        for (var i = 0; i < count; i++)
        {
            var order = new Order(seed, shuffle.At(i), anomaliesPpm);
            switch (order.Kind)
            {
                case Planted.MissingAtBank or Planted.UnreadableWithUs:
                    break;
                case Planted.DuplicateAtBank:
                    Right(order, (byte)'P', 0, order.AmountMinor, 0);
                    Right(order, (byte)'P', 0, order.AmountMinor, 0);
                    break;
                case Planted.Ambiguous:
                    Right(order, (byte)'R', 1, order.AmountMinor, 1);
                    Right(order, (byte)'R', 2, order.AmountMinor + 1, 1);
                    break;
                case Planted.Window:
                    Right(order, (byte)'R', 0, order.AmountMinor - 3, 2);
                    break;
                case Planted.Group:
                    Right(order, 0, 0, (3 * order.AmountMinor) + 6, 1);
                    break;
                case Planted.Amount:
                    Right(order, (byte)'P', 0, order.AmountMinor + 1, 0);
                    break;
                case Planted.Date:
                    Right(order, (byte)'P', 0, order.AmountMinor, 1);
                    break;
                default:
                    Right(order, (byte)'P', 0, order.AmountMinor, 0);
                    break;
            }

            Flush(file, 64 * 1024);
        }

        Flush(file, 0);
    }

    public static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }

    private void Left(in Order order, byte prefix, int part, long amountMinor, char terminal)
    {
        Reference(order, prefix, part);
        Comma();
        if (order.Kind == Planted.UnreadableWithUs) Put("12.3x"u8);
        else Money(amountMinor);
        Comma();
        Money(order.FeeMinor);
        Put(",CNY,SUCCESS,2026-11-"u8);
        Number(order.Day, 2);
        Put((byte)',');
        Terminal(order, (byte)terminal);
        Put(order.Kind == Planted.Group ? ",B"u8 : ",N"u8);
        Number(order.Kind == Planted.Group ? order.Number : order.Number / 1000, 8);
        Put((byte)'\n');
    }

    private void Right(in Order order, byte prefix, int part, long amountMinor, int daysLater)
    {
        Put("202611"u8);
        Number(order.Day + daysLater, 2);
        Comma();
        if (prefix != 0) Reference(order, prefix, part);
        Comma();
        if (order.Kind == Planted.UnreadableAtBank) Put("12.3x"u8);
        else Money(amountMinor);
        Comma();
        Money(order.FeeMinor + (order.Kind == Planted.Fee ? 1 : 0));
        Put(order.Kind == Planted.Currency ? ",USD,"u8 : ",CNY,"u8);
        Put(order.Kind == Planted.Status ? "FAILED,"u8 : "SUCCESS,"u8);
        Terminal(order, order.Kind switch { Planted.None => (byte)'T', Planted.Group => (byte)'Y', _ => (byte)'X' });
        Comma();
        if (order.Kind == Planted.Group)
        {
            Put((byte)'B');
            Number(order.Number, 8);
        }

        Put((byte)'\n');
    }

    private void Reference(in Order order, byte prefix, int part)
    {
        Put(prefix);
        Number(order.Number, 10);
        if (part > 0) Number(part, 1);
    }

    /// <summary>Sound orders share terminals; one that is wrong has its own, so that what was planted meets nothing else.</summary>
    private void Terminal(in Order order, byte prefix)
    {
        Put(prefix);
        if (prefix == 'T') Number((int)(order.Random >> 50), 5);
        else Number(order.Number, 8);
    }

    private void Money(long minor)
    {
        Utf8Formatter.TryFormat(minor / 100, _bytes.AsSpan(_length), out var written);
        _length += written;
        Put((byte)'.');
        Number((int)(minor % 100), 2);
    }

    private void Number(int value, int digits)
    {
        for (var i = digits - 1; i >= 0; i--)
        {
            _bytes[_length + i] = (byte)('0' + (value % 10));
            value /= 10;
        }

        _length += digits;
    }

    private void Comma() => Put((byte)',');

    private void Put(byte one) => _bytes[_length++] = one;

    private void Put(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_bytes.AsSpan(_length));
        _length += text.Length;
    }

    private FileStream Create(string path, ReadOnlySpan<byte> header)
    {
        _length = 0;
        Put(header);
        return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
    }

    private void Flush(FileStream file, int above)
    {
        if (_length <= above) return;
        file.Write(_bytes, 0, _length);
        _length = 0;
    }

    private readonly struct Order
    {
        public Order(ulong seed, int number, int anomaliesPpm)
        {
            Number = number;
            Random = Mix(unchecked(seed + ((ulong)number * 0x9E3779B97F4A7C15)));
            var chance = Mix(unchecked(Random + seed));
            Kind = chance % 1_000_000 < (ulong)anomaliesPpm ? (Planted)(1 + (int)((chance >> 32) % Kinds)) : Planted.None;
            AmountMinor = 100 + (int)(Random % 10_000_000);
            FeeMinor = (AmountMinor * 60 / 10_000) + 1;
            Day = 10 + (int)((Random >> 24) % 3);
        }

        public int Number { get; }

        public ulong Random { get; }

        public Planted Kind { get; }

        public long AmountMinor { get; }

        public long FeeMinor { get; }

        /// <summary>Of November 2026.</summary>
        public int Day { get; }
    }
}
