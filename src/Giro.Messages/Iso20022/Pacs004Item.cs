namespace Giro.Messages.Iso20022;

/// <summary>
/// What <see cref="Pacs004Reader.Read"/> returns: one <see cref="ReturnStart"/>, any number of <see cref="Transaction"/>, one <see cref="ReturnEnd"/>. The set is
/// closed.
/// </summary>
public abstract record Pacs004Item
{
    private Pacs004Item() { }

    /// <param name="Version">of the message, e.g. <c>pacs.004.001.10</c></param>
    public sealed record ReturnStart(string Version, PaymentReturn Return) : Pacs004Item;

    /// <param name="Findings">what is odd about this transaction alone; usually empty</param>
    public sealed record Transaction(ReturnedTransaction Value, MessagePlace Place, IReadOnlyList<ReturnFinding> Findings) : Pacs004Item;

    /// <param name="TransactionCount">transactions listed</param>
    /// <param name="Sum">of the returned amounts, whatever their currencies</param>
    /// <param name="Findings">what does not agree about the message as a whole</param>
    public sealed record ReturnEnd(PaymentReturn Return, long TransactionCount, ControlSum Sum, IReadOnlyList<ReturnFinding> Findings) : Pacs004Item;
}
