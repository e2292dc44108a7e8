namespace Giro.Operations.Intake;

/// <summary>Where in a payment's way it was refused.</summary>
public enum RejectionStage : byte
{
    None = 0,

    /// <summary>The line is not a payment message.</summary>
    Intake = 1,

    /// <summary>The message is well-formed and the rules say no.</summary>
    Decision = 2,

    /// <summary>The ledger refused the entry.</summary>
    Ledger = 3,
}

/// <summary>A refused line, as reported to whoever sent the file.</summary>
/// <param name="File">Name without folder.</param>
/// <param name="Line">From 1.</param>
/// <param name="Field">The JSON field that it is about; empty where it is about the whole.</param>
/// <param name="Reason">Name of the <see cref="IntakeReason"/>, the decision's reason or the ledger's status.</param>
/// <param name="Reference">The payment's id where it could be read; else empty.</param>
/// <param name="Detail">What else there is to say, such as which rule had no answer; mostly empty.</param>
public readonly record struct IntakeRejection(string File, long Line, RejectionStage Stage, string Field, string Reason, string Reference, string Detail = "");
