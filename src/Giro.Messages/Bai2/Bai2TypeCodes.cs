using System.Collections.Frozen;

namespace Giro.Messages.Bai2;

/// <summary>Numbers are never reused.</summary>
public enum CreditOrDebit
{
    /// <summary>A balance, or information without money.</summary>
    None = 0,
    Credit = 1,
    Debit = 2,
}

/// <summary>
/// Type codes of balances, totals and transactions. The side follows from the range:
/// <code>
/// 001-099 status   100-399 credit   400-699 debit   700-719 loan status   720-759 loan credit   760-799 loan debit   890 no money
/// 900-919 status   920-959 credit   960-999 debit   (a bank's own)
/// </code>
/// </summary>
public static class Bai2TypeCodes
{
    private static readonly FrozenDictionary<string, string> Names = """
        010 opening ledger|011 average opening ledger month to date|012 average opening ledger year to date|015 closing ledger
        020 average closing ledger month to date|025 average closing ledger year to date|030 current ledger|037 ACH net position|040 opening available
        041 average opening available month to date|045 closing available|050 average closing available month to date
        055 average closing available year to date|056 loan balance|057 total investment position|060 current available|063 total uncollected funds
        065 target balance|070 available at once|072 available in one day|073 adjustment of uncollected funds|074 available in two or more days
        075 available in three or more days|100 total credits|102 number of credits|105 credits not detailed|108 credit of any type
        110 total lockbox deposits|115 lockbox deposit|116 item in lockbox deposit|118 lockbox adjustment credit|121 EDI transaction credit
        130 total concentration credits|135 DTC concentration credit|140 total ACH credits|142 ACH credit received|143 item in ACH deposit
        145 ACH concentration credit|146 total bank card deposits|147 bank card deposit|155 preauthorized draft credit|164 corporate trade payment credit
        165 preauthorized ACH credit|166 ACH settlement|168 ACH return or adjustment settlement|169 miscellaneous ACH credit|170 total other check deposits
        171 loan deposit|172 deposit correction|174 other deposit|175 check deposit package|176 re-presented check deposit|184 draft deposit
        187 cash letter credit|189 cash letter adjustment|190 total incoming money transfers|191 incoming internal money transfer
        195 incoming money transfer|196 money transfer adjustment|198 compensation|200 total automatic transfer credits|201 automatic transfer credit
        205 total book transfer credits|206 book transfer credit|208 international money transfer credit|210 total international credits
        212 foreign letter of credit|213 letter of credit|214 foreign exchange credit|216 foreign remittance credit|218 foreign collection credit
        224 commission|227 standing order|229 miscellaneous international credit|230 total security credits|233 securities sold|238 collection of dividends
        242 collection of interest income|246 commercial paper|249 miscellaneous security credit|250 total checks posted and returned|252 debit reversal
        254 posting error correction credit|255 check posted and returned|256 total ACH return items|257 ACH return item|258 ACH reversal credit
        260 total rejected credits|261 rejected credit|263 overdraft|266 return item|268 return item adjustment|270 total zero balance account credits
        275 zero balance account credit|277 zero balance account credit transfer|278 zero balance account credit adjustment
        281 controlled disbursing credit|286 DTC disbursing credit|295 ATM credit|301 commercial deposit|354 interest credit|357 credit adjustment
        359 interest adjustment credit|366 currency and coin deposited|372 back value credit|373 customer payroll|377 treasury tax and loan credit
        390 total miscellaneous credits|391 universal credit|395 check reversal|397 adjustment of uncollected funds|398 miscellaneous fee refund
        399 miscellaneous credit|400 total debits|402 number of debits|405 debits not detailed|408 adjustment of uncollected funds|409 debit of any type
        415 lockbox debit|421 EDI transaction debit|435 payable-through draft|445 ACH concentration debit|446 total ACH disbursement funding debits
        447 ACH disbursement funding debit|450 total ACH debits|451 ACH debit received|452 item in ACH disbursement or debit|455 preauthorized ACH debit
        462 ACH debit initiated by the account's holder|464 corporate trade payment debit|466 ACH settlement|468 ACH return or adjustment settlement
        469 miscellaneous ACH debit|470 total checks paid|474 certified check debit|475 check paid|477 debit originated by the bank|480 total loan payments
        481 loan payment|484 draft|487 cash letter debit|489 cash letter adjustment|490 total outgoing money transfers|491 outgoing internal money transfer
        493 money transfer initiated at a customer's terminal|495 outgoing money transfer|496 money transfer adjustment|498 compensation
        500 total automatic transfer debits|501 automatic transfer debit|505 total book transfer debits|506 book transfer debit
        508 international money transfer debit|510 total international debits|512 letter of credit debit|514 foreign exchange debit
        516 foreign remittance debit|518 foreign collection debit|522 foreign checks paid|524 commission|527 standing order
        529 miscellaneous international debit|530 total security debits|531 securities purchased|546 commercial paper|549 miscellaneous security debit
        550 total deposited items returned|552 credit reversal|554 posting error correction debit|555 deposited item returned|556 total ACH return items
        557 ACH return item|558 ACH reversal debit|560 total rejected debits|561 rejected debit|563 overdraft|564 overdraft fee|566 return item
        567 return item fee|568 return item adjustment|570 total zero balance account debits|575 zero balance account debit
        577 zero balance account debit transfer|578 zero balance account debit adjustment|581 controlled disbursing debit|595 ATM debit|622 broker debit
        654 interest debit|657 debit adjustment|659 interest adjustment debit|661 account analysis fee|666 currency and coin shipped|672 back value debit
        690 total miscellaneous debits|691 universal debit|694 deposit reversal|695 deposit correction debit|698 miscellaneous fees|699 miscellaneous debit
        701 principal of a loan|703 available commitment|720 loan payment|721 loan payment applied to interest|722 loan payment applied to principal
        760 loan disbursement|890 information without money
        """
        .Split(['|', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .ToFrozenDictionary(entry => entry[..3], entry => entry[4..], StringComparer.Ordinal);

    /// <param name="typeCode">three digits</param>
    public static CreditOrDebit SideOf(string typeCode) => string.CompareOrdinal(typeCode, "100") < 0 ? CreditOrDebit.None : typeCode[0] switch
    {
        '1' or '2' or '3' => CreditOrDebit.Credit,
        '4' or '5' or '6' => CreditOrDebit.Debit,
        '7' => Range(typeCode, credits: "720", debits: "760"),
        '9' => Range(typeCode, credits: "920", debits: "960"),
        _ => CreditOrDebit.None,
    };

    /// <summary>In our words; empty for a code that we have no name for, such as a bank's own.</summary>
    public static string NameOf(string typeCode) => Names.GetValueOrDefault(typeCode, "");

    private static CreditOrDebit Range(string typeCode, string credits, string debits) =>
        string.CompareOrdinal(typeCode, debits) >= 0 ? CreditOrDebit.Debit
        : string.CompareOrdinal(typeCode, credits) >= 0 ? CreditOrDebit.Credit : CreditOrDebit.None;
}
