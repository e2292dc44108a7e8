using Giro.Storage.PostgreSql;
using Npgsql;

namespace Giro.Storage.Backup;

/// <summary>PostgreSQL's own programs, told to go where a book's connection string goes. The password travels in their environment, never in their arguments.</summary>
internal sealed class ServerPrograms
{
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);

    /// <param name="connection">Open: of several hosts, the one that answered counts.</param>
    public ServerPrograms(NpgsqlConnection connection, StoreSettings settings)
    {
        var builder = StoreSettings.Parse(settings.Connection);
        _environment["PGHOST"] = connection.Host ?? "";
        _environment["PGPORT"] = $"{connection.Port}";
        _environment["PGAPPNAME"] = "giro backup";
        if (builder.Username is { } user) _environment["PGUSER"] = user;
        if (builder.Password is { } password) _environment["PGPASSWORD"] = password;
        if (builder.Passfile is { } passfile) _environment["PGPASSFILE"] = passfile;
        if (builder.RootCertificate is { } root) _environment["PGSSLROOTCERT"] = root;
        if (builder.SslCertificate is { } certificate) _environment["PGSSLCERT"] = certificate;
        if (builder.SslKey is { } key) _environment["PGSSLKEY"] = key;
        _environment["PGSSLMODE"] = builder.SslMode switch
        {
            SslMode.Disable => "disable", SslMode.Allow => "allow", SslMode.Require => "require", SslMode.VerifyCA => "verify-ca", SslMode.VerifyFull => "verify-full", _ => "prefer",
        };
    }

    /// <exception cref="PostgreSqlProgramException">It is missing or has failed; with what it said.</exception>
    public string Run(string program, params IEnumerable<string> arguments) => PostgreSqlPrograms.Run(program, arguments, _environment, asThisUser: true);

    public System.Diagnostics.ProcessStartInfo StartInfo(string program, params IEnumerable<string> arguments) => PostgreSqlPrograms.StartInfo(program, arguments, _environment, asThisUser: true);

    /// <summary>Checks a base backup against the manifest that PostgreSQL has written with it.</summary>
    /// <exception cref="BackupDamagedException">A file is not what was written.</exception>
    public static void Verify(string baseFolder)
    {
        try
        {
            PostgreSqlPrograms.Run("pg_verifybackup", ["--quiet", baseFolder], environment: null, asThisUser: true);
        }
        catch (PostgreSqlProgramException e)
        {
            throw new BackupDamagedException(baseFolder, e.Message, e);
        }
    }
}
