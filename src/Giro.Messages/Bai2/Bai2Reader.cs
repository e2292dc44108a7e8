using System.Text;
using Giro.Messages.Lines;

namespace Giro.Messages.Bai2;

/// <summary>
/// Reads balance reports in the Cash Management Balance Reporting format, version 2 (BAI2), one record at a time. All control totals and record counts are
/// checked; what does not agree is a finding, and a trailer that is missing is one, too. Transactions come before it is known whether their account adds up.
/// </summary>
public sealed class Bai2Reader : QueuedItemReader<Bai2Item>, IDisposable
{
    private readonly Bai2RecordReader _records;
    private readonly Bai2FieldReader _fields;
    private readonly Bai2Tally _tally;
    private readonly FindingLog _findings = new();
    private readonly Func<string, int> _digitsOf;
    private readonly string _defaultCurrency;
    private FileHeader? _file;
    private GroupHeader? _group;
    private AccountIdentifier? _account;
    private bool _any;

    /// <param name="input">left open</param>
    /// <param name="fileName">what errors call the input; it is not opened</param>
    /// <param name="digitsOf">decimals of an ISO 4217 code; a negative answer or a <see cref="KeyNotFoundException"/> makes the file unreadable</param>
    /// <param name="defaultCurrency">of groups and accounts that do not say theirs; the standard has USD</param>
    public Bai2Reader(Stream input, string fileName, Func<string, int> digitsOf, string defaultCurrency = "USD")
    {
        (_digitsOf, _defaultCurrency) = (digitsOf, defaultCurrency);
        var lines = TextLines.Utf8Or(CodePagesEncodingProvider.Instance.GetEncoding(1252)!, input, fileName);
        _records = new Bai2RecordReader(lines, _findings);
        _fields = new Bai2FieldReader(_records, _findings);
        _tally = new Bai2Tally(_findings);
    }

    private protected override void Advance()
    {
        if (_records.Read() is { } record)
            Take(record);
        else
            Finish();
    }

    public void Dispose() => _records.Dispose();

    private void Take(Bai2Record record)
    {
        _any = true;
        if (record.Code != "01" && _file is null) throw _records.Fail(record, "", "stands before the file header (01), or behind the file trailer (99)");
        if (record.Code is "03" or "16" or "49" or "98" && _group is null) throw _records.Fail(record, "", "stands outside of a group (02)");
        if (record.Code is "16" or "49" && _account is null) throw _records.Fail(record, "", "stands outside of an account (03)");
        switch (record.Code)
        {
            case "01":
                EndFile(trailer: null);
                _tally.StartFile(record.Count);
                Add(new Bai2Item.FileStart(_file = _fields.FileHeader(record)));
                break;
            case "02":
                EndGroup(trailer: null);
                _tally.StartGroup(record.Count);
                Add(new Bai2Item.GroupStart(_group = _fields.GroupHeader(record, _defaultCurrency)));
                break;
            case "03":
                EndAccount(trailer: null);
                _account = _fields.AccountIdentifier(record, _group!, _digitsOf);
                _tally.StartAccount(_account, record.Count);
                Add(new Bai2Item.AccountStart(_account));
                break;
            case "16":
                var before = _findings.Take(); // of the account so far: they are told at its end
                var detail = _fields.TransactionDetail(record);
                Add(new Bai2Item.Transaction(detail, _findings.Take()));
                _findings.Add(before);
                _tally.Add(detail, record.Count);
                break;
            case "49":
                _tally.CountAccount(record.Count);
                EndAccount(_fields.AccountTrailer(record));
                break;
            case "98":
                EndAccount(trailer: null);
                _tally.CountGroup(record.Count);
                EndGroup(_fields.GroupTrailer(record));
                break;
            default:
                EndGroup(trailer: null);
                _tally.CountFile(record.Count);
                EndFile(_fields.FileTrailer(record));
                break;
        }
    }

    private void Finish()
    {
        if (!_any) throw _records.Fail(1, 1, "", "the file is empty");
        EndFile(trailer: null);
        End();
    }

    private void EndAccount(AccountTrailer? trailer)
    {
        if (_account is null) return;
        var totals = _tally.EndAccount(_account, trailer);
        Add(new Bai2Item.AccountEnd(_account, trailer, totals, _findings.Take()));
        _account = null;
    }

    private void EndGroup(GroupTrailer? trailer)
    {
        EndAccount(trailer: null);
        if (_group is null) return;
        _tally.EndGroup(_group, trailer);
        Add(new Bai2Item.GroupEnd(_group, trailer, _findings.Take()));
        _group = null;
    }

    private void EndFile(FileTrailer? trailer)
    {
        EndGroup(trailer: null);
        if (_file is null) return;
        _tally.EndFile(_file, trailer);
        Add(new Bai2Item.FileEnd(_file, trailer, _findings.Take()));
        _file = null;
    }
}
