using System.Runtime.InteropServices;

namespace Giro.Operations.Intake.Berka;

/// <summary>One row of account.asc. Every account opens at zero.</summary>
/// <param name="Line">The line in account.asc, from 1; the header is line 1.</param>
/// <param name="AccountId">Unique in the file.</param>
/// <param name="DistrictId">The branch's district.</param>
/// <param name="Frequency">How often a statement is issued.</param>
/// <param name="Opened">The first day it may have transactions.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct BerkaAccount(int Line, int AccountId, int DistrictId, BerkaFrequency Frequency, DateOnly Opened)
{
    internal const string FileName = "account.asc";

    internal const string Header = "account_id;district_id;frequency;date";

    internal static BerkaAccount Parse(ref BerkaRow row)
        => new(row.LineNumber, row.Id(0), row.Id(1), row.Code(2, BerkaCodes.Frequency), row.Date(3));
}
