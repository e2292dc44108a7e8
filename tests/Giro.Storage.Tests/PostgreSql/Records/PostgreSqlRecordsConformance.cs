using Giro.Storage.PostgreSql;
using Giro.Storage.PostgreSql.Partitions;
using Giro.Storage.PostgreSql.Records;
using Giro.Storage.Records;
using Giro.Storage.Tests.Conformance;

namespace Giro.Storage.Tests.PostgreSql.Records;

/// <summary>Both books are in one database, and M1 is so large that each of its days has partitions.</summary>
public sealed class PostgreSqlRecordsConformance : RecordsConformance, IDisposable
{
    private readonly string _database = RecordsTemplate.NewDatabase();

    protected override RecordsDatabase Records => new PostgreSqlRecords(Of(1));

    protected override RecordsDatabase Other => new PostgreSqlRecords(Of(2));

    public void Dispose() => PostgreSqlServer.Drop(_database);

    private PostgreSqlDatabase Of(long book) => new(new StoreSettings(_database, book, Partitions: new PartitionPolicy { LargeMerchants = ["M1"], LargeBuckets = 2, SmallBuckets = 2, DaysAhead = 1 }));
}
