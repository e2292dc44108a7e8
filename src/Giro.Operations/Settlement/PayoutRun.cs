using System.Text;
using Giro.Ledger.Entries;
using Giro.Ledger.Writer;
using Giro.Operations.Institution;

namespace Giro.Operations.Settlement;

/// <summary>A payout file as it was written.</summary>
public sealed record PayoutFileResult(PayoutBatch Batch, string Path, long PayoutCount, long SumMinor, long RefusedCount);

/// <summary>
/// Pays what is payable: payouts with their end-to-end ids are written down, posted (Dr payable, Cr in transit), written into one file for the bank, and then
/// count as instructed. Stopped anywhere, the next run takes up the same batch: same ids, same entries, same bytes.
/// </summary>
public sealed class PayoutRun(Book book, PaymentInstitution institution, InstitutionAccounts accounts, IPayoutStore store, TimeProvider time)
{
    private readonly EntryPosting _posting = new(book);

    /// <param name="folder">Where the files go; they get there whole or not at all.</param>
    public IReadOnlyList<PayoutFileResult> Run(DateOnly businessDate, string folder)
    {
        _ = store.CreateBatch(businessDate, time.GetUtcNow());
        Directory.CreateDirectory(folder);
        return [.. store.UnfinishedBatches().Select(batch => Finish(batch, folder))];
    }

    private PayoutFileResult Finish(PayoutBatch batch, string folder)
    {
        var payouts = store.PayoutsOf(batch).Where(payout => payout.State == PayoutState.Created).ToList();
        foreach (var payout in payouts)
        {
            var merchant = MerchantOf(payout);
            _posting.Post(
                payout.EntryId,
                EntryKind.Payout,
                [Leg.Debit(accounts.Payable(merchant), payout.AmountMinor), Leg.Credit(accounts.InTransit, payout.AmountMinor)],
                Encoding.UTF8.GetBytes($$"""{"payout":"{{payout.EndToEndId}}","merchant":"{{merchant.Id}}"}"""));
        }

        var results = _posting.Finish();
        var refused = 0;
        for (var i = payouts.Count - 1; i >= 0; i--)
        {
            if (results[i].IsAccepted) continue;
            store.SetState([payouts[i]], PayoutState.Refused, $"the ledger answered {results[i].Status}");
            payouts.RemoveAt(i);
            refused++;
        }

        var sumMinor = payouts.Sum(payout => payout.AmountMinor);
        var path = Path.Combine(folder, batch.FileName);
        if (payouts.Count > 0) PayoutFile.Write(path, batch, institution, [.. payouts.Select(payout => (payout, MerchantOf(payout)))]);
        store.FinishBatch(batch, payouts.Count, sumMinor);
        return new PayoutFileResult(batch, path, payouts.Count, sumMinor, refused);
    }

    private Merchant MerchantOf(Payout payout) =>
        institution.FindMerchant(payout.MerchantId) ?? throw new InvalidDataException($"payout {payout.EndToEndId} names the merchant {payout.MerchantId}, which there is not");
}
