namespace Giro.Messages.Iso20022;

/// <summary>Names and accounts of parties, whose nesting differs between the versions.</summary>
internal static class CamtPartyReader
{
    /// <summary>Party: Nm in versions 02 and 04; Pty/Nm, or Agt/FinInstnId/Nm for a bank, in version 08.</summary>
    public static string? ReadName(MessageXmlReader xml)
    {
        string? name = null;
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            switch (xml.Name)
            {
                case "Nm": name = xml.Text(); break;
                case "Pty" or "Agt" or "FinInstnId": name = ReadName(xml); break;
                default: xml.Skip(); break;
            }
        }

        return name;
    }

    /// <summary>CashAccount: only its Id.</summary>
    public static BankAccount? ReadAccount(MessageXmlReader xml)
    {
        BankAccount? account = null;
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            if (xml.Name == "Id")
                account = xml.Once(account, ReadAccountId);
            else
                xml.Skip();
        }

        return account;
    }

    /// <summary>AccountIdentification4Choice.</summary>
    public static BankAccount ReadAccountId(MessageXmlReader xml)
    {
        BankAccount? account = null;
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            switch (xml.Name)
            {
                case "IBAN": account = xml.Once(account, new BankAccount.Iban(xml.Code())); break;
                case "Othr": account = xml.Once(account, new BankAccount.Other(ReadOther(xml))); break;
                default: xml.Skip(); break;
            }
        }

        return account ?? throw xml.FailIn(scope, "has neither IBAN nor Othr");
    }

    private static string ReadOther(MessageXmlReader xml)
    {
        string? id = null;
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            if (xml.Name == "Id")
                id = xml.Once(id, xml.RequiredText());
            else
                xml.Skip();
        }

        return id ?? throw xml.FailIn(scope, "has no Id");
    }
}
