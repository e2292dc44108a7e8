using System.Globalization;
using System.Text;
using Giro.Messages.Tables;

namespace Giro.Messages.Tests.Tables;

public class DatePatternTests
{
    [Theory]
    [InlineData("yyyyMMdd", "20261122", "2026-11-22")]
    [InlineData("yyyy-MM-dd", "2024-02-29", "2024-02-29")]
    [InlineData("yyyy-MM-dd", "2026-02-29", null)]
    [InlineData("yyyy-MM-dd", "2026-02-30", null)]
    [InlineData("yyyy-MM-dd", "2026-13-01", null)]
    [InlineData("yyyy-MM-dd", "2026-11-00", null)]
    [InlineData("yyyy-MM-dd", "0000-11-01", null)]
    [InlineData("yyyy-MM-dd", "2026-11-22 ", null)]
    [InlineData("yyyy-MM-dd", "2026-11-2", null)]
    [InlineData("yyyy-MM-dd", "", null)]
    [InlineData("dd.MM.yyyy", "01.12.2026", "2026-12-01")]
    [InlineData("MM/dd/yyyy", "12/01/2026", "2026-12-01")]
    [InlineData("M/d/yyyy", "2/1/2026", "2026-02-01")]
    [InlineData("M/d/yyyy", "12/31/2026", "2026-12-31")]
    [InlineData("yyMMdd", "930101", "1993-01-01")]
    [InlineData("yyMMdd", "261231", "2026-12-31")]
    [InlineData("dd MMM yyyy", "05 FEB 2026", "2026-02-05")]
    [InlineData("dd MMM yyyy", "05 Fev 2026", null)]
    [InlineData("yyyy年MM月dd日", "2019年09月16日", "2019-09-16")]
    [InlineData("yyyy-MM-dd HH:mm:ss", "2020-11-29 06:23:58", "2020-11-29 06:23:58")]
    [InlineData("yyyy-MM-dd HH:mm:ss", "2020-11-29 24:00:00", null)]
    [InlineData("yyyyMMddHHmmss", "20201129062358", "2020-11-29 06:23:58")]
    [InlineData("yyyy-MM-ddTHH:mm:ss.fff'Z'", "2020-11-29T06:23:58.123Z", "2020-11-29 06:23:58")]
    [InlineData("HH:mm", "06:23", "06:23:00")]
    [InlineData("H:mm", "6:60", null)]
    public void A_day_is_read_as_the_pattern_says_and_exists(string pattern, string text, string? expected)
    {
        var compiled = DatePattern.Compile(pattern);
        string? read = null;
        if (compiled.TryParse(Encoding.UTF8.GetBytes(text), out var day, out var second))
        {
            var time = second < 0 ? "" : TimeOnly.MinValue.Add(TimeSpan.FromSeconds(second)).ToString("HH:mm:ss", CultureInfo.InvariantCulture);
            read = $"{(compiled.HasDate ? DateOnly.FromDayNumber(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "")} {time}".Trim();
        }

        Assert.Equal(expected, read);
    }

    [Fact]
    public void Every_day_of_four_centuries_and_no_other_is_read()
    {
        var pattern = DatePattern.Compile("yyyyMMdd");
        for (var year = 1900; year < 2300; year += 7)
        {
            for (var month = 0; month <= 13; month++)
            {
                for (var day = 0; day <= 32; day++)
                {
                    var text = $"{year:0000}{month:00}{day:00}";
                    var exists = DateOnly.TryParseExact(text, "yyyyMMdd", out var expected);
                    Assert.Equal(exists, pattern.TryParse(Encoding.UTF8.GetBytes(text), out var read, out _));
                    if (exists) Assert.Equal(expected.DayNumber, read);
                }
            }
        }
    }

    [Theory]
    [InlineData("yyyy-MM", "a day has a year, a month and a day")]
    [InlineData("mm:ss", "a time has an hour")]
    [InlineData("x", "it has neither a day nor a time")]
    [InlineData("yyyyMMddyy", "the year stands in it twice")]
    [InlineData("yyy-MM-dd", "'yyy' has no meaning; write it between apostrophes if it stands for itself")]
    [InlineData("yyyyMMdd'T", "an apostrophe is not closed")]
    public void A_pattern_that_gives_no_day_or_time_is_refused(string pattern, string error)
    {
        Assert.Null(DatePattern.TryCompile(pattern, out var found));
        Assert.Equal(error, found);
    }
}
