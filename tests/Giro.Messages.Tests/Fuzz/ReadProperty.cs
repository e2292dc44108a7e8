using System.Diagnostics;
using Giro.Messages.Reports;

namespace Giro.Messages.Tests.Fuzz;

/// <summary>
/// What holds for every reader and every input: it gives items in their order and ends, or it says with a <see cref="MessageFormatException"/> why it cannot; it needs
/// time and memory in proportion to the file; and the totals of a section are those of the lines that it gave.
/// </summary>
internal static class ReadProperty
{
    private const long MemoryBytes = 64L * 1024 * 1024;

    // Generous, as machines may be busy; what goes wrong takes minutes.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <returns>whether the file was read to its end</returns>
    public static bool Holds(byte[] file, Func<Stream, IReportReader> open)
    {
        var clock = Stopwatch.StartNew();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var isRead = Read(file, open);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Patience);
        // What is allocated over time bounds from above what is held at once.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, MemoryBytes + 500L * file.Length);
        return isRead;
    }

    private static bool Read(byte[] file, Func<Stream, IReportReader> open)
    {
        try
        {
            using var input = new MemoryStream(file);
            using var reader = open(input);
            var order = new Order(maxItems: file.Length + 100);
            while (reader.Read() is { } item)
                order.Add(item);
            order.End();
            Assert.NotEmpty(reader.Format);
            return true;
        }
        catch (MessageFormatException e)
        {
            Assert.NotEmpty(e.Reason);
            Assert.True(e.Line >= 0 && e.Column >= 0, e.Message);
            return false;
        }
    }

    private sealed class Order(long maxItems)
    {
        private long _items;
        private long _number;
        private long _lines;
        private Int128 _netMinor;
        private Int128 _bookedMinor;
        private bool _inSection;
        private bool _ended;
        private string _currency = "";
        private bool _oneCurrency = true;

        public void Add(ReportItem item)
        {
            Assert.False(_ended, "an item comes after the end of the file");
            Assert.True(++_items <= maxItems, "there are more items than the file has bytes");
            switch (item)
            {
                case ReportItem.SectionStart start:
                    Assert.False(_inSection, "a section starts in a section");
                    Assert.NotNull(start.Section.Id);
                    (_inSection, _lines, _netMinor, _bookedMinor, _currency, _oneCurrency) = (true, 0, 0, 0, "", true);
                    break;
                case ReportItem.Line line:
                    Assert.True(_inSection, "a line stands in no section");
                    AddLine(line.Value);
                    AssertFindings(line.Findings);
                    break;
                case ReportItem.SectionEnd end:
                    Assert.True(_inSection, "a section ends that did not start");
                    _inSection = false;
                    AssertFindings(end.Findings);
                    AssertTotals(end);
                    break;
                case ReportItem.FileEnd end:
                    Assert.False(_inSection, "the file ends in a section");
                    _ended = true;
                    AssertFindings(end.Findings);
                    break;
            }
        }

        public void End() => Assert.True(_ended, "the file ends without its end");

        private void AddLine(ReportLine line)
        {
            Assert.True(line.Number > _number, $"line {line.Number} comes after line {_number}");
            _number = line.Number;
            _lines++;
            Assert.True(line.Place.Line >= 0);
            if (line.Currency.Length == 0)
            {
                Assert.Equal(0, line.AmountMinor);
                return;
            }

            Assert.True(FuzzSeeds.Digits(line.Currency) >= 0, $"the unknown currency {line.Currency} is given");
            _oneCurrency &= _currency.Length == 0 || _currency == line.Currency;
            _currency = line.Currency;
            _netMinor += line.AmountMinor;
            if (line.IsBooked)
                _bookedMinor += line.AmountMinor;
        }

        private void AssertTotals(ReportItem.SectionEnd end)
        {
            var totals = end.Totals;
            Assert.Equal(_lines, totals.Lines);
            Assert.True(totals.CreditCount >= 0 && totals.DebitCount >= 0 && totals.CreditCount + totals.DebitCount <= _lines);
            if (_oneCurrency && (_currency.Length == 0 || _currency == end.Section.Currency))
                Assert.Contains(totals.CreditMinor - totals.DebitMinor, (Int128[])[_netMinor, _bookedMinor]); // a format may leave out what is only announced
        }

        private static void AssertFindings(IReadOnlyList<ReportFinding> findings) => Assert.All(findings, finding =>
        {
            Assert.NotEmpty(finding.Code);
            Assert.NotEmpty(finding.Text);
        });
    }
}
