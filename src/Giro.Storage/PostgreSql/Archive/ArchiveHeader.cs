using System.Text.Json;
using System.Text.Json.Serialization;

namespace Giro.Storage.PostgreSql.Archive;

/// <summary>What an archive file says of itself before its rows (docs/archive-format.md).</summary>
/// <param name="Book">The book whose rows they are.</param><param name="Table">The table that they were in.</param><param name="Generation">Of views; 0 for tables without.</param>
/// <param name="Slot">The partition.</param><param name="Columns">Names of the columns, in order.</param><param name="Rows">How many rows.</param>
/// <param name="FirstNumber">The smallest number of a record that the rows are ordered by; 0 without rows.</param><param name="LastNumber">The largest.</param>
public sealed record ArchiveHeader(long Book, string Table, long Generation, long Slot, IReadOnlyList<string> Columns, long Rows, long FirstNumber, long LastNumber)
{
    internal const int MostBytes = 1 << 16;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    internal byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Format);

    internal static ArchiveHeader Parse(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize<ArchiveHeader>(bytes, Format)!;
}

/// <summary>An archive file is not what was written.</summary>
public sealed class ArchiveDamagedException(string file, string reason, Exception? inner = null) : IOException($"{file}: {reason}", inner);
