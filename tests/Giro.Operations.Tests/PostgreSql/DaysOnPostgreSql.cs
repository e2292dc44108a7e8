using Giro.Operations.Tests.DayEnd;
using Giro.Operations.Tests.Reconciliation;
using Giro.Operations.Tests.Settlement;

namespace Giro.Operations.Tests.PostgreSql;

// The business days whose stores differ most between the databases, on both in every run. All others run on PostgreSQL with GIRO_TEST_STORE=postgresql.

[OnPostgreSql]
public sealed class CycleCloserTestsOnPostgreSql : CycleCloserTests;

[OnPostgreSql]
public sealed class PayoutLifeTestsOnPostgreSql : PayoutLifeTests;

[OnPostgreSql]
public sealed class PayoutRunTestsOnPostgreSql : PayoutRunTests;

[OnPostgreSql]
public sealed class StatementRunTestsOnPostgreSql : StatementRunTests;

[OnPostgreSql]
public sealed class DayEndRunTestsOnPostgreSql : DayEndRunTests;
