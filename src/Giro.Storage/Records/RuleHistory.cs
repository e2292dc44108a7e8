using Giro.Ledger.Writer;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Terms;
using Giro.Storage.Sql;

namespace Giro.Storage.Records;

/// <summary>A version of a text of rules as it is kept.</summary>
/// <param name="FirstBook">The first rule book that it is in.</param>
/// <param name="LastBook">The last one; the newest rule book for what is in force.</param>
public sealed record KeptRules(string Name, int Version, string Text, string Hash, string By, DateTimeOffset At, uint FirstBook, uint LastBook);

/// <summary>Reads all rules that a book ever had, beside a process that may be publishing. Changes nothing. Not thread-safe.</summary>
public sealed class RuleHistory(RecordsDatabase records) : IDisposable
{
    private readonly SqlConnection _sql = records.OpenReadOnly();

    /// <summary>The number of the newest rule book; 0 for none.</summary>
    public uint LastBook => RuleRows.LastBook(_sql);

    /// <summary>Every version of every text, by name and version.</summary>
    public IReadOnlyList<KeptRules> All()
    {
        var all = new List<KeptRules>();
        using var select = _sql.Prepare(
            "SELECT f.name, f.version, f.text, f.hash, f.made_by, f.made_at_us, min(b.number), max(b.number) " +
            "FROM rule_file f JOIN rule_book b USING (book, name, version) WHERE f.book = ?1 GROUP BY f.book, f.name, f.version ORDER BY f.name, f.version");
        select.Bind(1, _sql.Book);
        while (select.Step())
        {
            all.Add(new KeptRules(
                select.Text(0), (int)select.Int64(1), select.Text(2), select.Text(3), select.Text(4), MicrosecondTime.ToTime(select.Int64(5)), (uint)select.Int64(6), (uint)select.Int64(7)));
        }

        return all;
    }

    /// <summary>Every rule book, compiled as it was in force.</summary>
    /// <exception cref="InvalidDataException">A text that was good once is not any more, such as one that names a merchant that is gone.</exception>
    public RuleBooks Load(PaymentInstitution institution)
    {
        var numbers = NumbersOfTotals();
        return RuleRows.Load(_sql, institution, (strategy, name) => NumberOf(numbers, strategy, name));
    }

    private Dictionary<(string Strategy, string Name), int> NumbersOfTotals()
    {
        var numbers = new Dictionary<(string, string), int>();
        using var select = _sql.Prepare("SELECT strategy, name, total FROM rule_total WHERE book = ?1");
        select.Bind(1, _sql.Book);
        while (select.Step()) numbers.Add((select.Text(0), select.Text(1)), (int)select.Int64(2));
        return numbers;
    }

    /// <summary>A total that was published and never bound has no number yet; here it gets one that nobody else has, and nothing is kept of it.</summary>
    private static int NumberOf(Dictionary<(string, string), int> numbers, string strategy, string name) =>
        numbers.TryGetValue((strategy, name), out var number) ? number : numbers[(strategy, name)] = numbers.Values.DefaultIfEmpty().Max() + 1;

    public void Dispose() => _sql.Dispose();
}
