using Giro.Operations.Intake.Berka;

namespace Giro.Operations.Tests.Intake.Berka;

public sealed class SeenIdsTests
{
    [Fact]
    public void An_id_is_new_once()
    {
        var random = new Random(1993);
        var seen = new SeenIds();
        var model = new HashSet<int>();
        for (var i = 0; i < 20_000; i++)
        {
            var id = random.Next(4) == 0 ? random.Next() : random.Next(1, 5_000);
            Assert.Equal(model.Add(id), seen.Add(id));
        }

        Assert.True(seen.Add(int.MaxValue));
        Assert.False(seen.Add(int.MaxValue));
    }
}
