using DiffuCoder.Sampling;
using DiffuCoder.Sandbox;

namespace DiffuCoder.Repairs;

/// <summary>
/// Says whether an answer is good, or where it hurts. For Python's parser and for tests see <see cref="PythonCheckers"/>; a type checker, a linter or
/// a rule of one's own is a value of this type as well.
/// </summary>
/// <param name="Name">Its name, for records and errors.</param>
/// <param name="Of">What it finds in an answer. Several answers are checked at once.</param>
public sealed record Checker(string Name, Func<Trajectory, CancellationToken, Task<Finding>> Of)
{
    /// <summary>A checker that needs no waiting.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="of">What it finds in the text of an answer.</param>
    public static Checker From(string name, Func<string, Finding> of) =>
        new(name, (answer, _) => Task.FromResult(of(TextOf(answer, name))));

    /// <summary>
    /// Several checkers, in order: what the first says that does not hold. The score counts how many hold before it, so that an answer that comes
    /// further is the better one.
    /// </summary>
    /// <param name="checkers">At least one.</param>
    /// <exception cref="RepairException">There is none.</exception>
    public static Checker All(IReadOnlyList<Checker> checkers)
    {
        if (checkers.Count == 0) throw new RepairException("There is no checker to ask; give at least one.");
        return new(string.Join(", then ", checkers.Select(checker => checker.Name)), async (answer, cancellation) =>
        {
            for (var held = 0; held < checkers.Count; held++)
            {
                var finding = await checkers[held].FindAsync(answer, cancellation).ConfigureAwait(false);
                if (!finding.Holds) return new(false, (held + finding.Score) / checkers.Count, finding.Where, finding.Message);
            }
            return Finding.Good;
        });
    }

    /// <summary>As <see cref="Of"/>, with errors that name the checker.</summary>
    internal async Task<Finding> FindAsync(Trajectory answer, CancellationToken cancellation)
    {
        try
        {
            return await Of(answer, cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not (OperationCanceledException or SandboxException or RepairException))
        {
            throw new RepairException($"The checker {Name} failed on an answer: {error.Message}", error);
        }
    }

    /// <summary>The text of an answer.</summary>
    internal static string TextOf(Trajectory answer, string checker) => answer.Text
        ?? throw new RepairException($"The checker {checker} reads text, and the answer has none: it was sampled without a tokenizer.");
}
