using Giro.Ledger.Accounts;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;
using Giro.Ledger.Writer;
using Giro.Storage.Sqlite;
using Giro.Storage.Views;

namespace Giro.Storage.Tests.Views;

public sealed class ViewRebuildTests
{
    private const int Accounts = 20;

    /// <summary>Random entries, some backdated, over several days and restarts; every question is answered as by a list that is added up.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Views_answer_like_a_list_that_is_added_up_and_rebuilt_views_say_the_same(int seed)
    {
        var random = new Random(seed);
        using var book = new ViewBook();
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

        using (var views = book.Embedded.ReadViews())
        {
            for (var i = 0; i < 300; i++) Compare(views, handles[random.Next(Accounts)], (ulong)random.Next((int)views.LastNumber + 1), ViewBook.FirstDay.AddDays(random.Next(-3, 60)));
            foreach (var handle in handles)
                Assert.Equal(posted.Where(leg => leg.Account == handle).Select(leg => (leg.Number, leg.Amount)), views.History(handle, 1, views.LastNumber).Select(leg => (leg.Number, leg.AmountMinor)));
        }

        book.Close();
        string kept;
        using (var views = ViewsDatabase.InFile(Path.Combine(book.Root, "views.db")).Read()) kept = views.ContentHash();
        using var journal = SqliteJournal.OpenReadOnly(Path.Combine(book.Root, "journal.db"));
        Assert.Equal(kept, ViewsDatabase.InFile(Path.Combine(book.Root, "views.db")).Rebuild(journal));

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

    [Fact]
    public void Views_that_are_ahead_of_the_journal_are_refused_with_the_missing_row()
    {
        using var book = new ViewBook();
        var cash = book.Account("bank/cash", AccountClass.Asset);
        var alice = book.Account("customer/alice", AccountClass.Liability);
        book.Close();
        var journal = Path.Combine(book.Root, "journal.db");
        var older = File.ReadAllBytes(journal);
        book.Open();
        book.Pay("lost", cash, alice, 1);
        book.Close();
        File.WriteAllBytes(journal, older);
        var e = Assert.Throws<JournalCorruptException>(book.Open);
        Assert.Equal((4UL, "is missing: the views hold row 4, the journal ends with row 3"), (e.Sequence, e.Reason));
    }

    [Fact]
    public void Views_of_another_journal_are_refused()
    {
        using var first = new ViewBook();
        first.Account("bank/cash", AccountClass.Asset);
        first.Close();
        using var other = new ViewBook();
        other.Account("bank/other", AccountClass.Asset);
        other.Account("bank/cash", AccountClass.Asset);
        other.Close();
        File.Copy(Path.Combine(first.Root, "views.db"), Path.Combine(other.Root, "views.db"), overwrite: true);
        using var journal = SqliteJournal.OpenReadOnly(Path.Combine(other.Root, "journal.db"));
        var e = Assert.Throws<InvalidDataException>(() => ViewRebuild.CatchUp(journal, ViewsDatabase.InFile(Path.Combine(other.Root, "views.db"))));
        Assert.StartsWith("the views were made from another journal: they stand at row 2", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Verification_finds_that_all_holds_and_names_an_account_that_differs()
    {
        using var book = new ViewBook();
        var cash = book.Account("bank/cash", AccountClass.Asset);
        var alice = book.Account("customer/alice", AccountClass.Liability);
        book.Pay("deposit", cash, alice, 77);
        book.Close();
        var files = BookStore.In(book.Root);
        Assert.All(BookVerification.Run(files, deep: true), check => Assert.True(check.Holds, check.Name + ": " + check.Detail));
        using (var views = new SqliteFile(files.Folder.Views, readOnly: false))
            views.Execute("UPDATE accounts SET lowest = -1 WHERE path = 'customer/alice'");
        var failed = BookVerification.Run(files, deep: true).Where(check => !check.Holds).ToList();
        Assert.Equal(["views equal ledger", "views made anew"], failed.Select(check => check.Name));
        Assert.Equal("1 accounts differ, the first: customer/alice", failed[0].Detail);
    }
}
