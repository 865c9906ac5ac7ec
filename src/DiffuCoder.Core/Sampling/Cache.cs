namespace DiffuCoder.Sampling;

/// <summary>
/// A cache of keys and values as a value: which positions the passes between two full ones compute, and when there is a full one again. Keys and
/// values of all other positions stay what they were, which is an approximation: under full attention every position depends on every other.
/// </summary>
/// <param name="Name">The name the field knows it by; it stands in saved options.</param>
/// <param name="Window">Where the window ends that a pass computes; it begins at the first position that was masked in the block.</param>
/// <param name="Refreshes">
/// Whether the next pass is a full one. Besides, one is made when anything outside the window has changed: at the beginning of every block, and
/// where a hook has written.
/// </param>
public sealed record Cache(string Name, CacheWindow Window, CacheRefresh Refreshes)
{
    private static readonly CacheRefresh Never = _ => false;

    /// <summary>Every pass computes every position: exact.</summary>
    public static Cache None { get; } = new("none", row => row.Length, _ => true);

    /// <summary>
    /// Keeps what stands before the block; a pass computes the block and all behind it (prefix cache of Fast-dLLM, arXiv 2505.22618).
    /// </summary>
    public static Cache Prefix { get; } = new("prefix", row => row.Length, Never);

    /// <summary>Keeps what stands before and behind the block; a pass computes the block alone (dual cache of Fast-dLLM, arXiv 2505.22618).</summary>
    public static Cache Dual { get; } = new("dual", row => row.BlockEnd, Never);

    /// <summary>
    /// As <see cref="Dual"/>, with a full pass as soon as what is still masked in the block has moved: the relative change of its values in the last
    /// block of the model since the last full pass, ||V - V'|| / ||V'||, is above a bound.
    /// </summary>
    /// <param name="bound">0 or more; 0 makes every pass after a change a full one. <see cref="CacheDrift"/> shows what a bound is worth.</param>
    /// <exception cref="SamplerException">The bound is negative or no number.</exception>
    public static Cache Adaptive(double bound)
    {
        _ = Check.Within(0, double.MaxValue, bound, "the bound of an adaptive cache");
        return new("adaptive", row => row.BlockEnd, row => row.Movement > bound) { Bound = bound };
    }

    /// <summary>The caches without parameters.</summary>
    public static IReadOnlyList<Cache> All { get; } = [None, Prefix, Dual];

    /// <summary>A cache of the kit by what is saved of it; null for another.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="bound">Its bound; null where it has none.</param>
    /// <exception cref="SamplerException">The bound lies outside its range.</exception>
    public static Cache? Named(string name, double? bound) => (name, bound) switch
    {
        ("adaptive", { } most) => Adaptive(most),
        _ => All.FirstOrDefault(known => known.Name == name && bound is null),
    };

    /// <summary>The bound of a cache that has one; null otherwise.</summary>
    public double? Bound { get; init; }

    /// <summary>It does not ask how far values have moved, which then need not be found.</summary>
    internal bool IgnoresMovement => Refreshes == Never;

    /// <summary>Two caches are the same when their names and bounds are.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(Cache? other) => other is not null && Name == other.Name && Bound == other.Bound;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Bound);

    /// <inheritdoc/>
    public override string ToString() => Bound is { } bound ? FormattableString.Invariant($"{Name} {bound}") : Name;
}

/// <summary>Where the window of a row ends, behind the first masked position of its block and not behind the row. A pure function.</summary>
/// <param name="row">What is known of the row.</param>
public delegate int CacheWindow(CacheContext row);

/// <summary>Whether the next pass of a row is a full one. A pure function.</summary>
/// <param name="row">What is known of the row.</param>
public delegate bool CacheRefresh(CacheContext row);

/// <summary>One row between two passes, as a cache sees it.</summary>
/// <param name="BlockStart">First position that was masked in the block when it began.</param>
/// <param name="BlockEnd">The position after the block's last.</param>
/// <param name="Length">Positions of the row.</param>
/// <param name="Passes">Passes since the last full one; 0 right after it.</param>
/// <param name="Committed">Positions of the window committed since then.</param>
/// <param name="Movement">
/// Relative change of the values of what is still masked, as <see cref="Cache.Adaptive"/> has it; 0 right after a full pass.
/// </param>
public sealed record CacheContext(int BlockStart, int BlockEnd, int Length, int Passes, int Committed, double Movement);
