using System.Text;
using Giro.Ledger.Currencies;
using Giro.Operations.Institution;
using Giro.Operations.Reconciliation;
using Giro.Operations.Reconciliation.Bills;
using Giro.Operations.Reconciliation.Breaks;
using Giro.Operations.Reconciliation.Runs;

namespace Giro.Operations.Tests.Reconciliation.Breaks;

/// <summary>A channel's bill against payments, over days from Monday 2026-11-02 on. A payment or line is written <c>P1 100.00</c>; a third word is the fee, 0.5 % by default.</summary>
public sealed class BillRunTests : IDisposable
{
    private static readonly DateOnly Monday = new(2026, 11, 2);
    private static readonly ReconciliationSource Source = new() { Name = "card-bill", Kind = SourceKind.ChannelBill, Currency = Currency.FromCode("EUR"), ChannelCode = "card", WriteOffLimitMinor = 5_00 };
    private readonly TestDay _day = new(new PaymentInstitution([TestInstitution.Card], [])
    {
        Name = "Test", Currency = Currency.FromCode("EUR"), TimeZone = TestInstitution.Zone, Calendar = Giro.Operations.Institution.Calendars.WeekdayCalendar.Instance, Schedules = [],
        Nostro = new NostroAccount("NL02ABNA0123456789", "ABNANL2A"), Sources = [Source],
    });

    [Theory]
    //          ours                    the bill                        breaks: type, reference, expected, actual
    [InlineData("A 100.00",             "A 100.00",                     "")]
    [InlineData("A 100.00 B 50.00",     "B 50.00",                      "missing-at-bank A 100.00 0.00")]
    [InlineData("A 100.00",             "A 100.00 X 7.00",              "missing-with-us X 0.00 7.00")]
    [InlineData("A 100.00",             "A 99.00",                      "amount A 100.00 99.00")]
    [InlineData("A 100.00",             "A 100.00/0.60",                "fee A -0.50 -0.60")]
    [InlineData("A 100.00",             "A 100.00 A 100.00",            "duplicate-at-bank A 0.00 100.00")]
    [InlineData("A 100.00 A -40.00",    "A -40.00 A 100.00",            "")]
    [InlineData("A 100.00",             "A -100.00",                    "missing-at-bank A 100.00 0.00; missing-with-us A 0.00 -100.00")]
    public void Lines_and_payments_give_breaks(string ours, string bill, string breaks)
    {
        var result = Run(Monday, ours, bill);
        Assert.Equal(breaks, string.Join("; ", result.Breaks.Select(finding => $"{finding.Break.Type.Name()} {finding.Break.Reference} {Text(finding.Break.ExpectedMinor)} {Text(finding.Break.ActualMinor)}").Order()));
        Assert.True(result.Run!.Ours.IsConserved && result.Run.Theirs.IsConserved);
        var before = _day.LastNumber;
        Assert.True(Run(Monday, ours, bill).IsRepeat);
        Assert.Equal(before, _day.LastNumber);
    }

    [Fact]
    public void What_is_on_the_bill_of_another_day_clears_itself_and_the_first_day_again_changes_nothing()
    {
        Run(Monday, "A 100.00 B 50.00", "B 50.00 C 7.00");
        AssertBreaks("1 missing-at-bank A 100.00 Open", "2 missing-with-us C 7.00 Open");
        // A was captured just before midnight and billed the day after; C the other way round.
        var next = Run(Monday.AddDays(1), "C 7.00 D 1.00", "A 100.00 D 1.00");
        AssertBreaks("1 missing-at-bank A 0.00 Cleared", "2 missing-with-us C 0.00 Cleared");
        Assert.Equal((3, 3, 0), (next.Run!.Ours.Lines, next.Run.Ours.MatchedLines, next.Run.Ours.BreakLines));
        Assert.True(Run(Monday, "A 100.00 B 50.00", "B 50.00 C 7.00").IsRepeat);
        Assert.True(Run(Monday.AddDays(1), "C 7.00 D 1.00", "A 100.00 D 1.00").IsRepeat);
    }

    [Fact]
    public void What_stays_open_is_carried_and_goes_to_the_channels_suspense_in_time()
    {
        Run(Monday, "A 100.00", "");
        Run(Monday.AddDays(1), "B 1.00", "B 1.00");
        AssertBreaks("1 missing-at-bank A 100.00 CarriedForward");
        Assert.Empty(Deadlines(Monday.AddDays(7)));
        Assert.Single(Deadlines(Monday.AddDays(8)));
        AssertSuspense(100_00, -100_00);
        // It comes after all.
        Run(Monday.AddDays(8), "", "A 100.00");
        AssertBreaks("1 missing-at-bank A 0.00 Cleared");
        AssertSuspense(0, 0);
    }

    [Fact]
    public void What_a_corrected_bill_changes_on_suspense_is_turned_round_and_may_go_there_again()
    {
        Run(Monday, "A 100.00", "A 97.00");
        Assert.Single(Deadlines(Monday.AddDays(8)));
        AssertSuspense(3_00, -3_00);
        Run(Monday, "A 100.00", "A 96.00");
        AssertBreaks("1 amount A 4.00 Open");
        AssertSuspense(0, 0);
        Assert.Single(Deadlines(Monday.AddDays(9)));
        AssertSuspense(4_00, -4_00);
        // And once more with the amount that it had the first time.
        Run(Monday, "A 100.00", "A 97.00");
        Assert.Single(Deadlines(Monday.AddDays(10)));
        AssertSuspense(3_00, -3_00);
        Run(Monday, "A 100.00", "A 100.00");
        AssertSuspense(0, 0);
    }

    [Fact]
    public void A_small_difference_is_given_up_and_stands_as_an_allowance_against_what_the_channel_owes()
    {
        Run(Monday, "A 100.00", "A 97.00");
        var desk = new BreakDesk(_day.Book, _day.Institution, _day.Accounts, _day.Reconciliation, _day.Entries);
        Assert.Equal(BreakDeskStatus.Proposed, desk.Propose(ResolutionKind.WriteOff, [1], "", "agreed", "ada", Monday).Status);
        Assert.Equal(BreakDeskStatus.Done, desk.Approve(1, "ben", Monday).Status);
        AssertBreaks("1 amount A 0.00 Resolved");
        AssertSuspense(0, -3_00);
        Assert.Equal(3_00, _day.Balance(ChartOfAccounts.ReconciliationWriteOffs));
    }

    [Fact]
    public void A_corrected_bill_supersedes_the_one_before_it()
    {
        Run(Monday, "A 100.00 B 50.00", "A 90.00 X 7.00");
        var corrected = Run(Monday, "A 100.00 B 50.00", "A 100.00 B 50.00 Y 1.00");
        Assert.Equal((2, 1, 3, 0), (corrected.Run!.Number, corrected.Changes!.New.Count, corrected.Changes.Gone.Count, corrected.Changes.Same));
        AssertBreaks("1 amount A 0.00 Superseded", "2 missing-at-bank B 0.00 Superseded", "3 missing-with-us X 0.00 Superseded", "4 missing-with-us Y 1.00 Open");
    }

    [Fact]
    public void A_bill_that_does_not_add_up_is_not_worked_with_unless_a_person_takes_it()
    {
        var bill = Bill(Monday, "A 100.00") with { Findings = ["the trailer says 2 lines"] };
        Assert.Equal((StatementStatus.Flagged, "the trailer says 2 lines"), (Run(bill, "A 100.00").Status, Run(bill, "A 100.00").Findings[0]));
        AssertBreaks();
        var taken = Run(bill, "A 100.00", new Acceptance("ada", "one was cancelled"));
        Assert.Equal(("the trailer says 2 lines", "ada", "one was cancelled"), (taken.Run!.Flags, taken.Run.AcceptedBy, taken.Run.AcceptedWhy));
    }

    [Fact]
    public void Planted_deviations_of_a_days_bill_are_found_exactly()
    {
        for (var seed = 1; seed <= 30; seed++)
        {
            var random = new Random(seed);
            var date = Monday.AddDays(20 + seed);
            var payments = Enumerable.Range(1, random.Next(1, 300)).Select(i => (Name: $"S{seed}N{i}", Minor: (long)random.Next(100, 100_000))).ToList();
            var lines = new List<BillLine>();
            var planted = new List<string>();
            foreach (var (name, minor) in payments)
            {
                var line = new BillLine(lines.Count + 1, name, "", minor, ChannelPayments.FeeOf(minor, TestInstitution.Card), "EUR");
                switch (random.Next(12))
                {
                    case 0: planted.Add($"missing-at-bank {name}"); continue;
                    case 1: planted.Add($"amount {name}"); line = line with { AmountMinor = minor + 1 }; break;
                    case 2: planted.Add($"fee {name}"); line = line with { FeeMinor = line.FeeMinor + 1 }; break;
                    case 3: planted.Add($"duplicate-at-bank {name}"); lines.Add(line); line = line with { Number = line.Number + 1 }; break;
                    case 4: planted.Add($"missing-with-us X{name}"); lines.Add(line with { Reference = "X" + name }); line = line with { Number = line.Number + 1 }; break;
                }

                lines.Add(line);
            }

            // Of this day alone: what other seeds left open is carried with it.
            var result = Run(new ChannelBill(date, $"{seed}", lines, [], []), [.. payments.Select(payment => new ChannelPayment(payment.Name, payment.Minor, ChannelPayments.FeeOf(payment.Minor, TestInstitution.Card)))]);
            var found = result.Breaks.Where(finding => finding.Break.OpenedOn == date).Select(finding => $"{finding.Break.Type.Name()} {finding.Break.Reference}");
            Assert.True(planted.Order(StringComparer.Ordinal).SequenceEqual(found.Order(StringComparer.Ordinal)), $"seed {seed}");
        }
    }

    [Fact]
    public void A_bill_is_read_by_a_mapping_and_a_line_that_cannot_be_read_is_a_break()
    {
        var mapping = _day.FileOf("mapping.json");
        File.WriteAllText(mapping, """
            { "name": "card-bill", "currency": "EUR", "fields": { "reference": "order", "amount": "amount", "fee": "fee" } }
            """);
        var text = "order,amount,fee\nA,100.00,0.50\nB,x,0.10\n";
        var bill = ChannelBill.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "bill.csv", Source with { Format = mapping }, Monday);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text))), bill.InputHash);
        Assert.Equal(new BillLine(1, "A", "", 100_00, 50, "EUR"), Assert.Single(bill.Lines));
        Run(bill, "A 100.00");
        Assert.Equal(BreakType.UnreadableLine, Assert.Single(_day.Reconciliation.Breaks(new BreakQuery())).Type);
    }

    private BillResult Run(DateOnly date, string ours, string bill) => Run(Bill(date, bill), ours);

    private BillResult Run(ChannelBill bill, string ours, Acceptance? acceptance = null) => Run(bill, [.. Pairs(ours).Select(pair => new ChannelPayment(pair.Reference, pair.AmountMinor, pair.FeeMinor))], acceptance);

    private BillResult Run(ChannelBill bill, IReadOnlyList<ChannelPayment> ours, Acceptance? acceptance = null)
    {
        var result = new BillRun(_day.Book, _day.Accounts, _day.Institution, _day.Reconciliation, _day.Entries).Run(Source, bill, ours, acceptance);
        return result;
    }

    private static ChannelBill Bill(DateOnly date, string lines) => new(
        date, $"{date} {lines}", [.. Pairs(lines).Select((pair, i) => new BillLine(i + 1, pair.Reference, $"C{i}", pair.AmountMinor, pair.FeeMinor, "EUR"))], [], []);

    private static IEnumerable<(string Reference, long AmountMinor, long FeeMinor)> Pairs(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length; i += 2)
        {
            var parts = words[i + 1].Split('/');
            var minor = Settlement.SettlementBook.Minor(parts[0]);
            yield return (words[i], minor, parts.Length > 1 ? Settlement.SettlementBook.Minor(parts[1]) : ChannelPayments.FeeOf(minor, TestInstitution.Card));
        }
    }

    private IReadOnlyList<Break> Deadlines(DateOnly on) => new BreakDeadlineRun(_day.Book, _day.Institution, _day.Accounts, _day.Reconciliation, _day.Entries).Run(on);

    private void AssertBreaks(params string[] expected) => Assert.Equal(
        expected, _day.Reconciliation.Breaks(new BreakQuery { WithClosed = true }).Select(@break => $"{@break.Number} {@break.Type.Name()} {@break.Reference} {Text(@break.OpenMinor < 0 ? -@break.OpenMinor : @break.OpenMinor)} {@break.State}"));

    private void AssertSuspense(long channelMinor, long itemsMinor) =>
        Assert.Equal((channelMinor, itemsMinor), (_day.Balance(ChartOfAccounts.ChannelSuspense("card")), _day.Balance(ChartOfAccounts.SuspendedItems)));

    private static string Text(long minor) => Settlement.SettlementBook.Text(minor);

    public void Dispose() => _day.Dispose();
}
