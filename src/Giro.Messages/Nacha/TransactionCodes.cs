namespace Giro.Messages.Nacha;

/// <summary>
/// Transaction codes of entries. The first digit is the kind of account, the second what is done:
/// <code>
///                 credit: return  live  prenote  zero   debit: return  live  prenote  zero
/// checking   2x            21     22      23     24             26     27      28     29
/// savings    3x            31     32      33     34             36     37      38     39
/// ledger     4x            41     42      43     44             46     47      48     49
/// loan       5x            51     52      53     54             56     55 (a reversal)
/// </code>
/// </summary>
public static class TransactionCodes
{
    public static bool IsKnown(string code) =>
        code.Length == 2 && code[0] is >= '2' and <= '5' && code[1] is >= '1' and <= '9' && (code[1] != '5' || code[0] == '5')
            && (code[0] != '5' || code[1] <= '6');

    /// <summary>By the second digit; an unknown code goes to the side that it would be on.</summary>
    public static bool IsCredit(string code) => code[1] is >= '0' and <= '4';

    /// <summary>A test of the account, without money.</summary>
    public static bool IsPrenote(string code) => IsKnown(code) && code[1] is '3' or '8';
}
