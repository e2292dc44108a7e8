using Giro.Operations.Decision;

namespace Giro.Cli.Demo;

/// <param name="Payments">That should be accepted.</param>
/// <param name="Folder">Where book, records and files go; must hold no book.</param>
/// <param name="SchemaFolder">XML schemas of ISO 20022; null when they are not at hand.</param>
internal sealed record DemoOptions(int Payments, ulong Seed, string Folder, string? SchemaFolder)
{
    /// <summary>A Wednesday, so that the day before and after are business days too.</summary>
    public DateOnly Date { get; init; } = new(2026, 11, 11);

    /// <summary>Called when the intake files are written and nothing has read them; for tests that spoil something.</summary>
    public Action<DayPlan, IReadOnlyList<IntakeFile>>? AfterGeneration { get; init; }

    /// <summary>Called when the bank has answered and nobody has read the statement; for tests that spoil something.</summary>
    public Action<string>? AfterBankAnswer { get; init; }
}
