namespace Giro.Messages.Iso20022;

/// <summary>
/// Which message a document says it is. Versions are not listed one by one: those that are read here differ in forms that show in the message
/// itself (a plain code or a choice), and a later one adds elements, which are passed over.
/// </summary>
internal static class MessageVersion
{
    private const string NamespacePrefix = "urn:iso:std:iso:20022:tech:xsd:";

    /// <summary>Goes to Document and returns the version, e.g. <c>camt.054.001.08</c>.</summary>
    /// <param name="message">e.g. <c>camt.054.001</c></param>
    /// <param name="oldest">the first version that is read, e.g. <c>02</c></param>
    /// <exception cref="MessageFormatException">it is another message, or an older version</exception>
    public static string EnterDocument(MessageXmlReader xml, string message, string oldest, out MessageXmlReader.Scope document)
    {
        var @namespace = xml.EnterDocument(out document);
        var version = @namespace.StartsWith(NamespacePrefix, StringComparison.Ordinal) ? @namespace[NamespacePrefix.Length..] : @namespace;
        var isRead = version.Length == message.Length + 3
            && version.StartsWith(message + ".", StringComparison.Ordinal)
            && !version.AsSpan(message.Length + 1).ContainsAnyExceptInRange('0', '9')
            && string.CompareOrdinal(version, message.Length + 1, oldest, 0, 2) >= 0;
        return isRead ? version : throw xml.Fail($"'{version}' is not a message that can be read here; {message}.{oldest} and later are");
    }
}
