namespace Giro.Operations.Intake.Berka;

/// <summary>One day of the bank. A day on which nothing was opened, booked or refused is not there.</summary>
/// <param name="Date">The booking date.</param>
/// <param name="Opened">The accounts opened on it, in the order of account.asc. They come before the day's transactions.</param>
/// <param name="Chained">The transactions that chain, ready to post: accounts by their first row of the day, each in posting order.</param>
/// <param name="Unchained">The transactions that do not chain, with their lines.</param>
/// <param name="Errors">
/// Rows of trans.asc that were refused, in file order. A row whose date cannot be trusted is with the day the reader was in.
/// </param>
public sealed record BerkaDay(
    DateOnly Date,
    IReadOnlyList<BerkaAccount> Opened,
    IReadOnlyList<ChainedTransaction> Chained,
    IReadOnlyList<UnchainedTransaction> Unchained,
    IReadOnlyList<BerkaRowError> Errors);
