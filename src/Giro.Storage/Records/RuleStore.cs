using Giro.Ledger.Writer;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Terms;
using Giro.Storage.Sql;

namespace Giro.Storage.Records;

/// <summary>A version of a rule file that is to be kept.</summary>
public readonly record struct RuleVersion(string Name, int Version, string Text, string Hash);

/// <summary>Rules in <c>records.db</c>: every version of every text for ever, and which were in force together. One thread at a time.</summary>
public sealed class RuleStore(RecordsDatabase records) : IDisposable
{
    private readonly SqlConnection _sql = records.Open();

    /// <summary>The number of the newest rule book; 0 for none.</summary>
    public uint LastBook => RuleRows.LastBook(_sql);

    /// <summary>Puts texts in force: a new rule book of them, unless the newest one is made of the same versions.</summary>
    /// <returns>The number of the rule book.</returns>
    /// <exception cref="InvalidOperationException">A version is there already with another text; a text is never edited in place.</exception>
    public uint Publish(IReadOnlyCollection<RuleVersion> files, string by, DateTimeOffset at)
    {
        using var transaction = new Transaction(_sql);
        foreach (var file in files) Keep(file, by, at);
        var last = LastBook;
        if (last != 0 && VersionsOf(last).SetEquals(files.Select(file => (file.Name, (long)file.Version)))) return last;
        using (var insert = _sql.Prepare("INSERT INTO rule_book VALUES (?1, ?2, ?3, ?4)"))
        {
            foreach (var file in files) insert.Bind(1, _sql.Book).Bind(2, last + 1).Bind(3, file.Name).Bind(4, file.Version).Run();
        }

        transaction.Commit();
        return last + 1;
    }

    /// <summary>The number of a total of a strategy, the same for ever; given when it is first asked for.</summary>
    public int NumberOfTotal(string strategy, string name)
    {
        using var transaction = new Transaction(_sql);
        using var find = _sql.Prepare("SELECT total FROM rule_total WHERE book = ?1 AND strategy = ?2 AND name = ?3");
        if (find.Bind(1, _sql.Book).Bind(2, strategy).Bind(3, name).Step()) return (int)find.Int64(0);
        var next = _sql.Scalar($"SELECT coalesce(max(total), 0) + 1 FROM rule_total WHERE book = {_sql.Book}");
        using (var insert = _sql.Prepare("INSERT INTO rule_total VALUES (?1, ?2, ?3, ?4)")) insert.Bind(1, _sql.Book).Bind(2, next).Bind(3, strategy).Bind(4, name).Run();
        transaction.Commit();
        return (int)next;
    }

    /// <summary>Every rule book, compiled.</summary>
    /// <exception cref="InvalidDataException">A text that was good once is not any more, such as one that names a merchant that is gone.</exception>
    public RuleBooks Load(PaymentInstitution institution) => RuleRows.Load(_sql, institution, NumberOfTotal);

    private void Keep(in RuleVersion file, string by, DateTimeOffset at)
    {
        using (var find = _sql.Prepare("SELECT hash FROM rule_file WHERE book = ?1 AND name = ?2 AND version = ?3"))
        {
            if (find.Bind(1, _sql.Book).Bind(2, file.Name).Bind(3, file.Version).Step())
            {
                if (find.Text(0) == file.Hash) return;
                throw new InvalidOperationException($"{file.Name} version {file.Version} is there already with another text; give the changed one the next version");
            }
        }

        using var insert = _sql.Prepare("INSERT INTO rule_file VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        insert.Bind(1, _sql.Book).Bind(2, file.Name).Bind(3, file.Version).Bind(4, file.Text).Bind(5, file.Hash).Bind(6, by).Bind(7, MicrosecondTime.From(at)).Run();
    }

    private HashSet<(string Name, long Version)> VersionsOf(uint book)
    {
        var versions = new HashSet<(string, long)>();
        using var select = _sql.Prepare("SELECT name, version FROM rule_book WHERE book = ?1 AND number = ?2");
        select.Bind(1, _sql.Book).Bind(2, book);
        while (select.Step()) versions.Add((select.Text(0), select.Int64(1)));
        return versions;
    }

    public void Dispose() => _sql.Dispose();
}
