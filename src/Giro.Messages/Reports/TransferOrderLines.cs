using Giro.Messages.Iso20022;

namespace Giro.Messages.Reports;

/// <summary>
/// pain.001, pacs.008 and pacs.009, the messages that order transfers: one line a transfer, negative, as the money leaves. They are checked by their counts and
/// totals: NbOfTxs, CtrlSum and TtlIntrBkSttlmAmt of the message and of each payment information.
/// </summary>
public sealed class TransferOrderLines : QueuedItemReader<ReportItem>, IReportReader
{
    private readonly MessageXmlReader _xml;
    private readonly TransferForm _form;
    private readonly Tally _whole = new();
    private MessageXmlReader.Scope _document;
    private MessageXmlReader.Scope _body;
    private MessageXmlReader.Scope _part;
    private TransferTotals? _header;
    private TransferTotals? _partTotals;
    private SectionTally? _section;
    private Tally _inPart = new();
    private bool _inside;
    private bool _atTransfer;

    /// <param name="format"><see cref="ReportFormats.Pain001"/>, <see cref="ReportFormats.Pacs008"/> or <see cref="ReportFormats.Pacs009"/></param>
    /// <param name="input">XML in any encoding that it declares; left open</param>
    /// <param name="fileName">what errors call the input; it is not opened</param>
    /// <param name="digitsOf">decimals of an ISO 4217 currency code; -1 for a code that is unknown, which makes the message unreadable</param>
    public TransferOrderLines(string format, Stream input, string fileName, Func<string, int> digitsOf)
    {
        _form = format switch
        {
            ReportFormats.Pain001 => TransferForm.Initiation,
            ReportFormats.Pacs008 => TransferForm.Customer,
            ReportFormats.Pacs009 => TransferForm.Bank,
            _ => throw new ArgumentException($"'{format}' does not order transfers", nameof(format)),
        };
        Format = format;
        _xml = new MessageXmlReader(input, fileName, digitsOf);
    }

    public string Format { get; private set; }

    public void Dispose() => _xml.Dispose();

    private protected override void Advance()
    {
        if (_header is null)
            OpenMessage();
        else if (_inside)
            NextTransfer();
        else
            NextPart();
    }

    private void OpenMessage()
    {
        Format = MessageVersion.EnterDocument(_xml, _form.Message, "01", out _document);
        if (!_xml.NextChild(_document) || _xml.Name != _form.Body)
            throw _xml.Fail($"has no {_form.Body}");
        _body = _xml.Enter();
        if (!_xml.NextChild(_body))
            throw _xml.FailIn(_body, "has no GrpHdr");
        if (_xml.Name != "GrpHdr")
            throw _xml.Fail("comes before the group header (GrpHdr)");
        _header = TransferOrderReader.ReadHeader(_xml);
        if (!_form.HasParts)
            OpenSection(_header, _body);
    }

    private void NextPart()
    {
        while (_xml.NextChild(_body))
        {
            if (_xml.Name == "PmtInf")
            {
                _xml.BeginRecord();
                _part = _xml.Enter();
                OpenSection(TransferOrderReader.ReadPart(_xml, _part, out _atTransfer), _part);
                if (!_atTransfer)
                    CloseSection();
                return;
            }

            if (_xml.Name == "GrpHdr")
                throw _xml.Fail("occurs twice");
            _xml.Skip();
        }

        if (_section is null)
            throw _xml.FailIn(_body, "has no payment information (PmtInf)");
        End(_whole.Differences(_header!, _xml.PlaceOf(_body)));
    }

    private void NextTransfer()
    {
        while (_atTransfer || _xml.NextChild(_part))
        {
            if (_xml.Name == "CdtTrfTxInf")
            {
                _atTransfer = false;
                ReadTransfer();
                return;
            }

            if (TransferOrderReader.Knows(_xml.Name))
                throw _xml.Fail("comes after the transfers, where it would be too late to count");
            _xml.Skip();
        }

        CloseSection();
        if (!_form.HasParts)
            End([]);
    }

    private void ReadTransfer()
    {
        _xml.BeginRecord();
        var place = _xml.PlaceOf(_xml.Enter());
        var transfer = TransferOrderReader.ReadTransfer(_xml);
        _whole.Add(transfer.Amount);
        _inPart.Add(transfer.Amount);
        var leaving = transfer.Amount with { AmountMinor = -transfer.Amount.AmountMinor };
        _section!.Add(leaving);
        var reference = transfer.EndToEndId is { } id and not "NOTPROVIDED" ? id : "";
        Add(new ReportItem.Line(
            new ReportLine
            {
                Number = _whole.Count,
                Place = place,
                AmountMinor = leaving.AmountMinor,
                Currency = leaving.Currency,
                IsBooked = false,
                ValueDate = transfer.Date ?? _partTotals!.Date,
                Reference = reference,
                BankReference = transfer.TransactionId ?? "",
                Batch = _partTotals!.Id,
                Kind = "transfer",
                Counterparty = transfer.Counterparty ?? "",
                CounterpartyAccount = transfer.CounterpartyAccount?.Identification ?? "",
                Text = transfer.Text,
                Others = CamtLine.Others(("uetr", transfer.Uetr), ("instruction-id", transfer.InstructionId)),
            },
            []));
    }

    private void OpenSection(TransferTotals totals, MessageXmlReader.Scope scope)
    {
        (_partTotals, _part, _inside, _inPart) = (totals, scope, true, new Tally());
        _section = new SectionTally(new ReportSection { Id = totals.Id, Account = totals.Account?.Identification ?? "", Date = totals.Date });
        Add(new ReportItem.SectionStart(_section.Section));
    }

    private void CloseSection()
    {
        _inside = false;
        Add(_section!.Close(_inPart.Differences(_partTotals!, _xml.PlaceOf(_part))));
    }

    private void End(IReadOnlyList<ReportFinding> findings)
    {
        _xml.Finish(_document);
        End();
        Add(new ReportItem.FileEnd(findings));
    }

    /// <summary>Transfers added up, beside what a header states.</summary>
    private sealed class Tally
    {
        private Int128 _sumMinor;
        private string? _currency;
        private string? _otherCurrency;
        private ControlSum _sum;

        public long Count { get; private set; }

        public void Add(CurrencyAmount amount)
        {
            Count++;
            _sum += amount;
            _sumMinor += amount.AmountMinor;
            if (_currency is null)
                _currency = amount.Currency;
            else if (_currency != amount.Currency)
                _otherCurrency ??= amount.Currency;
        }

        public List<ReportFinding> Differences(TransferTotals stated, MessagePlace place)
        {
            var findings = new List<ReportFinding>();
            if (stated.Count is { } count && count != Count)
                findings.Add(new("record-count", $"{count}", $"{Count}", place, $"'{stated.Id}' states {count} transfers, {Count} are listed"));
            if (stated.Sum is { } sum && sum != _sum)
                findings.Add(new("control-total", $"{sum}", $"{_sum}", place, $"'{stated.Id}' states a control sum of {sum}, the transfers sum to {_sum}"));
            if (stated.Total is not { } total || Count == 0)
                return findings;
            var foreign = _otherCurrency ?? (_currency == total.Currency ? null : _currency);
            var found = $"{DecimalText.Format(_sumMinor, total.MinorUnitDigits)} {total.Currency}";
            if (foreign is not null)
                findings.Add(new("entry-currency", total.Currency, foreign, place, $"'{stated.Id}' states a total of {total}, but a transfer is in {foreign}"));
            else if (_sumMinor != total.AmountMinor)
                findings.Add(new("control-total", $"{total}", found, place, $"'{stated.Id}' states a total of {total}, the transfers sum to {found}"));
            return findings;
        }
    }
}
