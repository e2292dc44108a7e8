using Giro.Operations.Institution;
using Giro.Operations.Settlement;

namespace Giro.Operations.Tests.Settlement;

/// <summary>The whole table: the states that a payout has been in, the last of which it is in, and what each message then does.</summary>
public sealed class PayoutStatesTests
{
    private static readonly PayoutState[] Wishes =
    [
        PayoutState.Approved, PayoutState.Declined, PayoutState.Instructed, PayoutState.Accepted, PayoutState.Settled, PayoutState.Rejected, PayoutState.Returned, PayoutState.Reissued,
    ];

    [Theory]
    // yes; by way of settled; = for the same again; late for acceptance overtaken; . for refused
    //          been in                                    Approved Declined Instructed Accepted Settled Rejected Returned Reissued
    [InlineData("Created",                                 "yes     yes      .          .        .       .        .        .")]
    [InlineData("Created Approved",                        "=       yes      yes        .        .       .        .        .")]
    [InlineData("Created Approved Declined",               "=       =        .          .        .       .        .        .")]
    [InlineData("Created Approved Instructed",             "=       .        =          yes      yes     yes      by       .")]
    [InlineData("Created Approved Instructed Accepted",    "=       .        =          =        yes     yes      by       .")]
    [InlineData("Created Approved Instructed Settled",     "=       .        =          late     =       .        yes      .")]
    [InlineData("Created Approved Instructed Accepted Settled", "=  .        =          =        =       .        yes      .")]
    [InlineData("Created Approved Instructed Rejected",    "=       .        =          late     .       =        .        yes")]
    [InlineData("Created Approved Instructed Settled Returned", "=  .        =          late     =       .        =        yes")]
    [InlineData("Created Approved Instructed Rejected Reissued", "= .        =          late     .       =        .        =")]
    [InlineData("Created Approved Instructed Settled Returned Reissued", "= . =         late     =       .        =        =")]
    public void A_payout_goes_where_the_table_says_and_nowhere_else(string past, string verdicts)
    {
        var states = past.Split(' ').Select(Enum.Parse<PayoutState>).ToArray();
        var been = states.Aggregate(default(PayoutPast), (bits, state) => bits.With(state));
        var found = Wishes.Select(wish => PayoutStates.Judge(states[^1], been, wish) switch
        {
            TransitionVerdict.Done => "yes",
            TransitionVerdict.DoneBySettled => "by",
            TransitionVerdict.Repeat => "=",
            TransitionVerdict.Superseded => "late",
            _ => ".",
        });
        Assert.Equal(verdicts.Split(' ', StringSplitOptions.RemoveEmptyEntries), found);
    }

    [Fact]
    public void Each_state_has_its_kind_of_entry()
    {
        foreach (var state in Enum.GetValues<PayoutState>().Where(state => state != PayoutState.None))
            Assert.Equal($"Payout{state}", Payout.KindOf(state).ToString());
        Assert.Equal(9, Enum.GetNames<EntryKind>().Count(name => name.StartsWith("Payout", StringComparison.Ordinal) && name != nameof(EntryKind.PayoutBooked)));
    }

    [Fact]
    public void End_to_end_ids_are_short_and_fit_whatever_the_merchant_is_called()
    {
        Assert.Equal("PO-20261111-000123", Payout.EndToEndIdOf(new DateOnly(2026, 11, 11), 123));
        Assert.Equal("PO-20261111-1234567", Payout.EndToEndIdOf(new DateOnly(2026, 11, 11), 1_234_567));
        using var book = new SettlementBook(("A-merchant-with-an-id-of-sixty-characters-which-is-quite-long-1", SettlementTerms.Plain));
        book.Pay("A-merchant-with-an-id-of-sixty-characters-which-is-quite-long-1", "10.00");
        Assert.Equal(10_00, book.Day.Payouts.Find("PO-20261102-000001")!.AmountMinor);
    }
}
