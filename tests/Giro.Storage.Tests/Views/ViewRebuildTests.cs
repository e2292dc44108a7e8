using Giro.Ledger.Accounts;
using Giro.Ledger.Journal;
using Giro.Storage.Sqlite;
using Giro.Storage.Views;

namespace Giro.Storage.Tests.Views;

public sealed class ViewRebuildTests
{
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
