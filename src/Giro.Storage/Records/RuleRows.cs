using Giro.Operations.Institution;
using Giro.Operations.Institution.Terms;
using Giro.Storage.Sql;

namespace Giro.Storage.Records;

/// <summary>Reads rule books of <c>records.db</c>, for whoever writes rules and whoever only looks at them.</summary>
internal static class RuleRows
{
    /// <summary>The number of the newest rule book; 0 for none.</summary>
    public static uint LastBook(SqlConnection sql) => (uint)sql.Scalar($"SELECT coalesce(max(number), 0) FROM rule_book WHERE book = {sql.Book}");

    /// <summary>The texts of a rule book, by name.</summary>
    public static IReadOnlyList<RuleText> TextsOf(SqlConnection sql, uint book)
    {
        var texts = new List<RuleText>();
        using var select = sql.Prepare("SELECT f.name, f.version, f.text FROM rule_book b JOIN rule_file f USING (book, name, version) WHERE b.book = ?1 AND b.number = ?2 ORDER BY f.name");
        select.Bind(1, sql.Book).Bind(2, book);
        while (select.Step()) texts.Add(new RuleText($"{select.Text(0)} version {select.Int64(1)}", select.Text(2)));
        return texts;
    }

    /// <summary>Every rule book, compiled as it was in force.</summary>
    /// <exception cref="InvalidDataException">A text that was good once is not any more, such as one that names a merchant that is gone.</exception>
    public static RuleBooks Load(SqlConnection sql, PaymentInstitution institution, Func<string, string, int> numberOfTotal)
    {
        var books = new RuleBooks();
        for (var number = 1U; number <= LastBook(sql); number++)
        {
            var compiled = RuleCompiler.Compile(number, TextsOf(sql, number), institution, books.Symbols, numberOfTotal);
            books.Add(compiled.Book ?? throw new InvalidDataException($"rule book {number} cannot be used: {string.Join("; ", compiled.Errors)}"));
        }

        return books;
    }
}
