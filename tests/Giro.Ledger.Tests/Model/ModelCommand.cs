using System.Globalization;
using Giro.Ledger.Accounts;
using Giro.Ledger.Journal;

namespace Giro.Ledger.Tests.Model;

/// <summary>A command as the model sees it. Ids are small numbers, 0 for none; times are seconds of the run.</summary>
internal sealed record ModelCommand(RecordType Type, int Id)
{
    public bool ChainNext { get; init; }

    public List<(ulong Account, long Amount)> Legs { get; init; } = [];

    public int Kind { get; init; }

    public DateOnly? Business { get; init; }

    public DateOnly? Value { get; init; }

    /// <summary>A hold of a capture, release, extension; the original of a reversal.</summary>
    public int Target { get; init; }

    /// <summary>Whose record comes with a reversal.</summary>
    public int RecordOf { get; init; }

    public int? ExpiresAt { get; init; }

    public bool Final { get; init; }

    public string Path { get; init; } = "";

    public AccountClass Class { get; init; }

    public string Currency { get; init; } = "";

    public long? Lowest { get; init; }

    public long? Highest { get; init; }

    public ulong Account { get; init; }

    public AccountState State { get; init; }

    public string Text { get; init; } = "";

    /// <summary>All that a repeat must say again: everything but the id, the chain, and the record that a reversal brings along.</summary>
    public string Content() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Type}|{Kind}|{Business?.DayNumber}|{Value?.DayNumber}|{Target}|{ExpiresAt}|{Final}|{Path}|{Class}|{Currency}|{Lowest}|{Highest}|{Account}|{State}|{Text}|{string.Join(',', Legs)}");
}
