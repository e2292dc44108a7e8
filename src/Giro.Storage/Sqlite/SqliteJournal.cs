using Giro.Ledger;
using Giro.Ledger.Journal;
using SQLitePCL;

namespace Giro.Storage.Sqlite;

/// <summary>
/// The journal in a SQLite file of its own, with a rollback journal (truncated) and synchronous=FULL. Why not WAL: a damaged frame there makes SQLite drop that
/// commit and all later ones without a word, acknowledged or not; with a rollback journal the file holds every commit before it
/// is answered. It is also faster for rows of 650 KB, which WAL writes twice. See docs/adr/0001.
/// </summary>
public sealed class SqliteJournal : IJournal
{
    /// <summary>The one book in the file; the column is there so that many books can share a database on PostgreSQL.</summary>
    private const int BookId = 1;

    private const string Kind = "journal";
    private readonly SqliteFile _file;
    private readonly SqliteStatement? _insert;
    private readonly SqliteStatement? _setHead;
    private readonly SqliteStatement? _begin;
    private readonly SqliteStatement? _commit;
    private readonly bool _readOnly;

    private SqliteJournal(string path, bool readOnly, int pageSize)
    {
        Path = path;
        _readOnly = readOnly;
        if (!File.Exists(path))
        {
            if (readOnly) throw new FileNotFoundException($"{path}: there is no journal here", path);
            Create(path, pageSize);
        }

        if (new FileInfo(path).Length == 0) throw new JournalCorruptException(1, $"is missing: {path} is empty, and a journal never is");
        CheckMode(path);
        _file = new SqliteFile(path, readOnly);
        try
        {
            CheckKind();
            if (readOnly) return;
            if (_file.IsReadOnly) throw new JournalUnavailableException($"{path}: this process may not write to it");
            _file.Execute("PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384");
            _insert = _file.Prepare("INSERT INTO journal (book, sequence, time_us, first_number, hash, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
            _setHead = _file.Prepare("INSERT INTO head (book, sequence, hash) VALUES (?1, ?2, ?3) ON CONFLICT (book) DO UPDATE SET sequence = ?2, hash = ?3");
            _begin = _file.Prepare("BEGIN IMMEDIATE");
            _commit = _file.Prepare("COMMIT");
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public string Path { get; }

    /// <summary>Opens the journal in a file, making it when it is not there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pageSize">Bytes of a page in a new file.</param>
    /// <param name="checkPages">
    /// Whether to check every page before anything is written: a row that is appended to a damaged page can destroy its neighbours. Reads the file once,
    /// without the payloads' bytes being looked at.
    /// </param>
    /// <exception cref="JournalCorruptException">The file is not a readable journal, or nothing can be appended to it safely.</exception>
    /// <exception cref="JournalUnavailableException">It cannot be opened or written now.</exception>
    public static SqliteJournal Open(string path, int pageSize = 16384, bool checkPages = true)
    {
        try
        {
            var journal = new SqliteJournal(path, readOnly: false, pageSize);
            if (checkPages) journal.CheckPages();
            return journal;
        }
        catch (SqliteFileException e)
        {
            throw Failure(e, 1, "opened");
        }
    }

    /// <summary>Opens an existing journal for reading only. An append that was interrupted by the end of its process is taken back first.</summary>
    public static SqliteJournal OpenReadOnly(string path)
    {
        try
        {
            return new SqliteJournal(path, readOnly: true, 0);
        }
        catch (SqliteFileException e) when (e.NeedsRollBack)
        {
            TakeBackInterruptedAppend(path);
            return OpenReadOnly(path);
        }
        catch (SqliteFileException e)
        {
            throw Failure(e, 1, "opened");
        }
    }

    private static void TakeBackInterruptedAppend(string path)
    {
        try
        {
            using var file = new SqliteFile(path, readOnly: false);
            Migrations.HasVersionTable(file);
        }
        catch (SqliteFileException e)
        {
            throw new JournalUnavailableException($"an append to the journal was interrupted and must be taken back before it can be read: {e.Message}", e);
        }
    }

    public JournalHead ReadHead()
    {
        try
        {
            using var statement = _file.Prepare("SELECT sequence, hash FROM head WHERE book = ?1");
            if (!statement.Bind(1, BookId).Step()) return default;
            var hash = statement.Blob(1);
            if (hash.Length != BatchHeader.HashSize || !statement.IsInteger(0)) throw new JournalCorruptException((ulong)Math.Max(1, statement.Int64(0)), "is not what the head record names: the head record is damaged");
            return new JournalHead(unchecked((ulong)statement.Int64(0)), Hash256.From(hash));
        }
        catch (SqliteFileException e)
        {
            throw Failure(e, 1, "read");
        }
    }

    public void Append(ulong expectedSequence, ReadOnlySpan<JournalRow> rows)
    {
        if (_readOnly) throw new JournalUnavailableException($"{Path}: opened for reading only");
        CheckOrder(expectedSequence, rows);
        var inTransaction = false;
        var hash = default(Hash256);
        try
        {
            _begin!.Run();
            inTransaction = true;
            if (NextSequence() != expectedSequence) throw new JournalConflictException(expectedSequence);
            foreach (ref readonly var row in rows)
            {
                var payload = row.Payload.Span;
                hash = row.Hash;
                _insert!.Bind(1, BookId).Bind(2, (long)row.Sequence).Bind(3, row.TimeUs).Bind(4, FirstNumber(payload)).Bind(5, hash).Bind(6, payload).Run();
            }

            _setHead!.Bind(1, BookId).Bind(2, (long)rows[^1].Sequence).Bind(3, hash).Run();
            _commit!.Run();
            inTransaction = false;
        }
        catch (SqliteFileException e)
        {
            throw e.IsConstraint
                ? new JournalConflictException(expectedSequence)
                : new JournalUnavailableException($"the journal cannot be written{(e.IsFull ? ", the disk is full" : "")}: {e.Message}", e);
        }
        finally
        {
            if (inTransaction) TryRollBack();
        }
    }

    public IJournalReader Read(ulong fromSequence) => new Reader(Path, fromSequence);

    public ulong? FindRow(ulong recordNumber)
    {
        ulong low = 1, high = 0;
        try
        {
            using var file = new SqliteFile(Path, readOnly: true);
            using var first = file.Prepare("SELECT first_number, rowid FROM journal WHERE book = ?1 AND sequence = ?2");
            // Not max(sequence): that would believe the index alone.
            using var last = file.Prepare("SELECT sequence FROM head WHERE book = ?1");
            if (last.Bind(1, BookId).Step()) high = unchecked((ulong)last.Int64(0));
            last.Reset();
            if (high == 0 || recordNumber == 0) return null;
            var end = high;
            while (low < high)
            {
                var middle = high - ((high - low) / 2);
                if (first.Bind(1, BookId).Bind(2, unchecked((long)middle)).Step() && unchecked((ulong)first.Int64(0)) <= recordNumber) low = middle;
                else high = middle - 1;
                first.Reset();
            }

            return low == end && !LastRowHolds(file, first, low, recordNumber) ? null : low;
        }
        catch (SqliteFileException e)
        {
            throw Failure(e, low, "read");
        }
    }

    /// <summary>Only the last row needs asking how many records it has: every other ends where the next one starts.</summary>
    private static bool LastRowHolds(SqliteFile file, SqliteStatement first, ulong sequence, ulong recordNumber)
    {
        if (!first.Bind(1, BookId).Bind(2, unchecked((long)sequence)).Step()) throw new JournalCorruptException(sequence, "is missing");
        var firstNumber = unchecked((ulong)first.Int64(0));
        Span<byte> count = stackalloc byte[sizeof(uint)];
        file.ReadBlob("journal", "payload", first.Int64(1), BatchHeader.RecordCountOffset, count);
        return recordNumber >= firstNumber && recordNumber - firstNumber < BitConverter.ToUInt32(count);
    }

    private static void CheckOrder(ulong expectedSequence, ReadOnlySpan<JournalRow> rows)
    {
        if (rows.IsEmpty) throw new ArgumentException("there is no row to append", nameof(rows));
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i].Sequence != expectedSequence + (ulong)i)
                throw new ArgumentException($"row {rows[i].Sequence} stands where row {expectedSequence + (ulong)i} must be", nameof(rows));
        }
    }

    private ulong NextSequence() => unchecked((ulong)_file.Scalar("SELECT sequence FROM head WHERE book = 1")) + 1;

    private static long FirstNumber(ReadOnlySpan<byte> payload) => BitConverter.ToInt64(payload[BatchHeader.FirstNumberOffset..]);

    /// <summary>
    /// Refuses a file whose header asks for write-ahead logging, which Giro never sets: SQLite would make two more files beside it before a byte is read.
    /// Offsets from the SQLite file format, 1.3: write version at 18, read version at 19, 1 for a rollback journal.
    /// </summary>
    private static void CheckMode(string path)
    {
        Span<byte> header = stackalloc byte[20];
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0))
        {
            if (file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
                throw new JournalCorruptException(1, $"cannot be opened: {path} is shorter than the header of a database");
        }

        if (header[18] != 1 || header[19] != 1) throw new JournalCorruptException(1, $"cannot be opened: the header of {path} says that it is no database with a rollback journal");
    }

    /// <summary>Throws when a page is damaged; names the row that it has cost, or the next one when all are whole.</summary>
    private void CheckPages()
    {
        try
        {
            var problem = PageProblem();
            if (problem == "ok") return;
            var verifier = JournalVerifier.FromStart();
            using (var reader = Read(1))
            {
                while (reader.TryRead(out var row)) verifier.Check(row);
            }

            verifier.CheckEnd(ReadHead());
            throw new JournalCorruptException(verifier.Head.Sequence + 1, $"cannot be appended: all rows before it are whole, but {Path} is damaged around them: {problem.ReplaceLineEndings(" ")}");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private string PageProblem()
    {
        try
        {
            using var check = _file.Prepare("PRAGMA quick_check(1)");
            return check.Step() ? check.Text(0) : "the check of its pages says nothing";
        }
        catch (SqliteFileException e) when (e.IsDamage)
        {
            return e.Message;
        }
    }

    private void CheckKind()
    {
        if (!Migrations.HasVersionTable(_file)) throw new JournalCorruptException(1, $"{Path} is not a journal of Giro");
        var version = Migrations.VersionOf(_file, Kind);
        if (version != Migrations.Newest(Kind))
            throw new JournalCorruptException(1, $"{Path} has journal version {version}; this program reads version {Migrations.Newest(Kind)}");
    }

    private void TryRollBack()
    {
        try
        {
            _file.Execute("ROLLBACK");
        }
        catch (SqliteFileException)
        {
            // The transaction is gone with the connection; nothing of it was acknowledged.
        }
    }

    /// <summary>
    /// Makes an empty journal under another name and renames it when it is durable: so a journal that is cut short is never taken for a new one.
    /// </summary>
    private static void Create(string path, int pageSize)
    {
        var temporary = path + ".new";
        File.Delete(temporary);
        using (var file = new SqliteFile(temporary, readOnly: false))
        {
            file.Execute($"PRAGMA page_size = {pageSize}; PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL");
            Migrations.Apply(file, Kind);
        }

        File.Delete(temporary + "-journal");
        File.Move(temporary, path);
        FolderSync.Flush(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
    }

    /// <summary>What a failure to read means: the bytes are wrong, or they cannot be reached now.</summary>
    private static Exception Failure(SqliteFileException e, ulong sequence, string verb) =>
        e.IsDamage
            ? new JournalCorruptException(Math.Max(1, sequence), $"cannot be {verb}: {e.Message}", e)
            : new JournalUnavailableException($"the journal cannot be {verb}: {e.Message}", e);

    public void Dispose()
    {
        _insert?.Dispose();
        _setHead?.Dispose();
        _begin?.Dispose();
        _commit?.Dispose();
        _file.Dispose();
    }

    /// <summary>Reads a row at a time, each in a read transaction of its own, so that the writer waits for one row at most.</summary>
    private sealed class Reader : IJournalReader
    {
        private readonly SqliteFile _file;
        private readonly SqliteStatement _select;
        private ulong _next;
        private byte[] _payload = new byte[1 << 16];

        public Reader(string path, ulong fromSequence)
        {
            _next = fromSequence;
            try
            {
                _file = new SqliteFile(path, readOnly: true);
                _select = _file.Prepare("SELECT sequence, time_us, first_number, hash, payload FROM journal WHERE book = ?1 AND sequence >= ?2 ORDER BY sequence LIMIT 1");
            }
            catch (SqliteFileException e)
            {
                _file?.Dispose();
                throw Failure(e, fromSequence, "read");
            }
        }

        public bool TryRead(out JournalRow row)
        {
            row = default;
            try
            {
                if (!_select.Bind(1, BookId).Bind(2, (long)_next).Step()) return false;
                var sequence = unchecked((ulong)_select.Int64(0));
                var hash = _select.Blob(3);
                var payload = _select.Blob(4);
                if (hash.Length != BatchHeader.HashSize) throw new JournalCorruptException(_next, "does not have a hash of 32 bytes");
                if (payload.Length < BatchHeader.Size) throw new JournalCorruptException(_next, $"has {payload.Length} bytes, fewer than a batch header");
                if (sequence < _next || sequence > long.MaxValue) throw new JournalCorruptException(_next, $"is out of order; found row {sequence}");
                if (payload.Length > _payload.Length) _payload = new byte[Math.Max(payload.Length, _payload.Length * 2)];
                payload.CopyTo(_payload);
                if (FirstNumber(payload) != _select.Int64(2)) throw new JournalCorruptException(sequence, "has a first number that is not the batch's");
                row = new JournalRow(sequence, _select.Int64(1), _payload.AsMemory(0, payload.Length), Hash256.From(hash));
                _next = sequence + 1;
                return true;
            }
            catch (SqliteFileException e)
            {
                throw Failure(e, _next, "read");
            }
            finally
            {
                _select.Reset();
            }
        }

        public void Dispose()
        {
            _select.Dispose();
            _file.Dispose();
        }
    }
}
