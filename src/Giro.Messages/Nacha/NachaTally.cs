using System.Globalization;
using Giro.Messages.Lines;
using Giro.Messages.Reports;

namespace Giro.Messages.Nacha;

/// <summary>
/// Counts, hashes and sums batches and the file, and looks at what entries of a batch owe each other. A file's figures are compared with the sums of what its
/// batches state, so that one wrong figure is one finding.
/// </summary>
internal sealed class NachaTally(FindingLog findings, FindingLog ofEntry)
{
    private const long HashModulus = 10_000_000_000; // ten digits
    private ReportTotals _totals = new(0, 0, 0, 0, 0);
    private long _records;
    private long _batches;
    private long _batchRecords;
    private long _batchHash;
    private string _lastTrace = "";
    private string _lastBatch = "";
    private long _fileRecords;
    private long _fileHash;
    private Int128 _fileDebitMinor;
    private Int128 _fileCreditMinor;

    public void StartFile() =>
        (_records, _batches, _fileRecords, _fileHash, _fileDebitMinor, _fileCreditMinor, _lastBatch) = (1, 0, 0, 0, 0, 0, "");

    public void StartBatch(BatchHeader batch)
    {
        CountRecord();
        _batches++;
        (_totals, _batchRecords, _batchHash, _lastTrace) = (new ReportTotals(0, 0, 0, 0, 0), 0, 0, "");
        if (string.CompareOrdinal(batch.BatchNumber, _lastBatch) <= 0)
            findings.Add("batch-order", $"more than {_lastBatch}", batch.BatchNumber, batch.Place,
                $"batch {batch.BatchNumber} follows batch {_lastBatch}; numbers should ascend");
        _lastBatch = batch.BatchNumber;
    }

    public void CountRecord() => _records++;

    public void Add(EntryDetail entry, BatchHeader batch)
    {
        _records += 1 + entry.Addenda.Count;
        _batchRecords += 1 + entry.Addenda.Count;
        _batchHash = (_batchHash + long.Parse(entry.ReceivingDfi.AsSpan(0, 8), NumberStyles.None, CultureInfo.InvariantCulture)) % HashModulus;
        _totals = entry.IsCredit
            ? _totals with { Lines = _totals.Lines + 1, CreditCount = _totals.CreditCount + 1, CreditMinor = _totals.CreditMinor + entry.AmountMinor }
            : _totals with { Lines = _totals.Lines + 1, DebitCount = _totals.DebitCount + 1, DebitMinor = _totals.DebitMinor + entry.AmountMinor };
        CheckTrace(entry, batch);
        CheckAddenda(entry);
        if (batch.ServiceClassCode == (entry.IsCredit ? "225" : "220"))
            ofEntry.Add("service-class", batch.ServiceClassCode, entry.TransactionCode, entry.Place,
                $"a {(entry.IsCredit ? "credit" : "debit")} (transaction code {entry.TransactionCode}) in a batch of service class {batch.ServiceClassCode}");
    }

    public ReportTotals EndBatch(BatchHeader batch, BatchControl? control)
    {
        if (control is null)
        {
            findings.Add("control-missing", "8", "", batch.Place, $"batch {batch.BatchNumber} has no control record (8): it may have been cut");
        }
        else
        {
            Check("entry-count", "entries and addenda", control.EntryAddendaCount, _batchRecords, control.Place);
            Check("hash-total", "entry hash", control.EntryHash, _batchHash, control.Place);
            Check("debit-total", "total of debits", control.DebitMinor, _totals.DebitMinor, control.Place);
            Check("credit-total", "total of credits", control.CreditMinor, _totals.CreditMinor, control.Place);
            CheckSame("service-class", "service class", batch.ServiceClassCode, control.ServiceClassCode, control.Place);
            CheckSame("company-id", "company identification", batch.CompanyIdentification, control.CompanyIdentification, control.Place);
            CheckSame("originating-dfi", "originating DFI", batch.OriginatingDfi, control.OriginatingDfi, control.Place);
            CheckSame("batch-number", "batch number", batch.BatchNumber, control.BatchNumber, control.Place);
        }

        _fileRecords += control?.EntryAddendaCount ?? _batchRecords;
        _fileHash = (_fileHash + (control?.EntryHash ?? _batchHash)) % HashModulus;
        _fileDebitMinor += control?.DebitMinor ?? _totals.DebitMinor;
        _fileCreditMinor += control?.CreditMinor ?? _totals.CreditMinor;
        return _totals;
    }

    public void CheckPadding(FileHeader file, MessagePlace place, int padding)
    {
        var over = _records % file.BlockingFactor;
        if (over != 0)
            findings.Add("padding", $"{_records - over + file.BlockingFactor}", $"{_records}", place,
                $"the file has {_records} records, and the last block of {file.BlockingFactor} is not filled up");
        else if (padding >= file.BlockingFactor)
            findings.Add("padding", $"less than {file.BlockingFactor}", $"{padding}", place,
                $"{padding} records of padding, where one block has {file.BlockingFactor} records");
    }

    public void EndFile(FileHeader file, FileControl? control)
    {
        if (control is null)
        {
            findings.Add("control-missing", "9", "", file.Place, "the file has no control record (9): it may have been cut");
            return;
        }

        Check("batch-count", "batches", control.BatchCount, _batches, control.Place);
        Check("block-count", "blocks", control.BlockCount, (_records + file.BlockingFactor - 1) / file.BlockingFactor, control.Place);
        Check("entry-count", "entries and addenda", control.EntryAddendaCount, _fileRecords, control.Place);
        Check("hash-total", "entry hash", control.EntryHash, _fileHash, control.Place);
        Check("debit-total", "total of debits", control.DebitMinor, _fileDebitMinor, control.Place);
        Check("credit-total", "total of credits", control.CreditMinor, _fileCreditMinor, control.Place);
    }

    private void CheckTrace(EntryDetail entry, BatchHeader batch)
    {
        if (string.CompareOrdinal(entry.TraceNumber, _lastTrace) <= 0)
            ofEntry.Add("trace-order", $"more than {_lastTrace}", entry.TraceNumber, entry.Place,
                $"trace number {entry.TraceNumber} follows {_lastTrace}; they should ascend");
        if (batch.OriginatingDfi.Length == 8 && !entry.TraceNumber.StartsWith(batch.OriginatingDfi, StringComparison.Ordinal))
            ofEntry.Add("trace-number", batch.OriginatingDfi, entry.TraceNumber[..8], entry.Place,
                $"trace number {entry.TraceNumber} does not start with the originating DFI {batch.OriginatingDfi} of the batch");
        _lastTrace = entry.TraceNumber;
    }

    private void CheckAddenda(EntryDetail entry)
    {
        var count = entry.Addenda.Count;
        if (entry.HasAddenda != count > 0)
            ofEntry.Add("addenda-indicator", entry.HasAddenda ? "1" : "0", $"{count}", entry.Place,
                entry.HasAddenda ? "the entry says that it has addenda, and there are none" : $"the entry says that it has no addenda, and there are {count}");
        if (entry.AddendaCount is { } stated && stated != count)
            ofEntry.Add("addenda-count", $"{stated}", $"{count}", entry.Place, $"the entry states {stated} addenda, and there are {count}");
        var sequence = 0;
        foreach (var addenda in entry.Addenda)
        {
            if (addenda.TypeCode == "05" && addenda.SequenceNumber != ++sequence)
                ofEntry.Add("addenda-sequence", $"{sequence}", $"{addenda.SequenceNumber}", addenda.Place,
                    $"addenda {sequence} of the entry has sequence number {addenda.SequenceNumber}");
            if (addenda.EntrySequenceNumber.Length > 0 && addenda.EntrySequenceNumber != entry.TraceNumber[8..])
                ofEntry.Add("addenda-trace", entry.TraceNumber[8..], addenda.EntrySequenceNumber, addenda.Place,
                    $"the addenda belongs to entry {addenda.EntrySequenceNumber}, and stands behind entry {entry.TraceNumber[8..]}");
            var trace = (addenda as ReturnAddenda)?.TraceNumber ?? (addenda as ChangeAddenda)?.TraceNumber ?? entry.TraceNumber;
            if (trace != entry.TraceNumber)
                ofEntry.Add("addenda-trace", entry.TraceNumber, trace, addenda.Place,
                    $"the addenda has trace number {trace}, and its entry {entry.TraceNumber}");
        }
    }

    private void Check(string code, string what, long stated, Int128 found, MessagePlace place)
    {
        if (stated != found) findings.Add(code, $"{stated}", $"{found}", place, $"the control record states {what} {stated}, and counted is {found}");
    }

    private void CheckSame(string code, string what, string header, string control, MessagePlace place)
    {
        if (header != control) findings.Add(code, header, control, place, $"the {what} is '{header}' in the batch header and '{control}' in the batch control");
    }
}
