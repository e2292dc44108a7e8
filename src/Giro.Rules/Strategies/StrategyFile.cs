using System.Security.Cryptography;
using System.Text;
using Giro.Rules.Programs;
using Giro.Rules.Text;

namespace Giro.Rules.Strategies;

/// <summary>Loads a file of rules: one strategy or one accounting, verified.</summary>
public static class StrategyFile
{
    /// <summary>In characters: 1 Mi.</summary>
    public const int MaxLength = 1 << 20;

    /// <summary>Never throws for what stands in the text; all that is wrong is told at once, up to a hundred errors.</summary>
    /// <param name="source">A name for messages, such as the file's.</param>
    /// <param name="symbols">Where texts get the numbers that programs and payments have them by.</param>
    /// <param name="digitsOfCurrency">Minor units of a currency by its code; null when it is unknown.</param>
    public static StrategyLoad Load(string text, string source, SymbolTable symbols, Func<string, int?> digitsOfCurrency)
    {
        var errors = new Diagnostics(source);
        if (text.Length > MaxLength)
        {
            errors.Add(new Position(1, 1), "too-large", $"the text has {text.Length} characters, more than {MaxLength}", "divide it into several strategies");
            return new StrategyLoad(null, null, errors.Sorted());
        }

        var file = Parser.Parse(text, errors);
        if (file.Declarations is not [HeaderSyntax header, ..])
        {
            var at = file.Declarations.Count > 0 ? file.Declarations[0].At : new Position(1, 1);
            if (errors.Count == 0 || file.Declarations.Count > 0) errors.Add(at, "header", "the text does not say what it is", "begin with `strategy NAME version 1` or `accounting NAME version 1`");
            return new StrategyLoad(null, null, errors.Sorted());
        }

        errors.IsWhole = errors.Count == 0;
        Strategy? strategy = null;
        AccountingRules? accounting = null;
        if (header.What == "strategy") strategy = new StrategyVerifier(file, symbols, errors).Verify(header, text, digitsOfCurrency);
        else accounting = new AccountingVerifier(file, symbols, errors).Verify(header, text, digitsOfCurrency);
        return errors.Count == 0 ? new StrategyLoad(strategy, accounting, []) : new StrategyLoad(null, null, errors.Sorted());
    }

    internal static string HashOf(RuleFile file) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(StrategyPrinter.Print(file, comments: false))));
}
