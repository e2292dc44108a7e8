using System.Collections.Concurrent;

namespace Giro.Storage.Tests.Corruption;

/// <summary>Damage to every byte of a real journal file.</summary>
public sealed class CorruptionTests(ITestOutputHelper output) : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void A_flipped_bit_in_any_byte_is_refused_by_row_or_changes_nothing()
    {
        var whole = MakeBook(out var content);
        Run(whole, content, Enumerable.Range(0, whole.Length), (file, at) => file.Flip(at, at % 8));
    }

    [Fact]
    public void Every_bit_of_the_file_header_and_of_each_page_head_is_refused_by_row_or_changes_nothing()
    {
        var whole = MakeBook(out var content);
        var places = Enumerable.Range(0, whole.Length).Where(at => at < 108 || at % SmallBook.PageSize < 24 || at % 61 == 0);
        Run(whole, content, places.SelectMany(at => Enumerable.Range(0, 8).Select(bit => (at * 8) + bit)), (file, bit) => file.Flip(bit / 8, bit % 8));
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_refused_by_row_or_changes_nothing()
    {
        var whole = MakeBook(out var content);
        Run(whole, content, Enumerable.Range(0, whole.Length), (file, length) => file.Check($"cut to {length} bytes", whole.AsSpan(0, length)));
    }

    [Fact]
    public void Damage_that_was_not_noticed_costs_no_row_when_the_book_goes_on()
    {
        var whole = MakeBook(out var content);
        // Each case is two commits; the heads of pages are where unnoticed damage is dear.
        var places = Enumerable.Range(0, whole.Length).Where(at => at % SmallBook.PageSize < 12 || at % 16 == 0);
        Run(whole, content, places, (file, at) => file.FlipAndGoOn(at, (at + 3) % 8));
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(2, 1)]
    [InlineData(1, 2)]
    public void A_header_that_asks_for_write_ahead_logging_is_refused_before_files_are_made(byte writeVersion, byte readVersion)
    {
        var whole = MakeBook(out var content);
        var file = new DamagedFile(whole, content, Directory.CreateDirectory(_folder["damaged"]).FullName);
        var damaged = whole.ToArray();
        damaged[18] = writeVersion;
        damaged[19] = readVersion;
        Assert.Null(file.Check("header", damaged));
        Assert.Equal(1, file.Refused);
    }

    private byte[] MakeBook(out string content)
    {
        var path = _folder["whole.db"];
        SmallBook.Write(path);
        content = BookContent.Of(path);
        Assert.Equal(content, BookContent.Of(path));
        return File.ReadAllBytes(path);
    }

    private void Run(byte[] whole, string content, IEnumerable<int> cases, Func<DamagedFile, int, string?> check)
    {
        var wrong = new ConcurrentQueue<string>();
        var files = new ConcurrentBag<DamagedFile>();
        Parallel.ForEach(
            Partitioner.Create(cases, EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            () =>
            {
                var file = new DamagedFile(whole, content, Directory.CreateDirectory(_folder[$"worker-{Guid.NewGuid():N}"]).FullName);
                files.Add(file);
                return file;
            },
            (damage, _, file) =>
            {
                if (check(file, damage) is { } message) wrong.Enqueue(message);
                return file;
            },
            _ => { });
        output.WriteLine($"{whole.Length} bytes, {files.Sum(file => file.Refused)} refused, {files.Sum(file => file.Unchanged)} unchanged, {wrong.Count} wrong");
        Assert.True(wrong.IsEmpty, string.Join(Environment.NewLine, wrong.Take(40)));
    }

    public void Dispose() => _folder.Dispose();
}
