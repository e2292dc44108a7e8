using Giro.Ledger.Accounts;
using Giro.Ledger.Entries;
using Giro.Ledger.Writer;
using Giro.Storage.Sqlite;
using Giro.Storage.Tests.Views;
using Giro.Storage.Views;

namespace Giro.Storage.Tests.Conformance;

/// <summary>Views of random journals, against a list that is added up, and made anew in both databases.</summary>
public abstract class ViewsRebuildConformance
{
    private const int Accounts = 20;

    private protected abstract ViewBook NewBook();

    /// <summary>Random entries, some backdated, over several days and restarts; every question is answered as by a list that is added up.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Views_answer_like_a_list_that_is_added_up_and_rebuilt_views_say_the_same(int seed)
    {
        var random = new Random(seed);
        using var book = NewBook();
        var handles = Enumerable.Range(0, Accounts).Select(i => book.Account($"account/{i:D2}", i % 2 == 0 ? AccountClass.Asset : AccountClass.Liability)).ToArray();
        var posted = new List<(ulong Number, ulong Account, long Amount, DateOnly Booked, DateOnly Valued)>();
        var today = ViewBook.FirstDay;
        var submission = new Submission(1 << 16, 256);
        for (var step = 0; step < 60; step++)
        {
            if (random.Next(8) == 0) book.Advance(today = today.AddDays(random.Next(1, 4)));
            if (random.Next(10) == 0)
            {
                book.Close();
                book.Open();
            }

            PostSome(step);
        }

        using (var views = book.ReadViews())
        {
            for (var i = 0; i < 300; i++) Compare(views, handles[random.Next(Accounts)], (ulong)random.Next((int)views.LastNumber + 1), ViewBook.FirstDay.AddDays(random.Next(-3, 60)));
            foreach (var handle in handles)
                Assert.Equal(posted.Where(leg => leg.Account == handle).Select(leg => (leg.Number, leg.Amount)), views.History(handle, 1, views.LastNumber).Select(leg => (leg.Number, leg.AmountMinor)));
        }

        book.Close();
        string kept;
        using (var views = book.Views.Read()) kept = views.ContentHash();
        using var journal = SqliteJournal.OpenReadOnly(Path.Combine(book.Root, "journal.db"));
        Assert.Equal(kept, ViewsDatabase.InFile(Path.Combine(book.Root, "other.db")).Rebuild(journal));
        Assert.Equal(kept, book.Views.Rebuild(journal));
        using (var views = book.Views.Read()) Assert.Equal(kept, views.ContentHash());

        void PostSome(int step)
        {
            submission.Clear();
            var legs = new List<Leg[]>();
            var valued = new List<DateOnly>();
            for (var i = random.Next(1, 200); i > 0; i--)
            {
                var a = handles[random.Next(Accounts)];
                var b = handles.Where(handle => handle != a).ElementAt(random.Next(Accounts - 1));
                var amount = random.Next(1, 1000);
                legs.Add([Leg.Debit(a, amount), Leg.Credit(b, amount)]);
                valued.Add(random.Next(5) == 0 ? today.AddDays(random.Next(-20, 10)) : today);
                submission.Post(EntryId.FromReference($"{step}/{i}"), 1, legs[^1], valueDate: valued[^1]);
            }

            var results = book.Embedded.Book.Execute(submission);
            for (var i = 0; i < results.Length; i++)
            {
                Assert.Equal(Status.Accepted, results[i].Status);
                foreach (var leg in legs[i]) posted.Add((results[i].Number, leg.Account, leg.AmountMinor, today, valued[i]));
            }
        }

        void Compare(ViewReader views, ulong handle, ulong number, DateOnly date)
        {
            var account = views.Account(handle)!;
            var mine = posted.Where(leg => leg.Account == handle).ToList();
            Assert.Equal(Sum(mine.Where(leg => leg.Number <= number)), views.BalanceAt(handle, number));
            Assert.Equal(Sum(mine.Where(leg => leg.Booked <= date)), views.BalanceAt(handle, views.NumberAt(new AsOf.BusinessDate(date))));
            Assert.Equal(Sum(mine.Where(leg => leg.Valued <= date && leg.Number <= number)), views.BalanceByValueDate(account, date, number));
            Assert.Equal(Sum(mine.Where(leg => leg.Booked < date)), views.Day(account, date).OpeningMinor);
            Assert.Equal(mine.Where(leg => leg.Booked == date && leg.Amount > 0).Sum(leg => leg.Amount), views.Day(account, date).DebitsMinor);
            Assert.Equal(-mine.Where(leg => leg.Booked == date && leg.Amount < 0).Sum(leg => leg.Amount), views.Day(account, date).CreditsMinor);

            Int128 Sum(IEnumerable<(ulong, ulong, long Amount, DateOnly, DateOnly)> legs) => account.Class.NormalSign() * (Int128)legs.Sum(leg => leg.Amount);
        }
    }
}
