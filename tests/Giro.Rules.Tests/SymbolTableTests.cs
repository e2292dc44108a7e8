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

    [Fact]
    public void What_is_forgotten_gives_its_number_to_others()
    {
        var symbols = new SymbolTable();
        var kept = symbols.Intern("kept");
        var count = symbols.Count;
        var forgotten = symbols.Intern("forgotten".AsSpan());
        Assert.Equal(forgotten, symbols.Intern("forgotten"));
        symbols.Forget(count);
        Assert.Equal(count, symbols.Count);
        Assert.Equal(forgotten, symbols.Intern("other"));
        Assert.Equal("other", symbols.Text(forgotten));
        Assert.NotEqual(forgotten, symbols.Intern("forgotten"));
        Assert.Equal(kept, symbols.Intern("kept"));
        Assert.Equal(0, symbols.Intern(""));
        Assert.Throws<ArgumentOutOfRangeException>(() => symbols.Forget(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => symbols.Forget(symbols.Count + 1));
    }
}
