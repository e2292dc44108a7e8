using System.Security.Cryptography;
using Giro.Operations.Settlement;
using Giro.Simulation.Victim.Day;

namespace Giro.Simulation.Tests.Day;

/// <summary>Every payout that the bank was told of stands in one file, once; a file that is there never changes.</summary>
internal sealed class PayoutFileCheck(string folder)
{
    private readonly Dictionary<string, string> _seen = [];

    public int Count => _seen.Count;

    public void Run(DayJournal journal, DayRecords records)
    {
        var payouts = records.Payouts.ToDictionary(payout => payout.EndToEndId);
        var files = DayPayoutFile.ReadAll(folder).ToList();
        var instructed = new Dictionary<string, string>();
        foreach (var file in files)
        {
            CheckBytes(file, records);
            Assert.True(file.Transfers.Count == file.StatedCount && file.Transfers.Sum(transfer => transfer.AmountMinor) == file.StatedSumMinor, $"{file.MessageId} says {file.StatedCount} transfers of {file.StatedSumMinor} and has others");
            foreach (var transfer in file.Transfers)
            {
                Assert.True(instructed.TryAdd(transfer.EndToEndId, file.MessageId), $"{transfer.EndToEndId} is in {file.MessageId} and in {instructed[transfer.EndToEndId]}");
                var payout = payouts.GetValueOrDefault(transfer.EndToEndId) ?? throw new InvalidDataException($"{transfer.EndToEndId} is in {file.MessageId} and in no record");
                Assert.Equal((payout.MessageId, payout.AmountMinor, payout.Iban), (file.MessageId, transfer.AmountMinor, transfer.Iban));
                Assert.True(journal.Has(payout.Reference(PayoutState.Instructed)), $"{transfer.EndToEndId} is in {file.MessageId} and the ledger does not know that it was instructed");
            }
        }

        foreach (var batch in records.Batches.Values.Where(batch => batch.Sha256.Length > 0))
        {
            var file = Assert.Single(files, file => file.MessageId == batch.MessageId);
            Assert.Equal((batch.PayoutCount, batch.SumMinor, batch.ExecutionDate), (file.StatedCount, file.StatedSumMinor, file.Date));
        }

        foreach (var payout in records.Payouts.Where(payout => payout.Past.Has(PayoutState.Instructed) && records.Batches[payout.MessageId].Sha256.Length > 0))
            Assert.True(instructed.ContainsKey(payout.EndToEndId), $"{payout.EndToEndId} is {payout.State} and in no file");
    }

    private void CheckBytes(DayPayoutFile file, DayRecords records)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file.Path)));
        Assert.True(_seen.TryAdd(file.Path, hash) || _seen[file.Path] == hash, $"{file.MessageId} has other bytes than before");
        var batch = records.Batches.GetValueOrDefault(file.MessageId) ?? throw new InvalidDataException($"the file {file.MessageId} is of no batch");
        Assert.True(batch.Sha256.Length == 0 || batch.Sha256 == hash, $"{file.MessageId} has the SHA-256 {hash}, the records say {batch.Sha256}");
        Assert.Equal(batch.FileName, Path.GetFileName(file.Path));
    }
}
