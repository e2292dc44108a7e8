namespace Giro.Messages.Iso20022;

/// <summary>
/// Reads bank statements in camt.053.001.02 and later (ISO 20022 BankToCustomerStatement), one entry at a time: memory is bounded by the largest
/// entry. Amounts become minor units exactly. DTDs are refused and nothing outside the stream is opened. Elements that are not needed are
/// passed over unread; <see cref="Iso20022Schema"/> checks the rest where that is wanted.
/// <code>
/// using var reader = new Camt053Reader(file, "today.xml", currencies.MinorUnitDigits);
/// while (reader.Read() is { } item)
///     switch (item) { case Camt053Item.StatementStart start: ...; case Camt053Item.Entry entry: ...; case Camt053Item.StatementEnd end: ...; }
/// </code>
/// Entries come before it is known whether their statement is whole and adds up, so what is done with them must be undone, or not yet be
/// committed, until its StatementEnd has come, and until Read has returned null for the file.
/// </summary>
public sealed class Camt053Reader : IDisposable
{
    private static readonly CamtItems<Camt053Item> Items = new(
        static (version, message, header) => new Camt053Item.StatementStart(version, message, header),
        static (entry, _, findings) => new Camt053Item.Entry(entry, findings),
        static (header, totals, findings) => new Camt053Item.StatementEnd(header, totals, findings));

    private readonly CamtReportReader<Camt053Item> _reader;

    /// <param name="input">XML in any encoding that it declares; left open</param>
    /// <param name="fileName">what errors call the input; it is not opened</param>
    /// <param name="minorUnitDigits">
    /// decimals of an ISO 4217 currency code, e.g. CZK to 2; a negative answer or a <see cref="KeyNotFoundException"/> says that the code is unknown,
    /// which makes the message unreadable
    /// </param>
    public Camt053Reader(Stream input, string fileName, Func<string, int> minorUnitDigits) =>
        _reader = new CamtReportReader<Camt053Item>(new MessageXmlReader(input, fileName, minorUnitDigits), CamtForm.Statement, Items);

    /// <summary>The next item, or null after the last one, when the file has been read to its end and was well-formed.</summary>
    /// <exception cref="MessageFormatException">the message cannot be read; the reader is of no more use</exception>
    public Camt053Item? Read() => _reader.Read();

    public void Dispose() => _reader.Dispose();
}
