using Spectre.Console;

namespace Giro.Cli.Demo;

/// <summary>A bar for each stage, on a terminal.</summary>
internal sealed class BarProgress(ProgressContext context) : IDayProgress
{
    private ProgressTask? _task;

    public void Stage(string name, long total)
    {
        Finish();
        _task = context.AddTask(name, maxValue: Math.Max(1, total));
        _task.IsIndeterminate = total == 0;
    }

    public void Advance(long steps) => _task?.Increment(steps);

    public void Finish()
    {
        if (_task is null) return;
        _task.IsIndeterminate = false;
        _task.Value = _task.MaxValue;
        _task.StopTask();
    }
}
