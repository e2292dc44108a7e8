namespace Giro.Operations.Intake.Berka;

/// <summary>The refused rows of one file or one day, bounded: a file that is nothing but refused rows must not fill the memory with them.</summary>
internal sealed class ErrorList
{
    private readonly List<BerkaRowError> _errors = [];

    public IReadOnlyList<BerkaRowError> Items => _errors;

    /// <exception cref="BerkaFileException">There are more than <see cref="BerkaDays.MaxErrors"/>.</exception>
    public void Add(BerkaRowError error)
    {
        if (_errors.Count == BerkaDays.MaxErrors)
            throw new BerkaFileException(error.File, $"more than {BerkaDays.MaxErrors} rows are refused; the first: {_errors[0]}");
        _errors.Add(error);
    }
}
