using Giro.Operations.Institution.Cycles;

namespace Giro.Operations.Tests.Institution.Cycles;

public sealed class CycleIdTests
{
    [Theory]
    [InlineData(1, "2026-11-11", 2, 1_20261111_000002L, "S1-20261111-2")]
    [InlineData(12, "2024-02-29", 1, 12_20240229_000001L, "S12-20240229-1")]
    [InlineData(9999, "9999-12-31", 99, 9999_99991231_000099L, "S9999-99991231-99")]
    [InlineData(7, "0001-01-01", 41, 7_00010101_000041L, "S7-41")]
    [InlineData(9999, "0001-01-01", 999_999, 9999_00010101_999999L, "S9999-999999")]
    public void A_cycle_is_a_number_and_a_text_and_comes_back_from_both(int schedule, string date, int number, long value, string text)
    {
        var cycle = new CycleId(schedule, DateOnly.Parse(date), number);
        Assert.Equal((value, text), (cycle.Value, cycle.ToString()));
        Assert.Equal(cycle, CycleId.FromValue(value));
        Assert.True(CycleId.TryParse(text, out var parsed));
        Assert.Equal(cycle, parsed);
        Assert.InRange(text.Length, 1, 20);
        var (lowest, highest) = CycleId.ValuesOf(schedule);
        Assert.InRange(value, lowest, highest);
    }

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("S1")]
    [InlineData("S1-")]
    [InlineData("S0-1")]
    [InlineData("S1-0")]
    [InlineData("S01-1")]
    [InlineData("S1-01")]
    [InlineData("S1-1000000")]
    [InlineData("S10000-1")]
    [InlineData("T1-20261111-1")]
    [InlineData("s1-20261111-1")]
    [InlineData("S1-20261131-1")]
    [InlineData("S1-00010101-1")]
    [InlineData("S1-2026111-1")]
    [InlineData("S1-20261111-1-1")]
    [InlineData("S1-20261111-1 ")]
    [InlineData("S+1-20261111-1")]
    [InlineData("S1-20261111--1")]
    public void Another_text_is_no_cycle(string text) => Assert.False(CycleId.TryParse(text, out _));

    [Theory]
    [InlineData(0L)]
    [InlineData(-1L)]
    [InlineData(20261111_000001L)]
    [InlineData(1_20261111_000000L)]
    [InlineData(1_20261131_000001L)]
    [InlineData(1_20260001_000001L)]
    [InlineData(10000_20261111_000001L)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Another_number_is_no_cycle(long value) => Assert.Throws<ArgumentOutOfRangeException>(() => CycleId.FromValue(value));
}
