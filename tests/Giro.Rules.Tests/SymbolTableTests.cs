using Giro.Rules.Programs;

namespace Giro.Rules.Tests;

public sealed class SymbolTableTests
{
    [Fact]
    public void A_text_keeps_its_number_and_the_empty_text_is_0()
    {
        var symbols = new SymbolTable();
        Assert.Equal(0, symbols.Intern(""));
        var numbers = Enumerable.Range(0, 1000).Select(i => symbols.Intern($"M{i}")).ToArray();
        Assert.Equal(1000, numbers.Distinct().Count());
        Assert.Equal(numbers[7], symbols.Intern("M7"));
        Assert.Equal("M999", symbols.Text(numbers[999]));
    }
}
