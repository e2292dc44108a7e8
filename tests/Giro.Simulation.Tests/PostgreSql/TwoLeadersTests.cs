namespace Giro.Simulation.Tests.PostgreSql;

/// <summary>Two nodes race for a book that does not exist yet: tables, first row and lease.</summary>
[Collection(nameof(Chaos))]
public sealed class TwoLeadersTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Of_two_that_start_at_once_one_leads_and_one_follows()
    {
        var leads = new Dictionary<string, int>();
        for (var round = 1; round <= Knobs.Rounds(3); round++)
        {
            // Now and then the tables are there already.
            var (connection, book) = round % 2 == 1 ? (PostgreSqlServer.NewDatabase(), 1L) : (_last, round);
            _last = connection;
            await Deployment.RunAsync(connection, output, async deployment =>
            {
                deployment.Start("north", "south");
                var leader = await deployment.LeaderAsync();
                leads[leader.Name] = leads.GetValueOrDefault(leader.Name) + 1;
                await deployment.OpenAccountsAsync(leader);
                deployment.BeginLoad();
                await deployment.SettledAsync();
                await Task.Delay(500);
                await deployment.SettledAsync();
                Assert.Same(leader, await deployment.LeaderAsync());
            }, book: book);
        }

        output.WriteLine(string.Join(", ", leads.Select(lead => $"{lead.Key} led {lead.Value} times")));
    }

    private string _last = "";
}
