namespace Giro.Messages.Iso20022;

/// <summary>Ntry of camt.052, .053 and .054, which is the same in all three.</summary>
internal static class NtryReader
{
    public static PlacedEntry ReadPlaced(MessageXmlReader xml)
    {
        var place = xml.PlaceOf(xml.Enter());
        return new PlacedEntry(Read(xml), place);
    }

    private static StatementEntry Read(MessageXmlReader xml)
    {
        CurrencyAmount? amount = null;
        CreditDebit? side = null;
        string? status = null, reference = null, servicer = null, information = null;
        bool? reversal = null;
        DateOnly? booking = null, value = null;
        BankTransactionCode? code = null;
        var charges = false;
        var details = new List<EntryDetail>();
        var batches = new List<EntryBatch>();
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            switch (xml.Name)
            {
                case "NtryRef": reference = xml.Text(); break;
                case "Amt": amount = xml.Once(amount, xml.Amount()); break;
                case "CdtDbtInd": side = xml.Once(side, xml.Side()); break;
                case "RvslInd": reversal = xml.Once(reversal, xml.Flag()); break;
                case "Sts": status = xml.Once(status, static x => x.CodeOfAnyForm()); break;
                case "BookgDt": booking = xml.Once(booking, static x => x.DateOfChoice()); break;
                case "ValDt": value = xml.Once(value, static x => x.DateOfChoice()); break;
                case "AcctSvcrRef": servicer = xml.Text(); break;
                case "BkTxCd": code = xml.Once(code, ReadTransactionCode); break;
                case "Chrgs": charges = true; xml.Skip(); break;
                case "NtryDtls": charges |= ReadDetails(xml, details, batches); break;
                case "AddtlNtryInf": information = xml.Text(); break;
                default: xml.Skip(); break;
            }
        }

        return new StatementEntry
        {
            Amount = amount ?? throw xml.FailIn(scope, "has no Amt"),
            Side = side ?? throw xml.FailIn(scope, "has no CdtDbtInd"),
            Status = status ?? throw xml.FailIn(scope, "has no Sts"),
            IsReversal = reversal ?? false,
            EntryReference = reference,
            BookingDate = booking,
            ValueDate = value,
            AccountServicerReference = servicer,
            TransactionCode = code,
            Details = details,
            Batches = batches,
            AdditionalInformation = information,
            HasCharges = charges,
        };
    }

    public static BankTransactionCode ReadTransactionCode(MessageXmlReader xml)
    {
        var code = new BankTransactionCode(null, null, null);
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            switch (xml.Name)
            {
                case "Domn": ReadDomain(xml.Enter(), inFamily: false); break;
                case "Prtry": ReadProprietary(xml.Enter()); break;
                default: xml.Skip(); break;
            }
        }

        return code;

        void ReadDomain(MessageXmlReader.Scope domain, bool inFamily)
        {
            while (xml.NextChild(domain))
            {
                switch (xml.Name)
                {
                    case "Cd" when inFamily: code = code with { Family = xml.Code() }; break;
                    case "Cd": code = code with { Domain = xml.Code() }; break;
                    case "SubFmlyCd": code = code with { SubFamily = xml.Code() }; break;
                    case "Fmly": ReadDomain(xml.Enter(), inFamily: true); break;
                    default: xml.Skip(); break;
                }
            }
        }

        void ReadProprietary(MessageXmlReader.Scope proprietary)
        {
            while (xml.NextChild(proprietary))
            {
                switch (xml.Name)
                {
                    case "Cd": code = code with { Proprietary = xml.RequiredText() }; break;
                    case "Issr": code = code with { ProprietaryIssuer = xml.Text() }; break;
                    default: xml.Skip(); break;
                }
            }
        }
    }

    /// <summary>One NtryDtls; returns whether a payment in it had charges.</summary>
    private static bool ReadDetails(MessageXmlReader xml, List<EntryDetail> details, List<EntryBatch> batches)
    {
        EntryBatch? batch = null;
        var before = details.Count;
        var charges = false;
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            switch (xml.Name)
            {
                case "Btch":
                    batch = xml.Once(batch, ReadBatch);
                    break;
                case "TxDtls":
                    details.Add(TxDtlsReader.Read(xml, out var charged));
                    charges |= charged;
                    break;
                default:
                    xml.Skip();
                    break;
            }
        }

        if (batch is not null)
            batches.Add(batch with { FirstDetail = before, DetailCount = details.Count - before });
        return charges;
    }

    private static EntryBatch ReadBatch(MessageXmlReader xml)
    {
        string? message = null, id = null;
        long? count = null;
        CurrencyAmount? total = null;
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            switch (xml.Name)
            {
                case "MsgId": message = xml.Text(); break;
                case "PmtInfId": id = xml.Text(); break;
                case "NbOfTxs": count = xml.Once(count, xml.Count()); break;
                case "TtlAmt": total = xml.Once(total, xml.Amount()); break;
                default: xml.Skip(); break;
            }
        }

        return new EntryBatch(id, count, total) { MessageId = message };
    }
}

/// <summary>An entry and where in the file it begins.</summary>
internal readonly record struct PlacedEntry(StatementEntry Entry, MessagePlace Place);
