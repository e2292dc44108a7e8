using System.Collections.Frozen;

namespace Giro.Messages.Nacha;

/// <summary>Why entries are returned (R01 to R85) and what is to be changed (C01 to C14), in our words. Codes that are missing here are not in use.</summary>
public static class ReturnReasons
{
    private static readonly FrozenDictionary<string, string> Texts = """
        R01 insufficient funds
        R02 account closed
        R03 no account, or it cannot be located
        R04 account number is invalid
        R05 debit to a consumer's account with a corporate entry class was not authorized
        R06 returned at the request of the originating bank
        R07 authorization revoked by the customer
        R08 payment stopped
        R09 uncollected funds
        R10 customer says the originator is not known or not authorized
        R11 customer says the entry is not as was authorized
        R12 account sold to another bank
        R13 routing number is invalid
        R14 representative payee is deceased or unable to act
        R15 beneficiary or holder of the account is deceased
        R16 account frozen, or returned as a sanctions office instructs
        R17 file record does not pass the edit criteria, or the entry is questionable
        R18 effective entry date is improper
        R19 amount field is in error
        R20 not a transaction account
        R21 company identification is invalid
        R22 individual identification number is invalid
        R23 credit refused by the receiver
        R24 duplicate entry
        R25 addenda in error
        R26 mandatory field in error
        R27 trace number in error
        R28 check digit of the routing number is in error
        R29 corporate customer says not authorized
        R30 receiving bank takes no part in check truncation
        R31 permissible return of a corporate entry, agreed by the originating bank
        R32 receiving bank cannot settle
        R33 return of a destroyed check entry
        R34 participation of the receiving bank is limited
        R35 debit is improper for the account or class
        R36 credit is improper for the class
        R37 source document was presented for payment
        R38 payment of the source document stopped
        R39 source document is improper, or was presented for payment
        R40 enrollment returned by the agency
        R41 transaction code of the enrollment is invalid
        R42 routing number or check digit of the enrollment is in error
        R43 account number of the enrollment is invalid
        R44 individual identification number of the enrollment is invalid
        R45 name in the enrollment is invalid
        R46 representative payee indicator of the enrollment is invalid
        R47 duplicate enrollment
        R50 state law does not allow the re-presented check
        R51 re-presented check is ineligible or improper
        R52 payment of the re-presented check stopped
        R53 check and re-presented check entry were both presented
        R61 return was misrouted
        R62 return of an erroneous or reversing debit
        R63 amount of the return is incorrect
        R64 individual identification in the return is incorrect
        R65 transaction code of the return is incorrect
        R66 company identification in the return is incorrect
        R67 duplicate return
        R68 return is untimely
        R69 fields of the return are in error
        R70 permissible return was not accepted, or was not requested by the originating bank
        R71 dishonored return was misrouted
        R72 dishonored return is untimely
        R73 original return was timely
        R74 return corrected
        R75 return is not a duplicate
        R76 no errors found in the return
        R77 dishonor of R62 is not accepted
        R80 international entry is coded wrongly
        R81 bank takes no part in international entries
        R82 identification of the foreign receiving bank is invalid
        R83 foreign receiving bank cannot settle
        R84 entry is not processed by the gateway
        R85 outbound international payment is coded wrongly
        C01 account number is incorrect
        C02 routing number is incorrect
        C03 routing number and account number are incorrect
        C04 name is incorrect
        C05 transaction code is incorrect
        C06 account number and transaction code are incorrect
        C07 routing number, account number and transaction code are incorrect
        C08 identification of the foreign receiving bank is incorrect
        C09 individual identification number is incorrect
        C10 company name is incorrect
        C11 company identification is incorrect
        C12 company name and identification are incorrect
        C13 addenda format is incorrect
        C14 entry class of an outbound international payment is incorrect
        """
        .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .ToFrozenDictionary(line => line[..3], line => line[4..], StringComparer.Ordinal);

    /// <summary>Empty for a code that is not known.</summary>
    public static string TextOf(string code) => Texts.GetValueOrDefault(code, "");

    /// <summary>R61 to R70: the originating bank refuses the return.</summary>
    public static bool IsDishonor(string code) => IsBetween(code, "R61", "R70");

    /// <summary>R71 to R77: the receiving bank contests that.</summary>
    public static bool IsContest(string code) => IsBetween(code, "R71", "R77");

    private static bool IsBetween(string code, string first, string last) =>
        code.Length == 3 && string.CompareOrdinal(code, first) >= 0 && string.CompareOrdinal(code, last) <= 0;
}
