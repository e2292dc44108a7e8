using Giro.Operations.Clearing;
using Giro.Operations.Decision;
using Giro.Operations.Institution;
using Giro.Operations.Institution.Cycles;
using Giro.Storage.Records;

namespace Giro.Operations.Tests.Clearing;

/// <summary>Why a payment was charged what it was; fee 1.25 %, at least 0.10, at most 5.00.</summary>
public sealed class PaymentExplanationTests
{
    [Fact]
    public void A_payment_is_explained_with_its_use_steps_lines_and_ties()
    {
        using var day = new TestDay();
        day.Post(TestDay.Payment("P-1", "M1", "39.60"));
        var why = Explain(day, PaymentKind.Payment, "P-1");
        var part = Assert.Single(why.Parts);
        Assert.Equal(("P-1", "M1", "card", 39_60, 1U), (why.Reference, part.Merchant.Id, part.Channel.Code, why.AmountMinor, why.Rules.Number));
        Assert.Equal(("percent", "event = \"payment\""), (part.Use!.Algorithm, part.Selection!.Reason));
        Assert.Contains(part.Run!.Steps, step => step.Text == "fee = amount 39.60 * 1.25% = 0.495, half-up to 0.01: 0.50 (rounded up by 0.005)");
        Assert.Equal([(LineKind.Gross, 39_60L), (LineKind.MerchantFee, -50L)], why.Lines.Select(line => (line.Kind, line.AmountMinor)));
        Assert.Equal([new LineTie("merchant/M1/pending", 39_10, 39_10)], why.Ties(LegsOf(day, PaymentKind.Payment, "P-1")));
    }

    [Fact]
    public void A_return_says_what_was_known_of_its_payment_and_why_the_other_use_is_not_for_it()
    {
        using var day = new TestDay();
        day.Post(TestDay.Payment("P-1", "M1", "100.00"), TestDay.Return("refund", "R-1", "P-1", "M1", "30.00"), TestDay.Return("refund", "R-2", "P-1", "M1", "20.00"));
        var why = Explain(day, PaymentKind.Refund, "R-2");
        var part = Assert.Single(why.Parts);
        Assert.Equal(("P-1", new OriginalFigures(100_00, 1_25, 30_00, 0)), (why.Original, part.Was));
        Assert.Equal("event = \"payment\" does not hold: event is \"refund\"", Assert.Single(part.Selection!.Others).Reason);
        Assert.Equal([new LineTie("merchant/M1/pending", -20_00, -20_00)], why.Ties(LegsOf(day, PaymentKind.Refund, "R-2")));
    }

    [Fact]
    public void A_combined_payment_is_explained_part_by_part_and_tied_merchant_by_merchant()
    {
        using var day = new TestDay();
        day.Post("""
            {"id":"P-1","type":"payment","merchant":"M1","amount":"100.00","currency":"EUR","at":"2026-11-11T09:00:00+01:00","orders":[{"order":"O-1","merchant":"M1","amount":"30.00"},{"order":"O-2","merchant":"M2","amount":"70.00"}]}
            """);
        var why = Explain(day, PaymentKind.Payment, "P-1");
        Assert.Equal([("M1", "O-1", 30_00L), ("M2", "O-2", 70_00L)], why.Parts.Select(part => (part.Merchant.Id, part.Order, part.AmountMinor)));
        Assert.Equal([0, 0, 1, 1], why.Lines.Select(line => line.Part));
        Assert.Equal([new LineTie("merchant/M1/pending", 29_62, 29_62), new LineTie("merchant/M2/pending", 69_12, 69_12)], why.Ties(LegsOf(day, PaymentKind.Payment, "P-1")));
    }

    [Fact]
    public void Totals_are_those_that_were_read_and_the_explanation_ends_with_what_was_booked()
    {
        using var day = new TestDay(TestInstitution.Make(), """
            strategy standard version 4
            currency EUR
            input amount: money
            total month-volume: money = sum of amount per month
            output fee: money as merchant-fee charged
            tiers volume-rate: money -> rate
                from 0.00   1.00%
                from 100.00 0.50%
            algorithm marginal-volume
                fee = marginal(volume-rate, month-volume, amount) rounded half-up
            use marginal-volume
                otherwise
            """);
        day.Post(TestDay.Payment("P-1", "M1", "90.00"), TestDay.Payment("P-2", "M1", "30.00"));
        var part = Assert.Single(Explain(day, PaymentKind.Payment, "P-2").Parts);
        Assert.Equal(("month-volume", "90.00", 4), (Assert.Single(part.Totals).Total.Name, part.Totals[0].Text, part.Strategy.Version));
        Assert.Equal((20L, 20L), (Assert.Single(part.Lines).AmountMinor, Assert.Single(part.Run!.Outputs).Value));
    }

    [Fact]
    public void A_leg_that_no_line_explains_is_seen()
    {
        using var day = new TestDay();
        day.Post(TestDay.Payment("P-1", "M1", "39.60"));
        var why = Explain(day, PaymentKind.Payment, "P-1");
        NamedLeg[] wrong = [new("channel/card/receivable", 39_60), new("merchant/M1/pending", -39_11), new("merchant/M2/pending", -1), new("income/merchant-fees", -48)];
        Assert.Equal(["merchant/M1/pending 3910 3911", "merchant/M2/pending 0 1"], why.Ties(wrong).Select(tie => $"{tie.Path} {tie.LinesMinor} {tie.LegsMinor}"));
        Assert.DoesNotContain(why.Ties(wrong), tie => tie.Holds);
    }

    [Fact]
    public void The_kept_lines_of_a_record_are_found_among_those_of_its_merchant_with_their_cycle()
    {
        using var day = new TestDay();
        day.Post(TestDay.Payment("P-1", "M1", "10.00"), TestDay.Payment("P-2", "M2", "20.00"), TestDay.Payment("P-3", "M1", "30.00"));
        day.Clear();
        day.Post(TestDay.Payment("P-4", "M1", "40.00"), TestDay.Payment("P-5", "M2", "50.00"));
        using var lines = new ClearedLines(day.Records);
        var last = day.Book.Find(PaymentIds.Of(PaymentKind.Payment, "P-5"u8))!.Number;
        Assert.True(lines.ClearedNumber < last);
        Assert.Empty(lines.LinesOf(last, "M2"));
        day.Clear();
        Assert.Equal("P-1 1000 -13, P-2 2000 -25, P-3 3000 -38, P-4 4000 -50, P-5 5000 -63", string.Join(", ", ((string[])["P-1 M1", "P-2 M2", "P-3 M1", "P-4 M1", "P-5 M2"]).Select(Kept)));
        Assert.Null(lines.SettlementDateOf(day.Morning, "M1"));
        day.Close(day.Morning);
        Assert.Equal(TestInstitution.Wednesday, lines.SettlementDateOf(day.Morning, "M1"));

        string Kept(string payment)
        {
            var found = day.Book.Find(PaymentIds.Of(PaymentKind.Payment, System.Text.Encoding.ASCII.GetBytes(payment[..3])))!;
            var kept = lines.LinesOf(found.Number, payment[4..]);
            Assert.All(kept, line => Assert.Equal(payment[4..] == "M1" ? day.Morning : new CycleId(2, TestInstitution.Wednesday, 1), line.Cycle));
            return $"{payment[..3]} {string.Join(' ', kept.Select(line => line.AmountMinor))}";
        }
    }

    private static PaymentExplanation Explain(TestDay day, PaymentKind kind, string reference)
    {
        var found = day.Book.Find(PaymentIds.Of(kind, System.Text.Encoding.ASCII.GetBytes(reference)))!;
        return new PaymentExplanationRun(day.Institution, day.Rules).Explain(found.Body, found.Number, day.Time.GetUtcNow());
    }

    private static IReadOnlyList<NamedLeg> LegsOf(TestDay day, PaymentKind kind, string reference)
    {
        var legs = day.Book.Find(PaymentIds.Of(kind, System.Text.Encoding.ASCII.GetBytes(reference)))!.Body.Legs.ToArray();
        return day.Book.Query(reader => legs.Select(leg => new NamedLeg(reader.Account(leg.Account).Path, leg.AmountMinor)).ToList());
    }
}
