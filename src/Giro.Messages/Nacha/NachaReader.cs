using Giro.Messages.Lines;

namespace Giro.Messages.Nacha;

/// <summary>
/// Reads ACH files in the format of the NACHA operating rules, one entry at a time: payments, returns, notifications of change. Counts, hashes and totals of
/// batches and of the file are checked, and so are check digits, traces and padding; what does not agree is a finding. Entries come before it is known
/// whether their batch adds up.
/// </summary>
public sealed class NachaReader : QueuedItemReader<NachaItem>, IDisposable
{
    private const int MaxAddenda = 9_999; // as many as their number has digits for
    private readonly FindingLog _findings = new();
    private readonly FindingLog _ofEntry = new();
    private readonly NachaRecordReader _records;
    private readonly NachaFieldReader _fields;
    private readonly NachaFieldReader _fieldsOfEntry;
    private readonly NachaTally _tally;
    private FileHeader? _file;
    private BatchHeader? _batch;
    private bool _any;

    /// <param name="input">left open</param>
    /// <param name="fileName">what errors call the input; it is not opened</param>
    public NachaReader(Stream input, string fileName)
    {
        _records = new NachaRecordReader(input, fileName, _findings);
        _fields = new NachaFieldReader(_findings);
        _fieldsOfEntry = new NachaFieldReader(_ofEntry);
        _tally = new NachaTally(_findings, _ofEntry);
    }

    private protected override void Advance()
    {
        if (_records.Read() is { } record)
            Take(record);
        else
            Finish();
    }

    public void Dispose() => _records.Dispose();

    private void Take(NachaRecord record)
    {
        _any = true;
        if (record.Type != '1' && _file is null) throw record.Fail(1, "", "stands before the file header (1), or behind the file control (9)");
        if (record.Type is '6' or '8' && _batch is null) throw record.Fail(1, "", "stands outside of a batch (5)");
        switch (record.Type)
        {
            case '1':
                EndFile(control: null);
                _file = _fields.FileHeader(record);
                _tally.StartFile();
                Add(new NachaItem.FileStart(_file));
                break;
            case '5':
                EndBatch(control: null);
                _batch = _fields.BatchHeader(record);
                _tally.StartBatch(_batch);
                Add(new NachaItem.BatchStart(_batch));
                break;
            case '6':
                TakeEntry(record);
                break;
            case '7':
                throw record.Fail(1, "", "stands behind no entry (6)");
            case '8':
                _tally.CountRecord();
                EndBatch(_fields.BatchControl(record));
                break;
            default:
                EndBatch(control: null);
                TakePadding(record, record.IsPadding ? null : _fields.FileControl(record));
                break;
        }
    }

    private void TakeEntry(NachaRecord record)
    {
        var entry = _fieldsOfEntry.EntryDetail(record, _batch!);
        List<Addenda>? addenda = null;
        while (_records.Peek() is { Type: '7' } next)
        {
            if (addenda?.Count == MaxAddenda) throw next.Fail(1, "", $"more than {MaxAddenda} addenda of one entry");
            (addenda ??= []).Add(_fieldsOfEntry.Addenda(next));
            _records.Read();
        }

        if (addenda is not null) entry = entry with { Addenda = addenda };
        _tally.Add(entry, _batch!);
        Add(new NachaItem.Entry(entry, _ofEntry.Take()));
    }

    /// <summary>Records of nines fill the last block; the file ends behind them.</summary>
    private void TakePadding(NachaRecord record, FileControl? control)
    {
        _tally.CountRecord();
        var padding = record.IsPadding ? 1 : 0;
        for (; _records.Peek() is { Type: '9', IsPadding: true } next; padding++)
        {
            if (padding > 1_000) throw next.Fail(1, "", "more padding than any block has records");
            _tally.CountRecord();
            _records.Read();
        }

        _tally.CheckPadding(_file!, record.Place, padding);
        EndFile(control);
    }

    private void Finish()
    {
        if (!_any) throw _records.Empty();
        EndFile(control: null);
        End();
    }

    private void EndBatch(BatchControl? control)
    {
        if (_batch is null) return;
        var totals = _tally.EndBatch(_batch, control);
        Add(new NachaItem.BatchEnd(_batch, control, totals, _findings.Take()));
        _batch = null;
    }

    private void EndFile(FileControl? control)
    {
        EndBatch(control: null);
        if (_file is null) return;
        _tally.EndFile(_file, control);
        Add(new NachaItem.FileEnd(_file, control, _findings.Take()));
        _file = null;
    }
}
