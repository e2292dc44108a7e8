using Giro.Operations.Institution;

namespace Giro.Operations.Tests.Settlement;

/// <summary>Whatever a run of settlement had done when its process was killed, running it again leads to the same ledger, with each entry once.</summary>
public sealed class StoppedRunTests
{
    private static readonly SettlementTerms Terms = new()
    {
        RollingReserve = new RollingReserve(100_000_000, 1), Waterfall = [WaterfallStep.Reserve, WaterfallStep.Receivable],
    };

    private static readonly (string Name, Action<SettlementBook> Step)[] Steps =
    [
        ("close", book => book.Close()),
        ("pay out", book => book.PayOut()),
        ("reject", book => BankFiles.Run(book.Day).ReadStatusReport(Rejection(book))),
        ("reissue", book => book.Day.Desk().Reissue("PO-20261102-000001", "FR1420041010050500013M02606", "maria", book.Today)),
        ("approve", book => book.Day.Desk().Approve("PO-20261102-000003", "peter")),
        ("pay out again", book => book.PayOut()),
        ("next day", book => book.Advance(SettlementBook.Monday.AddDays(1))),
        ("release", book => book.Release()),
        ("statement", book => book.Day.Reconcile(new("B1", book.Today, 0, -90_00, [new(1, "PO-20261102-000002", -90_00, book.Today, IsBooked: true, "X")], []))),
        ("close", book => book.Close()),
        ("cover", book => book.CoverShortfalls()),
        ("pay out", book => book.PayOut()),
    ];

    [Fact]
    public void Killed_at_any_moment_of_any_run_the_next_run_goes_on_with_the_same_entries()
    {
        var (page, numbers, _) = Play(stoppedStep: -1, stopAt: 0);
        var stops = 0;
        for (var step = 0; step < Steps.Length; step++)
        {
            for (var stopAt = 1; ; stopAt++)
            {
                var played = Play(step, stopAt);
                if (!played.Stopped) break;
                stops++;
                Assert.Equal((page, numbers), (played.Page, played.LastNumber));
            }
        }

        Assert.True(stops > 40, $"only {stops} moments were tried");
    }

    private static (string Page, ulong LastNumber, bool Stopped) Play(int stoppedStep, int stopAt)
    {
        using var book = new SettlementBook(("A", Terms), ("B", Terms));
        book.Receive("A", "100.00");
        book.Receive("B", "100.00");
        var stopped = false;
        for (var step = 0; step < Steps.Length; step++)
        {
            if (Steps[step].Name == "statement") book.Refund("B", "30.00");
            if (step == stoppedStep)
            {
                book.Day.Entries = new StoppingEntries(book.Day.Waiting, stopAt);
                try
                {
                    Steps[step].Step(book);
                }
                catch (StoppedException)
                {
                    stopped = true;
                }

                book.Day.Entries = book.Day.Waiting;
                book.Day.Clear();
            }

            Steps[step].Step(book);
            book.Day.Clear();
        }

        book.AssertTiesOut($"step {stoppedStep} stopped at {stopAt}:");
        return (book.Page, book.Day.LastNumber, stopped);
    }

    private static string Rejection(SettlementBook book)
    {
        var path = book.Day.FileOf("rejection.xml");
        if (!File.Exists(path)) BankFiles.Write(book.Day, path, "S1", [("PO-20261102-000001", "RJCT", "AC04")]);
        return path;
    }
}
