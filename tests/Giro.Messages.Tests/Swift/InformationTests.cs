using Giro.Messages.Swift;

namespace Giro.Messages.Tests.Swift;

/// <summary>Field 86, free and structured.</summary>
public class InformationTests
{
    [Fact]
    public void Subfields_are_put_together_over_ends_of_line()
    {
        var read = Parse("166?00GUTSCHRIFT?100399?20EREF+E-1?21SVWZ+Invoice 7 o?22f\n May?30DRESDEFF508?31DE145088\n00500194785000?32KARL?33 KAUFMANN?34901?60, paid\n late?61.");

        Assert.Equal(
            ("166", "GUTSCHRIFT", "0399", "EREF+E-1SVWZ+Invoice 7 of May, paid late."), (read.TransactionCode, read.PostingText, read.PrimaNota, read.Purpose));
        Assert.Equal(("DRESDEFF508", "DE14508800500194785000", "KARL KAUFMANN", "901"), (read.BankCode, read.Account, read.Name, read.TextKeyExtension));
        Assert.Equal("EREF=E-1 SVWZ=Invoice 7 of May, paid late.", Codes(read));
    }

    [Theory]
    [InlineData("166?20EREF+A?21B?22KREF+C?23SVWZ+D EREF+E", "EREF=AB KREF=C SVWZ=D EREF+E")] // a word starts a subfield, or it is text
    [InlineData("166?20EREF+A?21EREF+B", "EREF=AB")]
    [InlineData("159?20EREF+TFNR 1?21MTLG:no account", "EREF=TFNR 1 MTLG=no account")]
    [InlineData("166?20no words", "")]
    [InlineData("166?00x?10EREF+A", "")]
    [InlineData("000>100987654321\n>20ALGEMENE >21TEN", "")]
    [InlineData("020~00x~20EREF+A", "EREF=A")]
    [InlineData("/TRTP/SEPA OVERBOEKING/IBAN/NL91ABNA0417164300/BIC/ABNANL2A/NAME/J. Jansen/REMI/Invoice 7/8/EREF/E-1",
        "BIC=ABNANL2A EREF=E-1 IBAN=NL91ABNA0417164300 NAME=J. Jansen REMI=Invoice 7/8 TRTP=SEPA OVERBOEKING")]
    [InlineData("/EREF/E-\n1//CNTP/NL91ABNA0417164300/ABNANL2A/J. Jansen///REMI/USTD//Invoice/", "CNTP=NL91ABNA0417164300/ABNANL2A/J. Jansen EREF=E-1 REMI=USTD//Invoice")]
    [InlineData("/nothing of the sort/EREF/E-1", "")]
    [InlineData("EREF/E-1", "")]
    public void Code_words_are_found_where_they_have_to_stand(string text, string codes) => Assert.Equal(codes, Codes(Parse(text)));

    [Theory]
    [InlineData("just a text")]
    [InlineData("166")]
    [InlineData("166?")]
    [InlineData("166?x")]
    [InlineData("1661?20x")]
    [InlineData("911 TRANSAKCJA COLLECT; ID IPH: 1")]
    public void A_free_text_is_kept_as_it_is(string text)
    {
        var read = Parse(text);

        Assert.Equal((text, false, ""), (read.Text, read.IsStructured, read.Purpose));
    }

    [Fact]
    public void A_subfield_at_the_end_that_was_cut_is_text() => Assert.Equal("ab?2", Parse("166?20ab?2").Purpose);

    private static string Codes(InformationToAccountOwner read) =>
        string.Join(' ', read.Codes.OrderBy(code => code.Key, StringComparer.Ordinal).Select(code => $"{code.Key}={code.Value}"));

    private static InformationToAccountOwner Parse(string text) =>
        GivenSwift.Read(GivenSwift.Statement($":61:261120C1,00NTRFREF\n:86:{text}")).Lines().Single().Information!;
}
