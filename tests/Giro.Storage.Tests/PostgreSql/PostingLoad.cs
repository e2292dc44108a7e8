using System.Collections.Concurrent;
using Giro.Ledger.Accounts;
using Giro.Ledger.Currencies;
using Giro.Ledger.Entries;
using Giro.Ledger.Writer;

namespace Giro.Storage.Tests.PostgreSql;

/// <summary>Two clients that post entries one submission after the other, and remember what they were told was durable.</summary>
internal sealed class PostingLoad
{
    private const int EntriesInSubmission = 5;
    private readonly ConcurrentQueue<(EntryId Id, ulong Number)> _acknowledged = [];
    private readonly string _prefix = Guid.NewGuid().ToString("N");
    private readonly int _attributeBytes;
    private int _submissions;

    /// <param name="attributeBytes">Of each entry, random: so much does an entry take at least, compressed or not.</param>
    public PostingLoad(int attributeBytes = 300) => _attributeBytes = attributeBytes;

    public IReadOnlyCollection<(EntryId Id, ulong Number)> Acknowledged => _acknowledged;

    public static void OpenAccounts(Book book)
    {
        var submission = new Submission();
        submission.OpenAccount("bank/cash", AccountClass.Asset, Currency.FromCode("EUR"), AccountLimits.None);
        submission.OpenAccount("wallet/1", AccountClass.Liability, Currency.FromCode("EUR"), AccountLimits.None);
        foreach (var result in book.Execute(submission)) Assert.Equal(Status.Accepted, result.Status);
    }

    /// <summary>Posts from two threads until it is stopped or the book stops.</summary>
    public Running Start(Book book) => new(this, book);

    private void PostOnce(Book book, Submission submission)
    {
        var attributes = new byte[_attributeBytes];
        var first = Interlocked.Increment(ref _submissions) * EntriesInSubmission;
        var ids = new EntryId[EntriesInSubmission];
        submission.Clear();
        for (var i = 0; i < EntriesInSubmission; i++)
        {
            ids[i] = EntryId.FromReference($"{_prefix}-{first + i}");
            Random.Shared.NextBytes(attributes);
            submission.Post(ids[i], 1, [Leg.Debit(1, first + i), Leg.Credit(2, first + i)], attributes);
        }

        var results = book.Execute(submission);
        for (var i = 0; i < EntriesInSubmission; i++)
        {
            Assert.Equal(Status.Accepted, results[i].Status);
            _acknowledged.Enqueue((ids[i], results[i].Number));
        }
    }

    /// <summary>The load at work.</summary>
    public sealed class Running : IDisposable
    {
        private readonly PostingLoad _load;
        private readonly Task[] _clients;
        private volatile bool _isStopping;

        public Running(PostingLoad load, Book book)
        {
            _load = load;
            _clients = [.. Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(() => Post(book), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        }

        private void Post(Book book)
        {
            var submission = new Submission();
            try
            {
                while (!_isStopping) _load.PostOnce(book, submission);
            }
            catch (BookStoppedException)
            {
                // What it was told last is not acknowledged; the test asks the book why.
            }
        }

        /// <summary>Waits until so many more entries were acknowledged.</summary>
        public void WaitForMore(int entries)
        {
            var goal = _load._acknowledged.Count + entries;
            Assert.True(SpinWait.SpinUntil(() => _load._acknowledged.Count >= goal || _clients.Any(client => client.IsCompleted), TimeSpan.FromSeconds(90)), "the book does not go on");
            Assert.DoesNotContain(_clients, client => client.IsCompleted);
        }

        /// <summary>Waits until the book has stopped.</summary>
        public void WaitForEnd() => Assert.True(Task.WaitAll(_clients, TimeSpan.FromSeconds(90)), "the book does not stop");

        public void Dispose()
        {
            _isStopping = true;
            WaitForEnd();
        }
    }
}
