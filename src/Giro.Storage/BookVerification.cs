using System.Diagnostics;
using Giro.Ledger.Accounts;
using Giro.Ledger.Currencies;
using Giro.Ledger.Journal;
using Giro.Ledger.Writer;
using Giro.Storage.PostgreSql;
using Giro.Storage.PostgreSql.Archive;
using Giro.Storage.Views;

namespace Giro.Storage;

/// <summary>One thing that was verified.</summary>
/// <param name="Name">What.</param><param name="Holds">Whether it does.</param><param name="Detail">What was counted or compared.</param><param name="Elapsed">How long it took.</param>
public sealed record VerifiedCheck(string Name, bool Holds, string Detail, TimeSpan Elapsed);

/// <summary>Verifies a book: chain, zero-sum, replay, snapshot, views, archives. Changes nothing in the journal.</summary>
public static class BookVerification
{
    /// <param name="store">The book.</param><param name="deep">Also makes the views anew beside the old ones and compares their content.</param>
    /// <param name="progress">Told what is being verified.</param>
    /// <exception cref="JournalCorruptException">The chain is broken; nothing after that row means anything.</exception>
    public static IEnumerable<VerifiedCheck> Run(BookStore store, bool deep, Action<string>? progress = null)
    {
        using var journal = store.OpenJournalReadOnly();
        progress?.Invoke("chain and zero-sum");
        yield return ChainAndZeroSum(journal);
        var scratch = Directory.CreateTempSubdirectory("giro-verify-");
        try
        {
            progress?.Invoke("replay");
            var clock = Stopwatch.StartNew();
            using var replayed = Book.Open(journal, new BookOptions { Folder = scratch.FullName, SnapshotEveryRecords = 0 });
            var recovery = replayed.Recovery;
            yield return new VerifiedCheck(
                "replay", replayed.Query(reader => reader.CurrencyOutOfBalance()) is null,
                $"{recovery.ReplayedRecords:N0} records from the first on, every currency sums to zero over {replayed.Query(reader => reader.AccountCount):N0} accounts", clock.Elapsed);
            progress?.Invoke("snapshot");
            yield return Snapshot(store, journal, replayed.Query(reader => reader.StateHash()));
            progress?.Invoke("views");
            yield return Views(store, replayed);
            if (store is PostgreSqlStore onServer)
            {
                progress?.Invoke("archives");
                foreach (var check in ArchiveVerification.Run(onServer)) yield return check;
            }

            if (!deep) yield break;
            progress?.Invoke("views made anew");
            yield return ViewsMadeAnew(store, journal, scratch.FullName);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    /// <summary>The chain, and debits equal to credits in every entry and so in every batch; written without the ledger's own code for that.</summary>
    private static VerifiedCheck ChainAndZeroSum(IJournal journal)
    {
        var clock = Stopwatch.StartNew();
        var verifier = JournalVerifier.FromStart();
        var currencyOf = new List<ushort> { 0 };
        var sums = new Int128[Currency.NumberLimit];
        long bytes = 0, legs = 0, unbalanced = 0;
        using var reader = journal.Read(1);
        while (reader.TryRead(out var row))
        {
            verifier.Check(row);
            bytes += row.Payload.Length;
            var records = JournalRecords.Of(row.Payload.Span);
            while (records.MoveNext())
            {
                var record = records.Current;
                if (record.Header.Type == RecordType.OpenAccount) currencyOf.Add(record.Fixed<OpenAccountBody>().Currency);
                foreach (var leg in record.Legs)
                {
                    sums[currencyOf[(int)leg.Account]] += leg.AmountMinor;
                    legs++;
                }

                foreach (var leg in record.Legs)
                {
                    if (sums[currencyOf[(int)leg.Account]] == 0) continue;
                    unbalanced++;
                    sums[currencyOf[(int)leg.Account]] = 0;
                }
            }
        }

        verifier.CheckEnd(journal.ReadHead());
        var seconds = Math.Max(clock.Elapsed.TotalSeconds, 1e-6);
        return new VerifiedCheck(
            "chain and zero-sum", unbalanced == 0,
            $"{verifier.Head.Sequence:N0} rows, {bytes / 1e6:N1} MB at {bytes / 1e6 / seconds:N0} MB/s; {verifier.NextNumber - 1:N0} records with {legs:N0} legs, {unbalanced:N0} entries unbalanced; head {verifier.Head.Hash.ToString()[..16]}",
            clock.Elapsed);
    }

    private static VerifiedCheck Snapshot(BookStore store, IJournal journal, string replayedHash)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            using var free = store.Take();
            using var book = Book.Open(journal, new BookOptions { Folder = store.Root, SnapshotEveryRecords = 0 });
            var from = book.Recovery.SnapshotSequence;
            var hash = book.Query(reader => reader.StateHash());
            var notes = book.Recovery.Notes.Count == 0 ? "" : "; " + string.Join("; ", book.Recovery.Notes);
            return new VerifiedCheck("snapshot", hash == replayedHash, (from == 0 ? "no snapshot; " : $"snapshot after row {from:N0} and {book.Recovery.ReplayedRecords:N0} records; ") + $"state {hash[..16]} = replayed {replayedHash[..16]}{notes}", clock.Elapsed);
        }
        catch (BookInUseException)
        {
            return new VerifiedCheck("snapshot", true, "not compared: the book is open in another process", clock.Elapsed);
        }
    }

    private static VerifiedCheck Views(BookStore store, Book replayed)
    {
        var clock = Stopwatch.StartNew();
        if (!store.Views.Exists) return new VerifiedCheck("views equal ledger", true, "there are no views; giro views rebuild makes them", clock.Elapsed);
        ViewRebuild.CatchUpIfFree(store);
        using var views = store.Views.Read();
        var last = replayed.Query(reader => reader.LastNumber);
        if (views.LastNumber != last)
            return new VerifiedCheck("views equal ledger", views.LastNumber < last, $"not compared: the views stand at record {views.LastNumber:N0} of {last:N0}", clock.Elapsed);
        var accounts = replayed.Query(reader => reader.Accounts());
        var viewed = views.Accounts().ToDictionary(account => account.Handle);
        var balances = views.LastBalances(accounts.Select(account => account.Handle));
        var different = accounts.Zip(balances).Where(pair => !IsEqual(pair.First, viewed.GetValueOrDefault(pair.First.Handle), pair.Second)).Select(pair => pair.First.Path).ToList();
        return new VerifiedCheck(
            "views equal ledger", different.Count == 0,
            different.Count == 0 ? $"{accounts.Count:N0} accounts with the same balance, limits and state" : $"{different.Count:N0} accounts differ, the first: {different[0]}", clock.Elapsed);
    }

    private static bool IsEqual(AccountView account, ViewedAccount? viewed, Int128 balance) =>
        viewed is not null && viewed.Path == account.Path && viewed.Limits == account.Limits && viewed.State == account.State
        && viewed.Currency == account.Currency && balance == account.BalanceMinor;

    /// <summary>In a file, wherever the stored ones are: on PostgreSQL that also proves that both databases hold the same.</summary>
    private static VerifiedCheck ViewsMadeAnew(BookStore store, IJournal journal, string scratch)
    {
        var clock = Stopwatch.StartNew();
        var hash = ViewsDatabase.InFile(Path.Combine(scratch, "views.db")).Rebuild(journal);
        using var views = store.Views.Read();
        var stored = views.ContentHash();
        return new VerifiedCheck("views made anew", hash == stored, $"content {hash[..16]}, stored {stored[..16]}", clock.Elapsed);
    }
}
