using System.Text.RegularExpressions;

namespace DiffuCoder.Hub;

/// <summary>What a repository holds.</summary>
public enum HubKind
{
    /// <summary>A model.</summary>
    Model,

    /// <summary>A data set.</summary>
    Dataset,
}

/// <summary>A repository of a hub at a revision, written <c>owner/name</c> or <c>owner/name@revision</c>.</summary>
/// <param name="Name"><c>owner/name</c>, or the name alone of the oldest ones.</param>
/// <param name="Revision">A branch, a tag, or a commit.</param>
/// <param name="Kind">What it holds.</param>
public sealed partial record HubRepository(string Name, string Revision = HubRepository.Main, HubKind Kind = HubKind.Model)
{
    /// <summary>The branch that is meant where none is named.</summary>
    public const string Main = "main";

    /// <summary>Reads <c>owner/name[@revision]</c>.</summary>
    /// <param name="text">The words.</param>
    /// <param name="kind">What it holds.</param>
    /// <exception cref="HubException">They are no such name.</exception>
    public static HubRepository Parse(string text, HubKind kind = HubKind.Model) => TryParse(text, kind) ?? throw new HubException(
        HubFault.BadName,
        $"\"{text}\" is no name of a repository: it is written owner/name or owner/name@revision, of letters, digits, '-', '_' and '.'.");

    /// <summary>Whether words can name a repository with its owner. A path that begins with a dot, a slash or a drive cannot.</summary>
    /// <param name="text">The words.</param>
    public static bool CanBe(string text) => text.Contains('/') && TryParse(text, HubKind.Model) is not null;

    /// <summary>Whether the revision is a commit, whose content never changes.</summary>
    public bool IsCommit => Commit().IsMatch(Revision);

    /// <inheritdoc/>
    public override string ToString() => Revision == Main ? Name : $"{Name}@{Revision}";

    internal static bool IsCommitHash(string text) => Commit().IsMatch(text);

    private static HubRepository? TryParse(string text, HubKind kind)
    {
        var at = text.IndexOf('@');
        var (name, revision) = at < 0 ? (text, Main) : (text[..at], text[(at + 1)..]);
        var isName = Names().IsMatch(name) && name.Length <= 193 && !name.Contains("--") && !name.Contains("..");
        var isRevision = Revisions().IsMatch(revision) && !revision.Contains("..") && !revision.Contains("//");
        return isName && isRevision ? new(name, revision, kind) : null;
    }

    // the rules of Hugging Face's validate_repo_id: at most two parts, no '--' or '..', no '-' or '.' at either end
    [GeneratedRegex(@"^\w(?:[\w.\-]{0,94}\w)?(?:/\w(?:[\w.\-]{0,94}\w)?)?\z", RegexOptions.ECMAScript)]
    private static partial Regex Names();

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.\-/+]{0,199}(?<!/)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Revisions();

    [GeneratedRegex(@"^[0-9a-f]{40}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Commit();
}
