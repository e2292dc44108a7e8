namespace Giro.Messages.Iso20022;

/// <summary>
/// Reads intraday account reports in camt.052.001.02 and later (ISO 20022 BankToCustomerAccountReport), one entry at a time: memory is bounded by
/// the largest entry. Its balances are those of a moment and need not follow from the entries, so they are not
/// added up. Amounts become minor units exactly. DTDs are refused and nothing outside the stream is opened. Elements that are not needed are passed
/// over unread; <see cref="Iso20022Schema"/> checks the rest where that is wanted.
/// <code>
/// using var reader = new Camt052Reader(file, "noon.xml", currencies.MinorUnitDigits);
/// while (reader.Read() is { } item)
///     switch (item) { case Camt052Item.ReportStart start: ...; case Camt052Item.Entry entry: ...; case Camt052Item.ReportEnd end: ...; }
/// </code>
/// Entries come before it is known whether their report is whole, so what is done with them must be undone, or not yet be
/// committed, until its ReportEnd has come, and until Read has returned null for the file.
/// </summary>
public sealed class Camt052Reader : IDisposable
{
    private static readonly CamtItems<Camt052Item> Items = new(
        static (version, message, header) => new Camt052Item.ReportStart(version, message, header),
        static (entry, _, findings) => new Camt052Item.Entry(entry, findings),
        static (header, totals, findings) => new Camt052Item.ReportEnd(header, totals, findings));

    private readonly CamtReportReader<Camt052Item> _reader;

    /// <param name="input">XML in any encoding that it declares; left open</param>
    /// <param name="fileName">what errors call the input; it is not opened</param>
    /// <param name="minorUnitDigits">
    /// decimals of an ISO 4217 currency code, e.g. CZK to 2; a negative answer or a <see cref="KeyNotFoundException"/> says that the code is unknown,
    /// which makes the message unreadable
    /// </param>
    public Camt052Reader(Stream input, string fileName, Func<string, int> minorUnitDigits) =>
        _reader = new CamtReportReader<Camt052Item>(new MessageXmlReader(input, fileName, minorUnitDigits), CamtForm.Report, Items);

    /// <summary>The next item, or null after the last one, when the file has been read to its end and was well-formed.</summary>
    /// <exception cref="MessageFormatException">the message cannot be read; the reader is of no more use</exception>
    public Camt052Item? Read() => _reader.Read();

    public void Dispose() => _reader.Dispose();
}
