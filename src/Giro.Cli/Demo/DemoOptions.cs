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

    /// <summary>Called when all payments are cleared and no cycle is closed; for tests that spoil something.</summary>
    public Action<DayContext>? BeforeClose { get; init; }

    /// <summary>Called with each file of the bank before anybody has read it; for tests that spoil something.</summary>
    public Action<string>? AfterBankAnswer { get; init; }
}
