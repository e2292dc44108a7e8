namespace Giro.Messages.Iso20022;

/// <summary>GrpHdr, and what stands before the first Ntry of a Stmt, Ntfctn or Rpt.</summary>
internal static class CamtHeaderReader
{
    public static StatementMessage ReadMessage(MessageXmlReader xml)
    {
        string? id = null;
        DateTimeOffset? createdAt = null;
        StatementPage? page = null;
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            switch (xml.Name)
            {
                case "MsgId": id = xml.Once(id, xml.RequiredText()); break;
                case "CreDtTm": createdAt = xml.Once(createdAt, xml.Time()); break;
                case "MsgPgntn": page = xml.Once(page, ReadPage); break;
                default: xml.Skip(); break;
            }
        }

        return new StatementMessage(
            id ?? throw xml.FailIn(scope, "has no MsgId"),
            createdAt ?? throw xml.FailIn(scope, "has no CreDtTm")) { Page = page };
    }

    /// <summary>Whether <see cref="ReadReport"/> reads this child of a statement, notification or report.</summary>
    public static bool Knows(CamtForm form, string element) =>
        element is "Id" or "ElctrncSeqNb" or "LglSeqNb" or "CreDtTm" or "CpyDplctInd" or "FrToDt" or "Acct" or "Bal" or "TxsSummry" || element == form.PageElement;

    /// <summary>Reads up to the first Ntry, and that one too where only it says the currency.</summary>
    /// <param name="atEntry">true when it stopped at or behind the first Ntry, false at the end of a report without entries</param>
    /// <param name="firstEntry">the first Ntry when it was read</param>
    public static StatementHeader ReadReport(
        MessageXmlReader xml, CamtForm form, MessageXmlReader.Scope scope, out bool atEntry, out PlacedEntry? firstEntry)
    {
        string? id = null, copy = null;
        StatementPage? page = null;
        long? electronic = null, legal = null;
        DateTimeOffset? createdAt = null;
        (DateTimeOffset? From, DateTimeOffset? To)? period = null;
        (BankAccount Id, string? Currency, string? Owner)? account = null;
        (StatementSummary Value, int Digits)? summary = null;
        var balances = new List<StatementBalance>();
        while ((atEntry = xml.NextChild(scope)) && xml.Name != "Ntry")
        {
            switch (xml.Name)
            {
                case "Id": id = xml.Once(id, xml.RequiredText()); break;
                case "ElctrncSeqNb": electronic = xml.Once(electronic, xml.Count()); break;
                case "LglSeqNb": legal = xml.Once(legal, xml.Count()); break;
                case "CreDtTm": createdAt = xml.Once(createdAt, xml.Time()); break;
                case "CpyDplctInd": copy = xml.Once(copy, xml.Code()); break;
                case "FrToDt": period = xml.Once(period, ReadPeriod); break;
                case "Acct": account = xml.Once(account, ReadAccount); break;
                case "Bal": balances.Add(ReadBalance(xml)); break;
                case "TxsSummry": summary = xml.Once(summary, x => ReadSummary(x, Currency())); break;
                case var name when name == form.PageElement: page = xml.Once(page, ReadPage); break;
                default: xml.Skip(); break;
            }
        }

        var currency = Currency();
        firstEntry = currency is null && atEntry ? NtryReader.ReadPlaced(xml) : null;
        currency ??= firstEntry?.Entry.Amount.Currency;
        var digits = currency is null ? DecimalText.MaxFractionDigits : firstEntry?.Entry.Amount.MinorUnitDigits ?? xml.MinorUnitDigits(currency);
        return new StatementHeader
        {
            Id = id ?? throw xml.FailIn(scope, "has no Id"),
            Account = account?.Id ?? throw xml.FailIn(scope, "has no Acct"),
            Currency = currency ?? StatementHeader.NoCurrency,
            MinorUnitDigits = digits,
            Balances = balances,
            Page = page,
            ElectronicSequenceNumber = electronic,
            LegalSequenceNumber = legal,
            CreatedAt = createdAt,
            From = period?.From,
            To = period?.To,
            OwnerName = account?.Owner,
            CopyDuplicate = copy,
            Summary = summary is { } read
                ? CamtSummaryReader.Rescaled(read.Value, read.Digits, digits) ?? throw xml.FailIn(scope, $"has a TxsSummry finer than {currency}")
                : null,
        };

        string? Currency()
        {
            var stated = account?.Currency ?? (balances.FirstOrDefault(balance => balance.Type == "OPBD") ?? balances.FirstOrDefault())?.Amount.Currency;
            return stated is not null || !form.AddsUp
                ? stated
                : throw xml.FailIn(scope, "has neither an account currency nor a balance, so that its currency is unknown");
        }
    }

    /// <summary>With as many decimals as any currency has where the currency is not known yet.</summary>
    private static (StatementSummary Value, int Digits) ReadSummary(MessageXmlReader xml, string? currency)
    {
        var digits = currency is null ? DecimalText.MaxFractionDigits : xml.MinorUnitDigits(currency);
        return (CamtSummaryReader.Read(xml, digits), digits);
    }

    private static StatementPage ReadPage(MessageXmlReader xml)
    {
        long? number = null;
        bool? last = null;
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            switch (xml.Name)
            {
                case "PgNb": number = xml.Once(number, xml.Count()); break;
                case "LastPgInd": last = xml.Once(last, xml.Flag()); break;
                default: xml.Skip(); break;
            }
        }

        return number is { } page and <= 99_999 && last is { } isLast ? new StatementPage((int)page, isLast) : throw xml.FailIn(scope, "is not a page");
    }

    private static (DateTimeOffset? From, DateTimeOffset? To) ReadPeriod(MessageXmlReader xml)
    {
        DateTimeOffset? from = null, to = null;
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            switch (xml.Name)
            {
                case "FrDtTm": from = xml.Once(from, xml.Time()); break;
                case "ToDtTm": to = xml.Once(to, xml.Time()); break;
                default: xml.Skip(); break;
            }
        }

        return (from, to);
    }

    private static (BankAccount Id, string? Currency, string? Owner) ReadAccount(MessageXmlReader xml)
    {
        BankAccount? id = null;
        string? currency = null;
        string? owner = null;
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            switch (xml.Name)
            {
                case "Id": id = xml.Once(id, CamtPartyReader.ReadAccountId); break;
                case "Ccy":
                    currency = xml.Once(currency, xml.Code());
                    xml.MinorUnitDigits(currency); // an unknown one is refused here, where it stands
                    break;
                case "Ownr": owner = CamtPartyReader.ReadName(xml); break;
                default: xml.Skip(); break;
            }
        }

        return (id ?? throw xml.FailIn(scope, "has no Id"), currency, owner);
    }

    private static StatementBalance ReadBalance(MessageXmlReader xml)
    {
        string? type = null;
        CurrencyAmount? amount = null;
        CreditDebit? side = null;
        DateOnly? date = null;
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            switch (xml.Name)
            {
                case "Tp": type = xml.Once(type, ReadBalanceType); break;
                case "Amt": amount = xml.Once(amount, xml.Amount()); break;
                case "CdtDbtInd": side = xml.Once(side, xml.Side()); break;
                case "Dt": date = xml.Once(date, static x => x.DateOfChoice()); break;
                default: xml.Skip(); break;
            }
        }

        return new StatementBalance(
            type ?? throw xml.FailIn(scope, "has no Tp"),
            amount ?? throw xml.FailIn(scope, "has no Amt"),
            side ?? throw xml.FailIn(scope, "has no CdtDbtInd"),
            date ?? throw xml.FailIn(scope, "has no Dt"));
    }

    private static string ReadBalanceType(MessageXmlReader xml)
    {
        string? type = null;
        var scope = xml.Enter();
        while (xml.NextChild(scope))
        {
            if (xml.Name == "CdOrPrtry")
                type = xml.Once(type, static x => x.CodeOrProprietary());
            else
                xml.Skip();
        }

        return type ?? throw xml.FailIn(scope, "has no CdOrPrtry");
    }
}
