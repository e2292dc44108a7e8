namespace Giro.Messages.Iso20022;

/// <summary>
/// Reads debit and credit notifications in camt.054.001.02 and later (ISO 20022 BankToCustomerDebitCreditNotification), one entry at a time:
/// memory is bounded by the largest entry. A notification has no balances; what it can be checked by is its summary and, for each entry, the payments
/// that the entry lists. A returned payment is a credit whose detail has <see cref="EntryDetail.Return"/> and the end-to-end id it was
/// sent with. Amounts become minor units exactly. DTDs are refused and nothing outside the stream is opened. Elements that are not needed are passed
/// over unread; <see cref="Iso20022Schema"/> checks the rest where that is wanted.
/// <code>
/// using var reader = new Camt054Reader(file, "notified.xml", currencies.MinorUnitDigits);
/// while (reader.Read() is { } item)
///     switch (item) { case Camt054Item.NotificationStart start: ...; case Camt054Item.Entry entry: ...; case Camt054Item.NotificationEnd end: ...; }
/// </code>
/// Entries come before it is known whether their notification is whole, so what is done with them must be undone, or not yet be
/// committed, until its NotificationEnd has come, and until Read has returned null for the file.
/// </summary>
public sealed class Camt054Reader : IDisposable
{
    private static readonly CamtItems<Camt054Item> Items = new(
        static (version, message, header) => new Camt054Item.NotificationStart(version, message, header),
        static (entry, _, findings) => new Camt054Item.Entry(entry, findings),
        static (header, totals, findings) => new Camt054Item.NotificationEnd(header, totals, findings));

    private readonly CamtReportReader<Camt054Item> _reader;

    /// <param name="input">XML in any encoding that it declares; left open</param>
    /// <param name="fileName">what errors call the input; it is not opened</param>
    /// <param name="minorUnitDigits">
    /// decimals of an ISO 4217 currency code, e.g. CZK to 2; a negative answer or a <see cref="KeyNotFoundException"/> says that the code is unknown,
    /// which makes the message unreadable
    /// </param>
    public Camt054Reader(Stream input, string fileName, Func<string, int> minorUnitDigits) =>
        _reader = new CamtReportReader<Camt054Item>(new MessageXmlReader(input, fileName, minorUnitDigits), CamtForm.Notification, Items);

    /// <summary>The next item, or null after the last one, when the file has been read to its end and was well-formed.</summary>
    /// <exception cref="MessageFormatException">the message cannot be read; the reader is of no more use</exception>
    public Camt054Item? Read() => _reader.Read();

    public void Dispose() => _reader.Dispose();
}
