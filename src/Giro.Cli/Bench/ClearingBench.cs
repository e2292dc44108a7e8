using System.Diagnostics;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Terms;
using Giro.Rules.Programs;

namespace Giro.Cli.Bench;

/// <summary>
/// `giro bench clearing`: fees by compiled strategies, payments from an intake file to cleared lines, and the close of a large cycle while intake goes on, on
/// the embedded default.
/// </summary>
internal sealed class ClearingBench(string folder, TimeSpan duration, int payments, int closePayments, int closeMerchants, int closeRate, Action<string> progress)
{
    /// <summary>The cases, in the order in which they run.</summary>
    public static readonly string[] Cases = ["rules", "sustained", "close"];

    /// <summary>Runs the cases that are named, all without names; yardsticks always.</summary>
    public List<Measurement> Run(IReadOnlyCollection<string> only)
    {
        var measurements = Yardsticks.Take(folder).ToList();
        foreach (var name in Cases.Where(name => only.Count == 0 || only.Contains(name)))
        {
            progress(name);
            measurements.AddRange(name switch { "rules" => Rules(), "sustained" => Sustained(), _ => Close() });
        }

        using var process = Process.GetCurrentProcess();
        measurements.Add(new Measurement("peak memory of the process", process.PeakWorkingSet64 / 1e6, "MB"));
        return measurements;
    }

    /// <summary>
    /// A payment's facts in, its fee lines out, on one core: inputs filled, the use selected, the compiled program run, the lines read. The interpreter runs the
    /// same program beside it.
    /// </summary>
    private List<Measurement> Rules()
    {
        var institution = BenchInstitution.Make(1000);
        var rules = BenchInstitution.Rules(institution);
        var strategy = rules.Current.Find(BenchInstitution.Strategy)!;
        var calculator = new FeeCalculator(institution, rules.Symbols);
        var (runs, sumMinor) = (0L, 0L);
        var clock = Stopwatch.StartNew();
        for (var warm = true; ; )
        {
            for (var i = 0; i < 10_000; i++)
            {
                var merchant = institution.Merchants[(int)(runs % institution.Merchants.Count)];
                var part = new PartFacts
                {
                    Kind = PaymentKind.Payment, Merchant = merchant, Channel = institution.Channels[0], Contract = merchant.Contract, AmountMinor = 100 + (runs % 100_000),
                    Date = BenchInstitution.Day, Fields = new PaymentFields("{\"card-type\":\"debit\"}"u8),
                };
                if (!calculator.Work(strategy, part, default).IsDone) throw new InvalidOperationException("the bench's strategy has no answer");
                sumMinor += calculator.FeeMinor;
                runs++;
            }

            if (warm && clock.Elapsed > TimeSpan.FromSeconds(1))
            {
                (warm, runs) = (false, 0);
                clock.Restart();
            }
            else if (!warm && clock.Elapsed > duration)
            {
                break;
            }
        }

        var perSecond = runs / clock.Elapsed.TotalSeconds;
        var program = strategy.Strategy.Uses[0].Program;
        var frame = program.NewFrame();
        frame[0] = 12_345;
        var (compiled, interpreted) = (PerSecond(strategy.Program(0), frame), PerSecond(f => Interpreter.Run(program, f), frame));
        return
        [
            Measurement.AtLeast($"fees of a payment by a compiled strategy of {program.Instructions.Count} instructions, facts to lines", perSecond, "payments/s", 3_000_000),
            new Measurement("  the program alone, compiled", compiled, "runs/s"),
            new Measurement("  the program alone, interpreted", interpreted, "runs/s"),
            new Measurement("  mean fee", (double)sumMinor / runs / 100, "EUR"),
        ];
    }

    private double PerSecond(CompiledProgram program, long[] frame)
    {
        var runs = 0L;
        for (var i = 0; i < 200_000; i++) program(frame);
        var clock = Stopwatch.StartNew();
        for (; clock.Elapsed < duration / 4; runs += 10_000)
        {
            for (var i = 0; i < 10_000; i++) program(frame);
        }

        return runs / clock.Elapsed.TotalSeconds;
    }

    private List<Measurement> Sustained()
    {
        using var day = new BenchDay(Path.Combine(folder, "sustained"), BenchInstitution.Make(1000));
        var warm = day.WriteFile(Math.Min(payments, 200_000));
        var file = day.WriteFile(payments);
        using var clearing = day.StartClearing();
        day.Run(warm);
        clearing.Wait();
        var clock = Stopwatch.StartNew();
        var accepted = day.Run(file);
        var posted = clock.Elapsed;
        clearing.Wait();
        var cleared = clock.Elapsed;
        return
        [
            Measurement.AtLeast("payment in -> posted -> cleared, 1,000 merchants, 4 lines a payment", accepted / cleared.TotalSeconds, "payments/s", 150_000),
            new Measurement("  posted durably", accepted / posted.TotalSeconds, "payments/s"),
            new Measurement("  cleared after the last was posted", (cleared - posted).TotalMilliseconds, "ms"),
            new Measurement("  clearing records", (double)new FileInfo(day.RecordsFile).Length / (accepted + Math.Min(payments, 200_000)), "bytes/payment"),
        ];
    }

    /// <summary>
    /// The cycle is filled at full speed; then intake goes on at a stated rate into the next cycle, a client posts single entries and measures each one's answer, and
    /// the full cycle is closed in the middle.
    /// </summary>
    private List<Measurement> Close()
    {
        using var day = new BenchDay(Path.Combine(folder, "close"), BenchInstitution.Make(closeMerchants));
        using var clearing = day.StartClearing();
        var filling = Stopwatch.StartNew();
        const int PerFile = 1_000_000;
        for (var left = closePayments; left > 0; left -= PerFile)
        {
            var file = day.WriteFile(Math.Min(left, PerFile));
            day.Run(file);
            File.Delete(file);
            progress($"close: {closePayments - Math.Max(0, left - PerFile):N0} payments in the cycle");
        }

        clearing.Wait();
        filling.Stop();
        day.NextCycle();
        var window = TimeSpan.FromSeconds(Math.Max(5, duration.TotalSeconds));
        var next = day.WriteFile((int)(closeRate * window.TotalSeconds * 3));
        using var client = new LatencyClient(day.Book);
        using var stop = new CancellationTokenSource();
        var intake = Task.Factory.StartNew(() => day.Run(next, closeRate, stop.Token), stop.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Thread.Sleep(TimeSpan.FromSeconds(1));
        client.Take();
        Thread.Sleep(window);
        var before = client.Take();
        var clock = Stopwatch.StartNew();
        var (obligations, sumMinor) = day.CloseCycle();
        clock.Stop();
        var during = client.Take();
        stop.Cancel();
        var meanwhile = intake.GetAwaiter().GetResult();
        clearing.Wait();
        day.RequireTie();
        var isFull = closePayments >= 10_000_000 && closeMerchants >= 100_000;
        var name = $"close of a cycle of {closePayments:N0} payments and {obligations:N0} merchants, intake at {closeRate:N0}/s";
        return
        [
            isFull ? Measurement.AtMost(name, clock.Elapsed.TotalSeconds, "s", 5) : new Measurement(name, clock.Elapsed.TotalSeconds, "s"),
            new Measurement("  obligations", sumMinor / 100.0, "EUR"),
            new Measurement("  intake, p99 of single entries before the close", before.P99Ms, "ms"),
            new Measurement("  intake, p99 of single entries during the close", during.P99Ms, "ms"),
            Measurement.AtMost("  during to before", during.P99Ms / before.P99Ms, "ratio", 2),
            new Measurement("  slowest answer during the close", during.MaxMs, "ms"),
            new Measurement("  payments taken in meanwhile", meanwhile, "payments"),
            new Measurement("  filling the cycle", closePayments / filling.Elapsed.TotalSeconds, "payments/s"),
        ];
    }
}
