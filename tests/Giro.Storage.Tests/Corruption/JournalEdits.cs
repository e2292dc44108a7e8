namespace Giro.Storage.Tests.Corruption;

/// <summary>What somebody may do to the tables of a journal of ten rows, in the words of either database.</summary>
internal static class JournalEdits
{
    public const ulong LastRow = 10;

    /// <summary>The statement, and the first row that is not as it was.</summary>
    public static IEnumerable<(string Sql, ulong Row)> OnEither =>
    [
        ("DELETE FROM journal WHERE sequence = 4", 4),
        ("DELETE FROM journal WHERE sequence = 1", 1),
        ("DELETE FROM journal WHERE sequence = 10", 10),
        ("DELETE FROM journal WHERE sequence >= 7", 7),
        ("DELETE FROM journal", 1),
        ("DELETE FROM head", LastRow),
        ("UPDATE head SET sequence = 9, hash = (SELECT hash FROM journal WHERE sequence = 9)", LastRow),
        ("UPDATE head SET sequence = 11", 11),
        ("UPDATE head SET sequence = -1", 11),
        ("UPDATE journal SET sequence = -sequence WHERE sequence IN (4, 5); UPDATE journal SET sequence = 9 + sequence WHERE sequence < 0", 4),
        ("UPDATE journal SET (time_us, first_number, hash, payload) = (SELECT time_us, first_number, hash, payload FROM journal WHERE sequence = 4) WHERE sequence = 5", 5),
        ("UPDATE journal SET sequence = 11 WHERE sequence = 10", 10),
        ("UPDATE journal SET time_us = time_us + 1 WHERE sequence = 6", 6),
        ("UPDATE journal SET first_number = first_number + 1 WHERE sequence = 6", 6),
        ("UPDATE journal SET payload = substr(payload, 1, 80) WHERE sequence = 6", 6),
        ("UPDATE journal SET book = 2 WHERE sequence = 10", 10),
        ("INSERT INTO journal SELECT book, 11, time_us, first_number, hash, payload FROM journal WHERE sequence = 10", 11),
        ("DROP TABLE head", 1),
    ];
}
