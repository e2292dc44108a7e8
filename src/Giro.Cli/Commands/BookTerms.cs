using Giro.Operations.Institution;
using Giro.Operations.Institution.Terms;
using Giro.Operations.Reconciliation.Sources;
using Giro.Storage;
using Giro.Storage.Records;

namespace Giro.Cli.Commands;

/// <summary>The institution and the rules of a book, for commands that work payments out again. Reads only.</summary>
internal static class BookTerms
{
    /// <summary>Every fault of the file is printed before the error is thrown.</summary>
    public static PaymentInstitution Institution(BookStore files)
    {
        var path = Path.Combine(files.Root, InstitutionFile.Name);
        if (!File.Exists(path)) throw CliException.NotFound($"{path} is not there; it says who the merchants are and what their contracts name. giro demo writes one to begin with");
        var reading = InstitutionFile.Read(path);
        var faults = reading.Institution is { } read ? InstitutionPasses.Read(read, files.Root).Faults : reading.Faults;
        if (reading.Institution is { } institution && faults.Count == 0) return institution;
        foreach (var fault in faults) Console.Error.WriteLine($"giro: {fault}");
        throw CliException.BadInput($"{path} cannot be used: {Count(faults.Count, "fault")}");
    }

    public static RuleBooks Rules(BookStore files, PaymentInstitution institution)
    {
        using var history = new RuleHistory(files.Records);
        try
        {
            var rules = history.Load(institution);
            return history.LastBook > 0 ? rules : throw CliException.NotFound($"{files.Records.Name}: no rules were published; giro rules publish does it");
        }
        catch (InvalidDataException e)
        {
            throw CliException.BadInput($"{e.Message}. Does {InstitutionFile.Name} still say what it said when they were published?");
        }
    }

    public static string Count(long count, string noun) => $"{count:N0} {noun}{(count == 1 ? "" : "s")}";
}
