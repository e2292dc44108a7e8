using System.Diagnostics;
using Giro.Storage;
using Giro.Storage.PostgreSql;
using Giro.Storage.Views;

namespace Giro.Cli.Bench;

/// <summary>
/// `giro bench statements`: each sample opens a reader of its own, as a command or a request does, finds the account by path and reads opening, legs and closing of a day or of the
/// month. References of entries, which giro statement prints too, come out of the journal and are not in these figures.
/// </summary>
internal sealed class StatementBench(string folder, long legs, int samples, bool onPostgreSql, string? connection, Action<string> progress)
{
    private const double GoalMs = 80;

    private ulong _random = 88172645463325252;

    public List<Measurement> Run()
    {
        using var history = new MadeHistory(legs);
        using var cluster = onPostgreSql && connection is null ? StartServer() : null;
        if (onPostgreSql) new StoreSettings(connection ?? cluster!.CreateDatabase("giro"), IsTest: true).Write(new BookFolder(folder));
        var views = BookStore.In(folder).Views;
        progress($"making a history of {legs:N0} legs of {MadeHistory.Channels} channels, {MadeHistory.LargeMerchants} large merchants and {history.SmallMerchants:N0} small ones, out of made journal rows");
        var clock = Stopwatch.StartNew();
        views.Rebuild(history);
        var filled = clock.Elapsed;
        var months = RandomAccounts(history);
        var days = RandomAccounts(history).ConvertAll(path => (Path: path, Date: MadeHistory.FirstDay.AddDays((int)(Next() % MadeHistory.Days))));
        if (cluster is not null)
        {
            progress("restarting the server");
            cluster.Stop();
            cluster.Start(Settings);
        }

        var measured = new List<Measurement> { new("made legs taken into the views and hashed", legs / filled.TotalSeconds, "legs/s") };
        foreach (var turn in (string[])[cluster is null ? "first time" : "server's cache empty", "again"])
        {
            progress($"days, {turn}");
            measured.AddRange(Percentiles($"day of a random account, {turn}", days.ConvertAll(day => Statement(views, day.Path, day.Date, day.Date))));
            progress($"months, {turn}");
            measured.AddRange(Percentiles($"month of a random account, {turn}", months.ConvertAll(path => Statement(views, path, MadeHistory.FirstDay, MadeHistory.FirstDay.AddDays(MadeHistory.Days - 1)))));
        }

        progress("a day of a large merchant and of a channel");
        measured.AddRange(Large(views, "day of a large merchant", history.PathOf(MadeHistory.Channels + 1)));
        measured.AddRange(Large(views, "day of a channel", history.PathOf(1)));
        return [.. Yardsticks.Take(folder), .. measured];
    }

    private static (string Name, string Value)[] Settings => [("shared_buffers", "1GB"), ("max_wal_size", "8GB"), ("checkpoint_timeout", "15min")];

    private LocalCluster StartServer()
    {
        progress("starting a PostgreSQL of our own");
        var cluster = LocalCluster.Create(Path.Combine(folder, "postgresql"));
        cluster.Start(Settings);
        return cluster;
    }

    /// <summary>Accounts drawn alike from all: nearly always small merchants, as most who ask are.</summary>
    private List<string> RandomAccounts(MadeHistory history)
    {
        var all = MadeHistory.Channels + MadeHistory.LargeMerchants + history.SmallMerchants;
        return [.. Enumerable.Range(0, samples).Select(_ => history.PathOf(1 + (long)(Next() % (ulong)all)))];
    }

    private static (double Ms, long Legs) Statement(ViewsDatabase views, string path, DateOnly first, DateOnly last)
    {
        var clock = Stopwatch.GetTimestamp();
        using var reader = views.Read();
        var account = reader.Account(path)!;
        var before = reader.NumberAt(new AsOf.BusinessDate(first.AddDays(-1)));
        var end = reader.NumberAt(new AsOf.BusinessDate(last));
        var balance = reader.BalanceAt(account.Handle, before);
        long count = 0;
        foreach (var leg in reader.History(account.Handle, before + 1, end))
        {
            balance = leg.BalanceMinor;
            count++;
        }

        if (balance != reader.BalanceAt(account.Handle, end)) throw new InvalidOperationException($"{path}: the last leg and the closing balance differ");
        return (Stopwatch.GetElapsedTime(clock).TotalMilliseconds, count);
    }

    private static IEnumerable<Measurement> Percentiles(string name, List<(double Ms, long Legs)> taken)
    {
        var ms = taken.ConvertAll(one => one.Ms);
        ms.Sort();
        yield return new Measurement($"{name}: p50 of {ms.Count:N0}, {taken.Average(one => one.Legs):N0} legs", ms[ms.Count / 2], "ms");
        yield return Measurement.AtMost($"{name}: p99", ms[(int)((ms.Count - 1) * 99L / 100)], "ms", GoalMs);
    }

    private static IEnumerable<Measurement> Large(ViewsDatabase views, string name, string path)
    {
        var taken = Enumerable.Range(0, 10).Select(day => Statement(views, path, MadeHistory.FirstDay.AddDays(day), MadeHistory.FirstDay.AddDays(day))).ToList();
        yield return new Measurement($"{name}, {taken.Average(one => one.Legs):N0} legs: median of {taken.Count}", taken.Select(one => one.Ms).Order().ElementAt(taken.Count / 2), "ms");
    }

    private ulong Next()
    {
        _random ^= _random << 13;
        _random ^= _random >> 7;
        _random ^= _random << 17;
        return _random;
    }
}
