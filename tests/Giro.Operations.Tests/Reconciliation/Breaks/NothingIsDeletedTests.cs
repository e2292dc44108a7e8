using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Giro.Operations.Reconciliation;
using Giro.Operations.Reconciliation.Breaks;
using Microsoft.Data.Sqlite;

namespace Giro.Operations.Tests.Reconciliation.Breaks;

/// <summary>Runs, findings, breaks, events and proposals stay for ever: no statement of ours deletes them, and the database refuses anybody who tries.</summary>
public sealed partial class NothingIsDeletedTests
{
    private static readonly string[] Tables = ["reconciliation_run", "run_finding", "run_match", "run_posting", "reconciliation_break", "break_event", "break_proposal"];

    [Fact]
    public void No_source_file_deletes_from_a_table_of_reconciliation()
    {
        var source = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../../../src"));
        var files = Directory.EnumerateFiles(source, "*.*", SearchOption.AllDirectories).Where(path => path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".sql", StringComparison.Ordinal))
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).ToList();
        Assert.Contains(files, path => path.EndsWith("ReconciliationUnit.cs", StringComparison.Ordinal));
        // Views are deleted and made anew from the journal, table by table; so is what an interrupted move has left in a book that nobody may open.
        files.RemoveAll(path => Path.GetFileName(Path.GetDirectoryName(path)) is "Views" or "Migration");
        var deleting = files.SelectMany(path => Delete().Matches(File.ReadAllText(path)).Select(match => match.Groups["table"].Value)).Where(table => Tables.Contains(table) || table.Contains('{', StringComparison.Ordinal));
        Assert.Empty(deleting);
    }

    [Fact]
    public void The_database_refuses_to_delete_them_and_to_change_what_happened()
    {
        Assert.SkipWhen(TestStore.IsPostgreSql, "the guards of PostgreSQL are a test of the records' conformance");
        using var book = new BreakBook("100.00");
        book.Statement("B1", "X -12.50");
        book.Propose(ResolutionKind.WriteOff, [1]);
        book.Statement("B1", "P1 -100.00", "X -12.50");
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = book.Day.Records.Name, Pooling = false }.ToString());
        connection.Open();
        foreach (var table in Tables)
        {
            Assert.True(Scalar($"SELECT count(*) FROM {table}") > 0, table);
            Assert.Contains("nothing of reconciliation is deleted", Assert.Throws<SqliteException>(() => Scalar($"DELETE FROM {table}")).Message, StringComparison.Ordinal);
        }

        Assert.Contains("stays as it is written", Assert.Throws<SqliteException>(() => Scalar("UPDATE break_event SET text = 'x'")).Message, StringComparison.Ordinal);

        long Scalar(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            return command.ExecuteScalar() is long value ? value : 0;
        }
    }

    private static string Here([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"DELETE\s+FROM\s+(?<table>[\w{}]+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Delete();
}
