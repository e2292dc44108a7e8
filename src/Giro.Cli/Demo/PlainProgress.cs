using System.Diagnostics;

namespace Giro.Cli.Demo;

/// <summary>One line for each stage when it is done, for output that goes to a file or another program.</summary>
internal sealed class PlainProgress(TextWriter output) : IDayProgress, IDisposable
{
    private readonly Stopwatch _clock = new();
    private string _name = "";

    public void Stage(string name, long total)
    {
        Finish();
        _name = name;
        _clock.Restart();
    }

    public void Advance(long steps)
    {
        // A line that is written cannot be filled up.
    }

    public void Dispose() => Finish();

    private void Finish()
    {
        if (_name.Length > 0) output.WriteLine($"{_name,-28} {_clock.Elapsed.TotalSeconds,7:F2} s");
        _name = "";
    }
}

/// <summary>Says nothing, where only the result is wanted.</summary>
internal sealed class NoProgress : IDayProgress
{
    public void Stage(string name, long total)
    {
        // Nobody looks.
    }

    public void Advance(long steps)
    {
        // Nobody looks.
    }
}
