namespace Giro.Ledger.Tests.Tables;

public sealed class AccountPages
{
    [Fact]
    public void Opening_an_account_again_returns_the_same_handle_and_opening_it_otherwise_is_a_conflict() => LedgerPage.Check("""
        open merchant/M1/pending liability EUR 0..1000 meta:first = Accepted
        open cash asset EUR = Accepted

        open merchant/M1/pending liability EUR 0..1000 meta:first  = repeat
        open merchant/M1/pending asset     EUR 0..1000 meta:first  = PathTaken
        open merchant/M1/pending liability USD 0..1000 meta:first  = PathTaken
        open merchant/M1/pending liability EUR 0..1001 meta:first  = PathTaken
        open merchant/M1/pending liability EUR 0..1000 meta:second = PathTaken
        open merchant/M1/pending liability EUR 0..1000             = PathTaken
        open merchant/M1/Pending liability EUR 0..1000 meta:first  = Accepted

        metadata merchant/M1/pending first
        metadata cash
        """);

    [Fact]
    public void A_path_is_made_of_segments_of_letters_digits_and_four_marks() => LedgerPage.Check("""
        open a            asset EUR = Accepted
        open a/b.c_d-e:f  asset EUR = Accepted
        open A/0          asset EUR = Accepted
        open ''           asset EUR = PathInvalid
        open /a           asset EUR = PathInvalid
        open a/           asset EUR = PathInvalid
        open a//b         asset EUR = PathInvalid
        open a+b          asset EUR = PathInvalid
        open é            asset EUR = PathInvalid
        """);

    [Theory]
    [InlineData(128, "Accepted")]
    [InlineData(129, "PathInvalid")]
    [InlineData(4000, "PathInvalid")]
    public void A_path_has_at_most_128_bytes(int length, string outcome) => LedgerPage.Check($"open {new string('x', length)} asset EUR = {outcome}");

    [Fact]
    public void Class_currency_and_limits_must_make_sense() => LedgerPage.Check("""
        open a nonsense  EUR       = ClassUnknown
        open a asset     ???       = CurrencyUnknown
        open a asset     EUR 5..4  = LimitsCrossed
        open a asset     EUR 5..5  = Accepted
        open b equity    JPY       = Accepted
        open c income    KWD       = Accepted
        open d expense   CLF       = Accepted
        open e liability EUR meta:x*2048 = Accepted
        open f liability EUR meta:x*2049 = AttributesTooLong
        """);

    [Fact]
    public void Limits_can_be_changed_and_an_account_below_a_raised_lowest_may_still_be_paid_into() => LedgerPage.Check("""
        open cash asset     EUR       = Accepted
        open shop liability EUR 0..500 = Accepted

        post e1 cash +100 shop -100 = Accepted
        limits l1 shop 300..500     = Accepted
        post e2 cash +50  shop -50  = Accepted
        post e3 cash -1   shop +1   = BelowLowest leg 1
        limits l2 shop 300..120     = LimitsCrossed
        limits l2 shop ..120        = Accepted
        post e4 cash +1   shop -1   = AboveHighest leg 1
        post e5 cash -10  shop +10  = Accepted
        limits l2 shop ..120        = repeat
        limits l2 shop ..121        = IdConflict
        limits l3 nobody ..1        = AccountUnknown

        balance shop 140
        balance cash 140
        """);

    [Fact]
    public void A_frozen_side_refuses_that_side_only() => LedgerPage.Check("""
        open a asset     EUR = Accepted
        open b liability EUR = Accepted

        state s1 a DebitsFrozen   = Accepted
        post e1 a +5 b -5         = DebitsFrozen leg 0
        post e2 b +5 a -5         = Accepted
        state s2 a CreditsFrozen  = Accepted
        post e3 a +5 b -5         = Accepted
        post e4 b +5 a -5         = CreditsFrozen leg 1
        state s3 a Frozen         = Accepted
        post e5 a +5 b -5         = AccountFrozen leg 0
        post e6 b +5 a -5         = AccountFrozen leg 1
        state s4 a Open           = Accepted
        post e7 a +5 b -5         = Accepted
        state s5 a Nonsense       = StateUnknown
        state s6 a None           = StateUnknown
        state s4 a Open           = repeat
        state s4 a Frozen         = IdConflict
        state s7 nobody Open      = AccountUnknown

        is a Open
        balance a 5
        balance b 5
        """);

    [Fact]
    public void An_account_is_closed_only_when_empty_and_closed_is_final() => LedgerPage.Check("""
        open a asset     EUR = Accepted
        open b liability EUR = Accepted

        post e1 a +5 b -5       = Accepted
        state s1 a Closed       = AccountNotEmpty
        post e2 b +5 a -5       = Accepted
        hold h1 a +5 b -5       = Accepted
        state s1 a Closed       = AccountNotEmpty
        state s2 b Closed       = AccountNotEmpty
        release r1 of:h1        = Accepted
        state s1 a Closed       = Accepted
        state s1 a Closed       = repeat
        state s3 a Open         = AccountClosed
        limits l1 a 0..1        = AccountClosed
        metadata+ m1 a text     = AccountClosed
        post e3 a +5 b -5       = AccountClosed leg 0
        post e4 b +5 a -5       = AccountClosed leg 1
        hold h2 b +5 a -5       = AccountClosed leg 1
        open a asset EUR        = repeat

        is a Closed
        """);

    [Fact]
    public void Metadata_is_free_and_can_be_replaced_and_removed() => LedgerPage.Check("""
        open a asset EUR meta:one = Accepted

        metadata a one
        metadata+ m1 a two words  = Accepted

        metadata a two words
        metadata+ m1 a two words  = repeat
        metadata+ m1 a other      = IdConflict
        metadata+ m2 a            = Accepted

        metadata a
        """);

    [Fact]
    public void A_book_has_room_for_so_many_accounts() => LedgerPage.Check(
        """
        open a asset EUR = Accepted
        open b asset EUR = Accepted
        open c asset EUR = AccountsFull
        open a asset EUR = repeat
        """, options => options with { MaxAccounts = 2 });
}
