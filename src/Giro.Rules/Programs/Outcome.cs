namespace Giro.Rules.Programs;

/// <summary>How a run ended.</summary>
public enum Fault : byte
{
    /// <summary>It reached the end: the outputs hold.</summary>
    None = 0,

    /// <summary>A result does not fit 64 bits.</summary>
    Overflow = 1,

    DivisionByZero = 2,

    /// <summary>A lookup found nothing, or a value below the first tier.</summary>
    NotInTable = 3,

    /// <summary>A weight below zero, or weights that come to zero.</summary>
    WeightsInvalid = 4,
}

/// <param name="Instruction">Where it stopped; -1 when it did not.</param>
public readonly record struct Outcome(Fault Fault, int Instruction)
{
    public static Outcome Done { get; } = new(Fault.None, -1);

    public bool IsDone => Fault == Fault.None;
}

/// <summary>A compiled program: runs in a frame of <see cref="RuleProgram.NewFrame"/>. Thread-safe over different frames.</summary>
public delegate Outcome CompiledProgram(long[] frame);
