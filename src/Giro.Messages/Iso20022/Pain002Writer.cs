namespace Giro.Messages.Iso20022;

/// <summary>
/// Writes pain.002.001.11, CustomerPaymentStatusReportV11 (ISO 20022, payments initiation, 2020 release): what a bank answers to a pain.001. Streaming:
/// memory does not grow with the number of transactions. The same report gives the same bytes.
/// </summary>
public static class Pain002Writer
{
    /// <summary>
    /// Writes the whole message as UTF-8 and leaves <paramref name="output"/> open. Whatever is thrown, the bytes already written are not a
    /// well-formed document; write to a temporary file and rename it on return.
    /// </summary>
    /// <param name="payments">none when the message as a whole is answered</param>
    /// <exception cref="ArgumentException">a value does not fit its ISO 20022 type; the message names field and transaction</exception>
    /// <exception cref="InvalidOperationException">the report does not agree with itself: any <see cref="StatusFinding"/></exception>
    public static void Write(Stream output, StatusReport report, IEnumerable<ReportedPayments> payments)
    {
        using var xml = new MessageXmlWriter(output, "pain.002.001.11");
        var checks = new StatusReportChecks(report);
        var place = $"message '{report.MessageId}'";
        xml.At(place);
        xml.Open("CstmrPmtStsRpt");
        xml.Open("GrpHdr");
        xml.Text("MsgId", report.MessageId, 35, nameof(report.MessageId));
        xml.DateTime("CreDtTm", report.CreatedAt);
        xml.Close();
        xml.Open("OrgnlGrpInfAndSts");
        xml.Text("OrgnlMsgId", report.OriginalMessageId, 35, nameof(report.OriginalMessageId));
        xml.Text("OrgnlMsgNmId", report.OriginalMessageName, 35, nameof(report.OriginalMessageName));
        if (report.OriginalCreatedAt is { } createdAt)
            xml.DateTime("OrgnlCreDtTm", createdAt);
        WriteGroup(xml, "GrpSts", report.Group);
        xml.Close();

        foreach (var payment in payments)
            WritePayment(xml, checks, payment);

        Refuse(place, checks.Close());
        xml.Close();
        xml.Finish();
    }

    private static void WritePayment(MessageXmlWriter xml, StatusReportChecks checks, ReportedPayments payments)
    {
        var information = payments.Information;
        var place = $"payment information '{information.Id}'";
        xml.At(place);
        xml.Open("OrgnlPmtInfAndSts");
        xml.Text("OrgnlPmtInfId", information.Id, 35, nameof(information.Id));
        WriteGroup(xml, "PmtInfSts", information.Group);
        checks.Open(information);
        long number = 0;
        foreach (var transaction in payments.Transactions)
        {
            xml.At(place, "transaction", ++number);
            WriteTransaction(xml, transaction);
            Refuse($"{place}, transaction {number}", checks.Add(checks.Settled(transaction)));
        }

        Refuse(place, checks.ClosePayment());
        xml.Close();
    }

    private static void WriteGroup(MessageXmlWriter xml, string statusElement, GroupStatus group)
    {
        if (group.OriginalTransactionCount is { } count)
            xml.Number("OrgnlNbOfTxs", count, 15, nameof(group.OriginalTransactionCount));
        WriteSum(xml, "OrgnlCtrlSum", group.OriginalControlSum, nameof(group.OriginalControlSum));
        WriteStatus(xml, statusElement, group.Status, nameof(group.Status));
        WriteReasons(xml, group.Reasons);
        foreach (var counted in group.Counts)
        {
            xml.Open("NbOfTxsPerSts");
            xml.Number("DtldNbOfTxs", counted.Count, 15, nameof(counted.Count));
            WriteStatus(xml, "DtldSts", counted.Status, nameof(counted.Status));
            WriteSum(xml, "DtldCtrlSum", counted.Sum, nameof(counted.Sum));
            xml.Close();
        }
    }

    private static void WriteTransaction(MessageXmlWriter xml, TransactionStatus transaction)
    {
        xml.Open("TxInfAndSts");
        xml.OptionalText("StsId", transaction.StatusId, 35, nameof(transaction.StatusId));
        xml.OptionalText("OrgnlInstrId", transaction.InstructionId, 35, nameof(transaction.InstructionId));
        xml.OptionalText("OrgnlEndToEndId", transaction.EndToEndId, 35, nameof(transaction.EndToEndId));
        xml.OptionalUetr("OrgnlUETR", transaction.Uetr, nameof(transaction.Uetr));
        WriteStatus(xml, "TxSts", transaction.Status, nameof(transaction.Status));
        WriteReasons(xml, transaction.Reasons);
        if (transaction.AcceptedAt is { } acceptedAt)
            xml.DateTime("AccptncDtTm", acceptedAt);
        xml.OptionalText("AcctSvcrRef", transaction.AccountServicerReference, 35, nameof(transaction.AccountServicerReference));
        WriteOriginal(xml, transaction);
        xml.Close();
    }

    private static void WriteOriginal(MessageXmlWriter xml, TransactionStatus transaction)
    {
        if (transaction.Amount is null && transaction.RequestedExecutionDate is null)
            return;
        xml.Open("OrgnlTxRef");
        if (transaction.Amount is { } amount)
        {
            xml.Open("Amt");
            xml.Amount("InstdAmt", amount, nameof(transaction.Amount));
            xml.Close();
        }

        if (transaction.RequestedExecutionDate is { } date)
        {
            xml.Open("ReqdExctnDt");
            xml.Date("Dt", date);
            xml.Close();
        }

        xml.Close();
    }

    private static void WriteReasons(MessageXmlWriter xml, IReadOnlyList<StatusReason> reasons)
    {
        foreach (var reason in reasons)
        {
            xml.Open("StsRsnInf");
            xml.Check(reason is { Code: not null, Proprietary: not null } ? "is both a code and proprietary" : null, nameof(StatusReason));
            if (reason.Code is not null)
                xml.Nested("Rsn", "Cd", reason.Code, 4, nameof(reason.Code));
            else if (reason.Proprietary is not null)
                xml.Nested("Rsn", "Prtry", reason.Proprietary, 35, nameof(reason.Proprietary));
            foreach (var line in reason.AdditionalInformation)
                xml.Text("AddtlInf", line, 105, nameof(reason.AdditionalInformation));
            xml.Close();
        }
    }

    private static void WriteStatus(MessageXmlWriter xml, string element, string? status, string field)
    {
        if (status is null)
            return;
        xml.Check(StatusCode.IsOne(status) ? null : "is not a status of at most four letters or digits", field);
        xml.Raw(element, status);
    }

    private static void WriteSum(MessageXmlWriter xml, string element, ControlSum? sum, string field)
    {
        if (sum is not { } stated)
            return;
        xml.Check(stated.FitsDecimalNumber ? null : "has more than 18 digits", field);
        xml.Raw(element, stated.ToString());
    }

    private static void Refuse(string place, IReadOnlyList<StatusFinding> findings)
    {
        if (findings.Count > 0)
            throw new InvalidOperationException($"{place}: {string.Join("; ", findings.Select(finding => finding.Text))}");
    }
}
