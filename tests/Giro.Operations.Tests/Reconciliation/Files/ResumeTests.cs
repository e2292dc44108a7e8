using Giro.Operations.Reconciliation.Files;

namespace Giro.Operations.Tests.Reconciliation.Files;

/// <summary>A run that was stopped goes on where it was, or refuses to when what it works on has changed.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly TwoFiles _files = new();
    private readonly SortedDictionary<string, string> _expected;

    public ResumeTests()
    {
        var (left, right) = RandomOrders.Make(77, 600, unreadable: true);
        _files.With(left, right).Run();
        _expected = _files.All();
        Directory.Delete(_files.Results, recursive: true);
    }

    [Fact]
    public void Stopped_at_any_moment_it_goes_on_and_ends_with_the_same_bytes()
    {
        var options = _files.Options(_files.Work) with { ChunkBytes = 2000, Partitions = 32, UnitLines = 60 };
        var stops = 0;
        for (var advances = 0; ; advances += 5)
        {
            try
            {
                _files.Run(options, new StopsAfter(advances));
                break;
            }
            catch (StoppedException)
            {
                stops++;
                Assert.False(File.Exists(Path.Combine(_files.Results, SummaryFile.Name)));
                var summary = _files.Run(options);
                Assert.True(summary.IsResumed);
                Assert.Equal(_expected, _files.All());
                Directory.Delete(_files.Results, recursive: true);
            }
        }

        Assert.True(stops > 5, $"{stops} stops");
        Assert.Equal(_expected, _files.All());
    }

    [Fact]
    public void What_is_done_is_not_done_again()
    {
        var options = _files.Options(_files.Work) with { ChunkBytes = 2000, Partitions = 32, UnitLines = 60 };
        Stop(options, 12);
        var before = Directory.EnumerateFiles(_files.Work).ToDictionary(path => path, File.GetLastWriteTimeUtc);
        Assert.Contains(before.Keys, path => path.EndsWith(".seg", StringComparison.Ordinal));
        Stop(options, 40);
        Assert.All(before, file => Assert.Equal(file.Value, File.GetLastWriteTimeUtc(file.Key)));
    }

    [Fact]
    public void A_half_written_image_is_not_there()
    {
        var options = _files.Options(_files.Work) with { ChunkBytes = 2000, Partitions = 32, UnitLines = 60 };
        Stop(options, 8);
        File.WriteAllText(Path.Combine(_files.Work, "left-000099.seg.part"), "half");
        _files.Run(options);
        Assert.Equal(_expected, _files.All());
        Assert.False(Directory.Exists(_files.Work));
    }

    [Fact]
    public void Other_inputs_are_refused_and_no_resume_starts_over()
    {
        var options = _files.Options(_files.Work) with { ChunkBytes = 2000, Partitions = 32, UnitLines = 60 };
        Stop(options, 8);
        File.AppendAllText(_files.Left, "A1,10.00,0.06,PAID,2026-11-11,T1,\n");
        var refused = Assert.Throws<RunStoreException>(() => _files.Run(options));
        Assert.Matches(@"cannot be resumed: .*left\.csv has changed since: it had [\d,]+ bytes and has [\d,]+; start over with --no-resume", refused.Message);
        Assert.Equal(_expected.Count, Over(options).Count);
    }

    [Fact]
    public void A_file_of_the_same_length_written_again_is_refused()
    {
        var options = _files.Options(_files.Work) with { ChunkBytes = 2000 };
        Stop(options, 4);
        File.SetLastWriteTimeUtc(_files.Right, File.GetLastWriteTimeUtc(_files.Right).AddSeconds(1));
        Assert.Contains("right.csv has changed since: it was written at", Assert.Throws<RunStoreException>(() => _files.Run(options)).Message);
    }

    [Fact]
    public void Another_config_is_refused()
    {
        var options = _files.Options(_files.Work) with { ChunkBytes = 2000 };
        Stop(options, 4);
        var other = TwoFiles.Config.Replace("\"after\": 3", "\"after\": 2", StringComparison.Ordinal);
        Assert.Contains("the config, or a mapping or rules file that it names, has changed since", Assert.Throws<RunStoreException>(() => _files.Run(options, config: other)).Message);
    }

    [Theory]
    [InlineData("left-000001.seg", 4)]
    [InlineData("round-01-00000.unit", 40)]
    public void A_damaged_image_stops_the_run_and_is_named(string name, int advances)
    {
        var options = _files.Options(_files.Work) with { ChunkBytes = 2000, Partitions = 32, UnitLines = 60, Threads = 1 };
        Stop(options, advances);
        var path = Path.Combine(_files.Work, name);
        var bytes = File.ReadAllBytes(path);
        var stopped = Directory.EnumerateFiles(_files.Work).ToDictionary(file => file, File.ReadAllBytes);
        for (var at = 16; at < bytes.Length; at += Math.Max(1, bytes.Length / 40))
        {
            // What the run before has done is not read again, so it is taken back.
            foreach (var file in Directory.EnumerateFiles(_files.Work)) File.Delete(file);
            foreach (var (file, content) in stopped) File.WriteAllBytes(file, content);
            var damaged = bytes.ToArray();
            damaged[at] ^= 0x40;
            File.WriteAllBytes(path, damaged);
            Assert.Equal($"{name}: it does not hold what was written into it; start over with --no-resume", Assert.ThrowsAny<RunStoreException>(() => _files.Run(options)).Message);
        }
    }

    [Fact]
    public void Images_without_a_manifest_are_not_trusted()
    {
        var options = _files.Options(_files.Work) with { ChunkBytes = 2000, Partitions = 32, UnitLines = 60 };
        Stop(options, 40);
        File.Delete(Path.Combine(_files.Work, "manifest.json"));
        _files.With(["A1,10.00,0.06,PAID,2026-11-11,T1,"], ["A1,10.00,0.06,PAID,20261111,T1"]);
        Assert.Equal((1, false), (_files.Run(options).Left.Lines, Directory.Exists(_files.Work)));
    }

    [Fact]
    public void Two_runs_do_not_work_in_one_folder()
    {
        using var held = new FolderStore(_files.Work);
        Assert.Contains("another reconciliation works in this folder", Assert.Throws<RunStoreException>(() => _files.Run(_files.Options(_files.Work))).Message);
    }

    [Fact]
    public void Other_files_of_a_work_folder_stay()
    {
        Directory.CreateDirectory(_files.Work);
        var letter = Path.Combine(_files.Work, "letter.txt");
        File.WriteAllText(letter, "mine");
        _files.Run(_files.Options(_files.Work) with { Resumes = false });
        Assert.Equal(["letter.txt"], Directory.EnumerateFileSystemEntries(_files.Work).Select(path => Path.GetFileName(path)));
    }

    private SortedDictionary<string, string> Over(RunOptions options)
    {
        _files.Run(options with { Resumes = false });
        return _files.All();
    }

    private void Stop(RunOptions options, int advances) => Assert.Throws<StoppedException>(() => _files.Run(options, new StopsAfter(advances)));

    public void Dispose() => _files.Dispose();
}
