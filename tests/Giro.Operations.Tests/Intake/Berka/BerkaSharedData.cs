using Giro.Operations.Intake.Berka;

namespace Giro.Operations.Tests.Intake.Berka;

internal static class BerkaSharedData
{
    /// <summary>The days of 1993, or a skipped test that says where the files were looked for.</summary>
    public static BerkaDays OpenOrSkip() => BerkaDays.Open(BerkaFiles.Locate(SharedData.Path("berka-1993")));
}
