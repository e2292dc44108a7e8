using System.Globalization;
using Giro.Ledger.Currencies;
using Giro.Ledger.Entries;
using Giro.Ledger.Writer;
using Giro.Operations.Clearing;
using Giro.Operations.DayEnd;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Calendars;
using Giro.Operations.Institution.Cycles;
using Giro.Operations.Reconciliation;
using Giro.Operations.Settlement;
using Giro.Storage.Records;

namespace Giro.Operations.Tests.Settlement;

/// <summary>
/// A book over many days, for settlement: no fees, so that figures can be reckoned by hand; one cycle a day for all merchants, paid on the day. Amounts are texts
/// in major units. It begins on Monday 2026-11-02.
/// </summary>
internal sealed class SettlementBook : IDisposable
{
    public static readonly DateOnly Monday = new(2026, 11, 2);
    private readonly Dictionary<string, List<(string Id, long LeftMinor)>> _payments = [];
    private int _references;

    public SettlementBook(params (string Id, SettlementTerms Terms)[] merchants)
        : this(PayoutApprovalPolicy.Automatic, merchants)
    {
    }

    public SettlementBook(PayoutApprovalPolicy policy, params (string Id, SettlementTerms Terms)[] merchants)
    {
        Day = new TestDay(Institution(policy, merchants), Monday, TestInstitution.Free);
        Advance(Monday);
    }

    public TestDay Day { get; }

    public DateOnly Today { get; private set; }

    public CycleId Cycle => new(Daily.Ordinal, Today, 1);

    private static readonly CycleSchedule Daily = new(new ScheduleTerms
    {
        Ordinal = 1, Code = "T0", Kind = ScheduleKind.SameDay, TimeZone = TestInstitution.Zone, Calendar = WeekdayCalendar.Instance, CutOffs = [new TimeOnly(20, 0)], LagDays = 0,
    });

    private static PaymentInstitution Institution(PayoutApprovalPolicy policy, (string Id, SettlementTerms Terms)[] merchants) => new(
        [TestInstitution.Card],
        [.. merchants.Select((merchant, i) => new Merchant(
            i, merchant.Id, "Merchant " + merchant.Id, "DE02120300000000202051",
            [new Contract(1, new DateOnly(2026, 1, 1), "standard", Daily, long.MaxValue) { Settlement = merchant.Terms }]))])
    {
        Name = "Test Payments",
        Currency = Currency.FromCode("EUR"),
        TimeZone = TestInstitution.Zone,
        Calendar = WeekdayCalendar.Instance,
        Schedules = [Daily],
        Nostro = new NostroAccount("NL02ABNA0123456789", "ABNANL2A"),
        ForeignNostros = new Dictionary<Currency, NostroAccount> { [Currency.FromCode("USD")] = new("NL91ABNA0417164300", "ABNANL2A") },
        PayoutApproval = policy,
        Sources =
        [
            new ReconciliationSource
            {
                Name = "bank", Kind = SourceKind.BankStatement, Currency = Currency.FromCode("EUR"), WriteOffLimitMinor = 20_00, Deadline = new BreakDeadline(3, CountsBusinessDays: true),
                Terms = new Dictionary<byte, BreakTerms> { [(byte)BreakType.MissingWithUs] = new(new BreakDeadline(5, CountsBusinessDays: false), "cash desk") },
            },
        ],
    };

    public void Receive(string merchant, string amount)
    {
        var id = $"P-{++_references}";
        Post(TestDay.Payment(id, merchant, amount, At));
        if (!_payments.TryGetValue(merchant, out var payments)) _payments.Add(merchant, payments = []);
        payments.Add((id, Minor(amount)));
    }

    /// <summary>Of payments of the merchant, the first first.</summary>
    public void Return(string type, string merchant, string amount)
    {
        var leftMinor = Minor(amount);
        var payments = _payments[merchant];
        for (var i = 0; leftMinor > 0; i++)
        {
            var takenMinor = Math.Min(leftMinor, payments[i].LeftMinor);
            if (takenMinor == 0) continue;
            Post(TestDay.Return(type, $"R-{++_references}", payments[i].Id, merchant, Text(takenMinor), At));
            payments[i] = payments[i] with { LeftMinor = payments[i].LeftMinor - takenMinor };
            leftMinor -= takenMinor;
        }
    }

    public void Refund(string merchant, string amount) => Return("refund", merchant, amount);

    public CycleCloseResult Close() => Day.Close(Cycle);

    /// <summary>Receives, closes and pays out in one.</summary>
    public void Pay(string merchant, string amount)
    {
        Receive(merchant, amount);
        Close();
        PayOut();
    }

    public PayoutRunResult PayOut(params RateTable[] rates) => Day.PayoutRun(rates).Run(Today, Day.OutFolder);

    public (int Count, long SumMinor, IReadOnlyList<RefusedEntry> Refused) Release() =>
        new ReserveRelease(Day.Book, Day.Institution, Day.Accounts, Day.Obligations, Day.Entries).Run(Today);

    public void CoverShortfalls() => new ShortfallRun(Day.Book, Day.Institution, Day.Accounts, Day.Obligations, Day.Entries).Run(Today);

    public MerchantReceivables Receivables => new(Day.Book, Day.Institution, Day.Accounts, Day.Obligations, Day.Entries);

    /// <summary>A statement of the home account with these booked lines.</summary>
    public StatementResult Reconcile(string id, params (string Reference, long AmountMinor)[] lines)
    {
        var openingMinor = Day.Balance(ChartOfAccounts.Nostro);
        return Day.Reconcile(new BankStatement(
            id, Today, openingMinor, openingMinor + lines.Sum(line => line.AmountMinor),
            [.. lines.Select((line, i) => new StatementLine(i + 1, line.Reference, line.AmountMinor, Today, IsBooked: true, $"B{i + 1}"))], []));
    }

    public void Advance(int days) => Advance(Today.AddDays(days));

    public void Advance(DateOnly date)
    {
        if (date > Day.Book.Query(reader => reader.BusinessDate))
        {
            var submission = new Submission();
            submission.AdvanceDate(EntryId.FromReference($"day {date:yyyyMMdd}"), date);
            Assert.True(Day.Book.Execute(submission)[0].IsAccepted);
        }

        Today = date;
        Day.Time.Now = new DateTimeOffset(date.ToDateTime(new TimeOnly(21, 0)), TimeSpan.FromHours(1));
    }

    /// <summary>All accounts with a balance, but those of channels, as a page: path and balance, by path.</summary>
    public string Page => string.Join('\n', Day.Book.Query(reader => reader.Accounts())
        .Where(account => account.BalanceMinor != 0 && !account.Path.StartsWith("channel/", StringComparison.Ordinal))
        .OrderBy(account => account.Path, StringComparer.Ordinal)
        .Select(account => $"{account.Path} {account.Currency.Format(account.BalanceMinor)}"));

    public void AssertPage(string expected) => Assert.Equal(expected, Page);

    /// <summary>What an entry keeps beside its legs.</summary>
    public string AttributesOf(string reference)
    {
        var found = Day.Book.Find(EntryId.FromReference(reference))!;
        return System.Text.Encoding.UTF8.GetString(found.Body.Attributes);
    }

    /// <summary>The records and the ledger say the same, and debits are credits in every currency.</summary>
    public void AssertTiesOut(string context = "")
    {
        Day.Clear();
        using var store = new DayEndStore(Day.Records);
        var records = store.Read();
        var tieOut = new PendingTieOut(Day.Book, Day.Institution, Day.Accounts, Day.Obligations, Day.Waiting);
        var (accounts, coming) = Day.Book.Query(reader => (reader.Accounts(), PendingTieOut.Coming(reader, records.Waiting)));
        string[] names = ["every payment is cleared once", "pending", "pending, merchant by merchant", "obligations", "payable", "rolling reserves", "merchant receivables", "payouts by state EUR", "payouts by state USD", "payouts = statement + breaks", "nostro = bank statement", "suspense", "suspended items", "suspense USD", "suspended items USD", "trial balance EUR", "trial balance USD"];
        var checks = DayEndChecks.Of(Day.Institution, accounts, coming, JournalTotals.Read(Day.Journal, []), records, tieOut.Check()).Where(check => names.Contains(check.Name)).ToList();
        Assert.Equal(names.Length, checks.Count);
        Assert.All(checks, check => Assert.True(check.Holds, $"{context} {check}"));
        Assert.Null(Day.Book.Query(reader => reader.CurrencyOutOfBalance()));
    }

    public static long Minor(string amount) => long.Parse(amount.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    public static string Text(long minor) => Currency.FromCode("EUR").Format(minor);

    private string At => $"{Today:yyyy-MM-dd}T09:00:00+01:00";

    private void Post(string line)
    {
        var run = Day.Post(line);
        Assert.Equal(1, run.Channels.Sum(channel => channel.Accepted));
    }

    public void Dispose() => Day.Dispose();
}
