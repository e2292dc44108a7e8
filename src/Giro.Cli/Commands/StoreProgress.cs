using Giro.Storage.Backup;
using Spectre.Console;

namespace Giro.Cli.Commands;

/// <summary>Shows how a backup, a restore or a move goes on: bars on a terminal, a line a stage on stderr elsewhere, nothing beside JSON.</summary>
internal static class StoreProgress
{
    public static T Run<T>(bool json, Func<IBackupProgress, T> work)
    {
        if (json) return work(new NoBackupProgress());
        if (Console.IsOutputRedirected) return work(new Lines());
        T? result = default;
        AnsiConsole.Progress().Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn()).Start(context =>
        {
            var bars = new Bars(context);
            result = work(bars);
            bars.Finish();
        });
        return result!;
    }

    private sealed class Lines : IBackupProgress
    {
        public void Stage(string name, ulong total) => Console.Error.WriteLine(name + " ...");

        public void At(ulong position)
        {
            // A log needs no more than the stages.
        }
    }

    private sealed class Bars(ProgressContext context) : IBackupProgress
    {
        private ProgressTask? _task;

        public void Stage(string name, ulong total)
        {
            Finish();
            _task = context.AddTask(name, maxValue: Math.Max(1, total));
            _task.IsIndeterminate = total == 0;
        }

        public void At(ulong position)
        {
            if (_task is { IsIndeterminate: false }) _task.Value = position;
        }

        public void Finish()
        {
            if (_task is null) return;
            _task.IsIndeterminate = false;
            _task.Value = _task.MaxValue;
            _task.StopTask();
        }
    }
}
