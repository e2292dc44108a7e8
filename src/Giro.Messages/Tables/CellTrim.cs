using System.Text;

namespace Giro.Messages.Tables;

/// <summary>Characters that are removed from both ends of a cell.</summary>
internal sealed class CellTrim
{
    private readonly bool[] _removed = new bool[256];
    private readonly byte[][] _longer;

    public CellTrim(string characters)
    {
        foreach (var character in characters.Where(char.IsAscii)) _removed[character] = true;
        _longer = [.. characters.EnumerateRunes().Where(rune => !rune.IsAscii).Select(rune => Encoding.UTF8.GetBytes(rune.ToString()))];
    }

    public ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> cell)
    {
        var removed = _removed;
        while (true)
        {
            var start = 0;
            while (start < cell.Length && removed[cell[start]]) start++;
            var end = cell.Length;
            while (end > start && removed[cell[end - 1]]) end--;
            cell = cell[start..end];
            if (_longer.Length == 0 || !TrimLonger(ref cell)) return cell;
        }
    }

    private bool TrimLonger(ref ReadOnlySpan<byte> cell)
    {
        foreach (var character in _longer)
        {
            if (cell.StartsWith(character))
            {
                cell = cell[character.Length..];
                return true;
            }

            if (cell.EndsWith(character))
            {
                cell = cell[..^character.Length];
                return true;
            }
        }

        return false;
    }
}
