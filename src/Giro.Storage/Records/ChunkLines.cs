using Giro.Operations.Clearing;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Cycles;

namespace Giro.Storage.Records;

/// <summary>The lines of one clearing transaction, merchant by merchant. Its memory is used again for the next one.</summary>
internal sealed class ChunkLines
{
    private readonly List<MerchantLines> _touched = [];
    private MerchantLines?[] _byOrdinal = new MerchantLines?[1024];

    public int Count { get; private set; }

    /// <summary>The smallest number of an entry that has lines here.</summary>
    public ulong FirstNumber { get; private set; }

    public void Add(in ClearingLine line)
    {
        if (Count++ == 0) FirstNumber = line.Number;
        var ordinal = line.Merchant.Ordinal;
        if (ordinal >= _byOrdinal.Length) Array.Resize(ref _byOrdinal, Math.Max(_byOrdinal.Length * 2, ordinal + 1));
        var lines = _byOrdinal[ordinal] ??= new MerchantLines(line.Merchant);
        if (lines.Count == 0) _touched.Add(lines);
        lines.Add(line);
    }

    /// <summary>Those that have lines, in the order of their ids: the order of the table.</summary>
    public IReadOnlyList<MerchantLines> ByMerchant()
    {
        _touched.Sort((left, right) => string.CompareOrdinal(left.Merchant.Id, right.Merchant.Id));
        return _touched;
    }

    public void Clear()
    {
        foreach (var lines in _touched) lines.Clear();
        _touched.Clear();
        Count = 0;
        FirstNumber = 0;
    }

    internal sealed class MerchantLines(Merchant merchant)
    {
        private byte[] _bytes = new byte[4 * PackedLines.LineBytes];
        private readonly List<CycleTotal> _totals = [];
        private readonly (long Count, long AmountMinor)[] _accounts = new (long, long)[4];

        public Merchant Merchant => merchant;

        public int Count { get; private set; }

        public ReadOnlySpan<byte> Bytes => Memory.Span;

        public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Count * PackedLines.LineBytes);

        public IReadOnlyList<CycleTotal> CycleTotals => _totals;

        /// <summary>What the lines come to on each account that has some.</summary>
        public IEnumerable<(LineAccount Account, long Count, long AmountMinor)> AccountTotals
        {
            get
            {
                for (var account = LineAccount.Pending; account <= LineAccount.House; account++)
                {
                    var (count, amountMinor) = _accounts[(int)account];
                    if (count != 0) yield return (account, count, amountMinor);
                }
            }
        }

        public void Add(in ClearingLine line)
        {
            var at = Count++ * PackedLines.LineBytes;
            if (at == _bytes.Length) Array.Resize(ref _bytes, at * 2);
            PackedLines.Write(_bytes.AsSpan(at), line);
            ref var account = ref _accounts[(int)line.Account];
            account = (account.Count + 1, account.AmountMinor + line.AmountMinor);
            AddTotal(line.Cycle, line.Kind, line.Account, line.AmountMinor);
        }

        public void Clear()
        {
            Count = 0;
            _totals.Clear();
            _accounts.AsSpan().Clear();
        }

        /// <summary>A merchant has few kinds and cycles in one transaction, and the same ones come one after the other: looking through them is fast.</summary>
        private void AddTotal(CycleId cycle, LineKind kind, LineAccount account, long amountMinor)
        {
            var totals = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_totals);
            for (var i = totals.Length - 1; i >= 0; i--)
            {
                ref var total = ref totals[i];
                if (total.Kind != kind || total.Account != account || total.Cycle != cycle) continue;
                total = total with { Lines = total.Lines + 1, AmountMinor = total.AmountMinor + amountMinor };
                return;
            }

            _totals.Add(new CycleTotal(cycle, merchant.Id, kind, account, 1, amountMinor));
        }
    }
}
