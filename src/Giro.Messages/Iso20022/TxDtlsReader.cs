namespace Giro.Messages.Iso20022;

/// <summary>TxDtls: one payment in an entry.</summary>
internal static class TxDtlsReader
{
    /// <param name="charges">whether charges are given for this payment</param>
    public static EntryDetail Read(MessageXmlReader xml, out bool charges)
    {
        var detail = new EntryDetail();
        CurrencyAmount? transactionAmount = null;
        charges = false;
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            switch (xml.Name)
            {
                case "Refs": detail = ReadReferences(xml, detail); break;
                case "Amt": detail = detail with { Amount = xml.Once(detail.Amount, xml.Amount()) }; break;
                case "CdtDbtInd": detail = detail with { Side = xml.Once(detail.Side, xml.Side()) }; break;
                case "AmtDtls": transactionAmount = ReadTransactionAmount(xml); break;
                case "Chrgs": charges = true; xml.Skip(); break;
                case "RltdPties": detail = ReadParties(xml, detail); break;
                case "RmtInf": detail = ReadRemittance(xml, detail); break;
                case "BkTxCd": detail = detail with { TransactionCode = xml.Once(detail.TransactionCode, NtryReader.ReadTransactionCode) }; break;
                case "RtrInf": detail = detail with { Return = xml.Once(detail.Return, ReadReturn) }; break;
                case "AddtlTxInf": detail = detail with { AdditionalInformation = xml.Text() }; break;
                default: xml.Skip(); break;
            }
        }

        return detail with { Amount = detail.Amount ?? transactionAmount };
    }

    private static EntryDetail ReadReferences(MessageXmlReader xml, EntryDetail detail)
    {
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            switch (xml.Name)
            {
                case "MsgId": detail = detail with { MessageId = xml.Text() }; break;
                case "AcctSvcrRef": detail = detail with { AccountServicerReference = xml.Text() }; break;
                case "PmtInfId": detail = detail with { PaymentInformationId = xml.Text() }; break;
                case "InstrId": detail = detail with { InstructionId = xml.Text() }; break;
                case "EndToEndId": detail = detail with { EndToEndId = xml.Text() }; break;
                case "UETR": detail = detail with { Uetr = xml.Text() }; break;
                case "TxId": detail = detail with { TransactionId = xml.Text() }; break;
                default: xml.Skip(); break;
            }
        }

        return detail;
    }

    /// <summary>AmtDtls/TxAmt/Amt; the other amounts there are in the currencies of other steps of the payment.</summary>
    private static CurrencyAmount? ReadTransactionAmount(MessageXmlReader xml)
    {
        CurrencyAmount? amount = null;
        var details = xml.Enter();
        while (xml.NextChild(details))
        {
            if (xml.Name != "TxAmt")
            {
                xml.Skip();
                continue;
            }

            var scope = xml.Enter();
            while (xml.NextChild(scope))
            {
                if (xml.Name == "Amt")
                    amount = xml.Once(amount, xml.Amount());
                else
                    xml.Skip();
            }
        }

        return amount;
    }

    private static EntryDetail ReadParties(MessageXmlReader xml, EntryDetail detail)
    {
        string? debtor = null, creditor = null;
        BankAccount? debtorAccount = null, creditorAccount = null;
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            switch (xml.Name)
            {
                case "Dbtr": debtor = CamtPartyReader.ReadName(xml); break;
                case "DbtrAcct": debtorAccount = CamtPartyReader.ReadAccount(xml); break;
                case "Cdtr": creditor = CamtPartyReader.ReadName(xml); break;
                case "CdtrAcct": creditorAccount = CamtPartyReader.ReadAccount(xml); break;
                default: xml.Skip(); break;
            }
        }

        return detail with { Debtor = Party(debtor, debtorAccount), Creditor = Party(creditor, creditorAccount) };
    }

    private static StatementParty? Party(string? name, BankAccount? account) =>
        name is null && account is null ? null : new StatementParty(name, account);

    private static EntryDetail ReadRemittance(MessageXmlReader xml, EntryDetail detail)
    {
        var lines = new List<string>();
        var references = new List<string>();
        Read(xml.Enter());
        return detail with { RemittanceLines = lines, CreditorReferences = references };

        void Read(MessageXmlReader.Scope scope)
        {
            while (xml.NextChild(scope))
            {
                switch (xml.Name)
                {
                    case "Ustrd": lines.AddText(xml.Text()); break;
                    case "Strd" or "CdtrRefInf": Read(xml.Enter()); break;
                    case "Ref": references.AddText(xml.Text()); break;
                    default: xml.Skip(); break;
                }
            }
        }
    }

    private static ReturnInformation ReadReturn(MessageXmlReader xml)
    {
        string? reason = null;
        BankTransactionCode? code = null;
        var lines = new List<string>();
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            switch (xml.Name)
            {
                case "OrgnlBkTxCd": code = xml.Once(code, NtryReader.ReadTransactionCode); break;
                case "Rsn": reason = xml.Once(reason, static x => x.CodeOrProprietary()); break;
                case "AddtlInf": lines.AddText(xml.Text()); break;
                default: xml.Skip(); break;
            }
        }

        return new ReturnInformation(reason, code) { AdditionalInformation = lines };
    }
}
