using System.Globalization;
using System.Text;
using System.Xml;

namespace Giro.Messages.Iso20022;

/// <summary>
/// XmlWriter with the ISO 20022 data types. Every value is checked before it is written, and an error says the field and the record.
/// Disposing after an error leaves the document unfinished on purpose: half a message must not look like a whole one.
/// </summary>
internal sealed class MessageXmlWriter : IDisposable
{
    // Fixed encoding, line ends and layout: the same input gives the same bytes on every machine. Entitize keeps a carriage return in a text.
    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
        IndentChars = " ",
        NewLineChars = "\n",
        NewLineHandling = NewLineHandling.Entitize,
        CloseOutput = false,
        WriteEndDocumentOnClose = false,
    };

    private readonly XmlWriter _xml;
    private readonly string _namespace;
    private string _group = "";
    private string _record = "";
    private long _recordNumber;

    /// <param name="messageName">e.g. <c>pain.001.001.10</c></param>
    public MessageXmlWriter(Stream output, string messageName)
    {
        _xml = XmlWriter.Create(output, Settings);
        _namespace = "urn:iso:std:iso:20022:tech:xsd:" + messageName;
        _xml.WriteStartDocument();
        Open("Document");
    }

    /// <summary>Says which record is being written, for errors: <c>At("statement 'S1'", "entry", 17)</c>.</summary>
    public void At(string group, string record = "", long recordNumber = 0) => (_group, _record, _recordNumber) = (group, record, recordNumber);

    public void Open(string element) => _xml.WriteStartElement(element, _namespace);

    public void Close() => _xml.WriteEndElement();

    public void Finish()
    {
        Close();
        _xml.WriteEndDocument();
        _xml.Flush();
    }

    public void Text(string element, string value, int maxLength, string field)
    {
        Check(FieldCheck.Text(value, maxLength), field);
        _xml.WriteElementString(element, _namespace, value);
    }

    public void OptionalText(string element, string? value, int maxLength, string field)
    {
        if (value is not null)
            Text(element, value, maxLength, field);
    }

    /// <param name="element"><c>UETR</c> or <c>OrgnlUETR</c></param>
    public void OptionalUetr(string element, string? value, string field)
    {
        if (value is null)
            return;
        Check(FieldCheck.Uetr(value), field);
        Raw(element, value);
    }

    /// <summary>An element that holds one text element, e.g. <c>Sts/Cd</c>.</summary>
    public void Nested(string parent, string element, string value, int maxLength, string field)
    {
        Open(parent);
        Text(element, value, maxLength, field);
        Close();
    }

    public void Amount(string element, CurrencyAmount amount, string field)
    {
        Check(FieldCheck.Amount(amount), field);
        _xml.WriteStartElement(element, _namespace);
        _xml.WriteAttributeString("Ccy", amount.Currency);
        _xml.WriteString(DecimalText.Format(amount.AmountMinor, amount.MinorUnitDigits));
        Close();
    }

    public void Side(string element, CreditDebit side, string field)
    {
        Check(side is CreditDebit.Credit or CreditDebit.Debit ? null : "is not set", field);
        Raw(element, CreditDebitCode.Of(side));
    }

    public void Currency(string element, string currency, string field)
    {
        Check(FieldCheck.Currency(currency), field);
        Raw(element, currency);
    }

    /// <summary>Max15NumericText, or a Number of at most 18 digits.</summary>
    public void Number(string element, long number, int maxDigits, string field)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        Check(number < 0 ? "is negative" : text.Length > maxDigits ? $"has more than {maxDigits} digits" : null, field);
        Raw(element, text);
    }

    public void Date(string element, DateOnly date) => Raw(element, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>Seconds, and fractions only where there are some; always with the offset, so that nobody has to guess.</summary>
    public void DateTime(string element, DateTimeOffset time) =>
        Raw(element, time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture));

    public void Account(string element, BankAccount account, string field, string? currency = null)
    {
        Open(element);
        AccountId(account, field);
        if (currency is not null)
            Currency("Ccy", currency, field + " currency");
        Close();
    }

    /// <summary>AccountIdentification4Choice.</summary>
    public void AccountId(BankAccount account, string field)
    {
        Open("Id");
        switch (account)
        {
            case BankAccount.Iban iban:
                Check(FieldCheck.Iban(iban.Value), field);
                Raw("IBAN", iban.Value);
                break;
            case BankAccount.Other other:
                Nested("Othr", "Id", other.Value, 34, field);
                break;
            default:
                throw Refusal("is not set", field);
        }

        Close();
    }

    public void Agent(string element, BankAgent agent, string field)
    {
        Open(element);
        Open("FinInstnId");
        switch (agent)
        {
            case BankAgent.Bic bic:
                Check(FieldCheck.Bic(bic.Value), field);
                Raw("BICFI", bic.Value);
                break;
            case BankAgent.ClearingMember member:
                Open("ClrSysMmbId");
                if (member.SystemCode is not null)
                    Nested("ClrSysId", "Cd", member.SystemCode, 5, field + " clearing system");
                Text("MmbId", member.MemberId, 35, field);
                Close();
                break;
            default:
                throw Refusal("is not set", field);
        }

        Close();
        Close();
    }

    /// <summary>A value that is known to be well-formed.</summary>
    public void Raw(string element, string value) => _xml.WriteElementString(element, _namespace, value);

    public void Check(string? complaint, string field)
    {
        if (complaint is not null)
            throw Refusal(complaint, field);
    }

    public void Dispose() => _xml.Dispose();

    private ArgumentException Refusal(string complaint, string field)
    {
        var record = _record.Length == 0 ? "" : $", {_record} {_recordNumber}";
        return new ArgumentException($"{field} {complaint} ({_group}{record})");
    }
}
