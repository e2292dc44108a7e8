namespace Giro.Operations.Intake.Berka;

/// <summary>
/// Which ids a file has shown so far: one bit each, in pages of 1,024 ids made when first touched. The full data set's 1.06 million ids
/// below 3.7 million take half a megabyte. Ids chosen to touch a page each cost 128 bytes and a dictionary slot per row, no more.
/// </summary>
internal sealed class SeenIds
{
    private const int PageBits = 10;
    private const int WordsPerPage = (1 << PageBits) / 64;

    private readonly Dictionary<int, ulong[]> _pages = [];

    /// <returns>false when the id was there already.</returns>
    public bool Add(int id)
    {
        if (!_pages.TryGetValue(id >> PageBits, out var page))
            _pages.Add(id >> PageBits, page = new ulong[WordsPerPage]);
        ref var word = ref page[(id >> 6) & (WordsPerPage - 1)];
        var bit = 1UL << (id & 63);
        if ((word & bit) != 0)
            return false;
        word |= bit;
        return true;
    }
}
