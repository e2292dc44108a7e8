namespace Giro.Messages.Swift;

/// <summary>
/// Field 86. SWIFT leaves its text free; banks structure it in one of two ways, which are recognised:
/// <code>
/// 166?00GUTSCHRIFT?100399?20EREF+E-1?21SVWZ+Invoice 7?30DRESDEFF?31DE14...?32KARL?33KAUFMANN     business transaction code, then subfields of two digits
/// /TRTP/SEPA OVERBOEKING/IBAN/NL.../NAME/J. Jansen/REMI/Invoice 7/EREF/E-1                      code words between slashes
/// </code>
/// </summary>
public sealed record InformationToAccountOwner
{
    /// <summary>As it stands, lines joined by <c>\n</c>.</summary>
    public required string Text { get; init; }

    /// <summary>Business transaction code of three digits (in Germany, GVC); empty when the field is not structured by subfields.</summary>
    public string TransactionCode { get; init; } = "";

    /// <summary>In the order of the field, of those structured by subfields.</summary>
    public IReadOnlyList<InformationSubfield> Subfields { get; init; } = [];

    /// <summary>By code word, e.g. <c>EREF</c>, <c>SVWZ</c>, <c>IBAN</c>: of <c>EREF+</c> at the start of a subfield, or <c>/EREF/</c>. A word that comes again
    /// is joined.</summary>
    public IReadOnlyDictionary<string, string> Codes { get; init; } = NoCodes;

    public bool IsStructured => TransactionCode.Length > 0 || Codes.Count > 0;

    public string PostingText => Joined(0, 0);

    public string PrimaNota => Joined(10, 10);

    /// <summary>What the payment is for: subfields 20 to 29 and 60 to 63.</summary>
    public string Purpose => Joined(20, 29) + Joined(60, 63);

    /// <summary>Of the counterparty: bank code or BIC.</summary>
    public string BankCode => Joined(30, 30);

    /// <summary>Of the counterparty: account number or IBAN.</summary>
    public string Account => Joined(31, 31);

    /// <summary>Of the counterparty.</summary>
    public string Name => Joined(32, 33);

    /// <summary>Subfield 34: of a return, why.</summary>
    public string TextKeyExtension => Joined(34, 34);

    private static readonly Dictionary<string, string> NoCodes = [];

    /// <summary>The text of the subfields in a range of numbers, one after the other.</summary>
    public string Joined(int first, int last) =>
        string.Concat(Subfields.Where(field => field.Number >= first && field.Number <= last).Select(field => field.Text));
}

/// <param name="Number">0 to 99</param>
public readonly record struct InformationSubfield(int Number, string Text);
