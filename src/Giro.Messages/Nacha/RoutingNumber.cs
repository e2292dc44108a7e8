namespace Giro.Messages.Nacha;

/// <summary>Routing numbers of nine digits (ABA). The last is such that 3 7 1 3 7 1 3 7 1 times the digits sum to a multiple of ten.</summary>
public static class RoutingNumber
{
    public static bool IsValid(ReadOnlySpan<char> nineDigits) =>
        nineDigits.Length == 9 && !nineDigits.ContainsAnyExceptInRange('0', '9') && CheckDigit(nineDigits[..8]) == nineDigits[8] - '0';

    /// <param name="eightDigits">digits</param>
    public static int CheckDigit(ReadOnlySpan<char> eightDigits)
    {
        ReadOnlySpan<int> weights = [3, 7, 1, 3, 7, 1, 3, 7];
        var sum = 0;
        for (var i = 0; i < 8; i++) sum += (eightDigits[i] - '0') * weights[i];
        return (10 - sum % 10) % 10;
    }
}
