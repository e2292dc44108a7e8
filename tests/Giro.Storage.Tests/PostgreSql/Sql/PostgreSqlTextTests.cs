using Giro.Storage.PostgreSql.Sql;

namespace Giro.Storage.Tests.PostgreSql.Sql;

public sealed class PostgreSqlTextTests
{
    [Theory]
    [InlineData("SELECT a FROM t WHERE b = ?1 AND c = ?2", "SELECT a FROM t WHERE b = $1 AND c = $2", "1 2")]
    [InlineData("SELECT ?2, ?1, ?2", "SELECT $1, $2, $1", "2 1")]
    [InlineData("UPDATE t SET a = ?4 WHERE b = ?1", "UPDATE t SET a = $1 WHERE b = $2", "4 1")]
    [InlineData("SELECT ?12, ?1", "SELECT $1, $2", "12 1")]
    [InlineData("SELECT '?1', 'it''s ?2', \"a?3\", ?1", "SELECT '?1', 'it''s ?2', \"a?3\", $1", "1")]
    [InlineData("SELECT ?1 -- or ?2\n, ?3", "SELECT $1 -- or ?2\n, $2", "1 3")]
    [InlineData("SELECT a - -1 FROM t", "SELECT a - -1 FROM t", "")]
    public void Numbered_parameters_become_places_outside_of_quotes_and_comments(string source, string sql, string parameters)
    {
        var text = PostgreSqlText.Of(source);
        Assert.Equal((sql, parameters), (text.Sql, string.Join(' ', text.Parameters)));
    }

    [Theory]
    [InlineData("SELECT ?")]
    [InlineData("SELECT ?, ?1")]
    [InlineData("SELECT 'a")]
    public void What_cannot_be_read_is_refused(string source) => Assert.Throws<ArgumentException>(() => PostgreSqlText.Of(source));
}
