using Giro.Ledger.Accounts;
using Giro.Storage.PostgreSql;
using Giro.Storage.PostgreSql.Partitions;
using Giro.Storage.PostgreSql.Views;
using Giro.Storage.Tests.Views;
using Giro.Storage.Views;
using Npgsql;

namespace Giro.Storage.Tests.PostgreSql.Views;

/// <summary>
/// A book on a database of its own with a channel, two small merchants and a very large one, and five business dates in two months: 9 to 11 November, 1 and 2 December 2026.
/// On each the channel takes in 10 for M1, 20 for M2 and 30 for BIG, twice; M2 is paid on the first date alone.
/// </summary>
internal sealed class MerchantBook : IDisposable
{
    public static readonly DateOnly[] Dates = [new(2026, 11, 9), new(2026, 11, 10), new(2026, 11, 11), new(2026, 12, 1), new(2026, 12, 2)];

    public static readonly string[] Paths = ["channel/wallet/receivable", "merchant/M1/pending", "merchant/M2/pending", "merchant/BIG/pending", "income/merchant-fees"];

    public MerchantBook()
    {
        Settings = new StoreSettings(PostgreSqlServer.NewDatabase(), 7, IsTest: true, Partitions: new PartitionPolicy { LargeMerchants = ["BIG"], LargeBuckets = 3, SmallBuckets = 2, DaysAhead = 1 });
        Database = new PostgreSqlDatabase(Settings);
        Book = new ViewBook(new PostgreSqlViews(Database));
        var channel = Book.Account(Paths[0], AccountClass.Asset);
        var merchants = Paths[1..4].Select(path => Book.Account(path, AccountClass.Liability)).ToList();
        Book.Account(Paths[4], AccountClass.Income);
        foreach (var date in Dates)
        {
            if (date != Dates[0]) Book.Advance(date);
            foreach (var round in (int[])[1, 2])
            {
                for (var i = 0; i < merchants.Count; i++)
                {
                    if (i == 1 && date != Dates[0]) continue;
                    Book.Pay($"{date:yyyyMMdd}/{round}/{i}", channel, merchants[i], 10 * (i + 1));
                }
            }

            // Each date in transactions of its own, as on a quiet day.
            Book.Follower.WaitUntilCurrent();
        }
    }

    public StoreSettings Settings { get; }

    public PostgreSqlDatabase Database { get; }

    public ViewBook Book { get; }

    public ViewReader Read() => Book.ReadViews();

    /// <summary>The partitions of a table that there are.</summary>
    public List<PartitionSlot> Slots(string table)
    {
        using var connection = Database.Open();
        return [.. PartitionTables.List(connection, table)];
    }

    public void Run(string sql) => Scalar(sql);

    /// <summary>Runs a statement on a connection of its own; the first column of the first row, or null.</summary>
    public object? Scalar(string sql)
    {
        using var connection = Database.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }

    /// <summary>All that can be asked of the accounts by date, as lines.</summary>
    public List<string> Ask(params IEnumerable<DateOnly> dates)
    {
        Book.Follower.WaitUntilCurrent();
        return AskStored(Database, dates);
    }

    /// <summary>The same of the views as they are.</summary>
    public List<string> AskStored(PostgreSqlDatabase database, IEnumerable<DateOnly> dates)
    {
        using var views = new PostgreSqlViews(database).Read();
        var lines = new List<string>();
        foreach (var path in Paths)
        {
            var account = views.Account(path)!;
            foreach (var date in dates)
            {
                var day = views.Day(account, date);
                var last = views.NumberAt(new AsOf.BusinessDate(date));
                var before = views.NumberAt(new AsOf.BusinessDate(date.AddDays(-1)));
                var legs = string.Join(' ', views.History(account.Handle, before + 1, last).Select(leg => $"{leg.AmountMinor}={leg.BalanceMinor}"));
                lines.Add($"{path} {date:MM-dd}: {day.OpeningMinor} +{day.DebitsMinor} -{day.CreditsMinor} {day.ClosingMinor} [{legs}] {views.BalanceByValueDate(account, date, views.LastNumber)}");
            }
        }

        return lines;
    }

    public void Dispose() => Book.Dispose();
}
