using Giro.Ledger.Journal;

namespace Giro.Storage.Tests.Corruption;

/// <summary>
/// Writes damaged copies of a journal into a folder of its own, opens each, and says what is wrong with the answer: nothing may come out but a
/// refusal that names a row, or exactly what was there before; and the file and its folder stay as they were found.
/// </summary>
internal sealed class DamagedFile(byte[] whole, string content, string folder)
{
    private readonly string _path = Path.Combine(folder, "journal.db");

    public int Refused { get; private set; }

    public int Unchanged { get; private set; }

    /// <summary>Null when the damage was met as it must be.</summary>
    public string? Check(string name, ReadOnlySpan<byte> damaged)
    {
        foreach (var old in Directory.EnumerateFiles(folder)) File.Delete(old);
        File.WriteAllBytes(_path, damaged);
        var wrong = Open();
        if (wrong is null && !File.ReadAllBytes(_path).AsSpan().SequenceEqual(damaged)) wrong = "opening changed the file";
        if (Directory.EnumerateFiles(folder).FirstOrDefault(path => path != _path) is { } other) wrong ??= $"opening left {Path.GetFileName(other)}";
        return wrong is null ? null : $"{name}: {wrong}";
    }

    public string? Flip(int at, int bit)
    {
        var damaged = whole.AsSpan().ToArray();
        damaged[at] ^= (byte)(1 << bit);
        return Check($"byte {at} bit {bit}", damaged);
    }

    /// <summary>As <see cref="Flip"/>, and when the damage was not noticed the book goes on: what it then acknowledges must be there after the next opening too.</summary>
    public string? FlipAndGoOn(int at, int bit)
    {
        var before = Unchanged;
        var name = $"byte {at} bit {bit}";
        var wrong = Flip(at, bit);
        if (wrong is not null || Unchanged == before) return wrong;
        try
        {
            return SmallBook.Append(_path) && !SmallBook.HasAppended(_path) ? $"{name}: an acknowledged entry is not there" : null;
        }
        catch (JournalCorruptException e)
        {
            return $"{name}: was not noticed until it had cost a row: {e.Message}";
        }
        catch (Exception e)
        {
            return $"{name}: going on, {e.GetType().Name}: {e.Message} {e.StackTrace}";
        }
    }

    private string? Open()
    {
        try
        {
            if (BookContent.Of(_path) != content) return "opened with other content";
            Unchanged++;
            return null;
        }
        catch (JournalCorruptException e)
        {
            Refused++;
            return e.Sequence >= 1 ? null : $"the refusal names no row: {e.Message}";
        }
        catch (Exception e)
        {
            return $"{e.GetType().Name}: {e.Message} {e.StackTrace}";
        }
    }
}
