using Giro.Ledger.Entries;
using Giro.Ledger.Writer;

namespace Giro.Simulation.Victim;

/// <summary>Posts large entries one after the other until something stops it.</summary>
internal static class Filler
{
    public static void Run(Book book, AcknowledgedLog log, int seed, int run)
    {
        var submission = new Submission();
        var ids = new EntryId[16];
        var attributes = new byte[2048];
        for (var n = 0; ; n += ids.Length)
        {
            submission.Clear();
            for (var i = 0; i < ids.Length; i++)
            {
                ids[i] = EntryId.FromReference($"{seed}/{run}/fill/{n + i}");
                submission.Post(ids[i], 1, [Leg.Debit(1 + 1, 1), Leg.Credit(3 + 1, 1)], attributes);
            }

            log.Write(ids, book.Execute(submission));
        }
    }
}
