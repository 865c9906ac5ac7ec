namespace DiffuCoder.Models;

/// <summary>Low-rank adaptation (Hu et al., arXiv 2106.09685): W x + (alpha / r) B A x, with A [r, in] and B [out, r] trained and W left as it is.</summary>
public sealed record LoraOptions
{
    /// <summary>All linear layers of a block of Qwen2, Dream and DiffuCoder.</summary>
    public static IReadOnlyList<string> AllModules { get; } = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"];

    /// <summary>The linear layers of a block of every family.</summary>
    private static IReadOnlyList<string> Known { get; } = [.. ModelFamily.All.SelectMany(family => family.Names.Linears).Select(name => name.Split('.')[^1]).Distinct()];

    /// <summary>Rank of the update, r, 1 or more. Default 16.</summary>
    public int Rank { get; init => field = value >= 1 ? value : throw new ModelException($"{nameof(Rank)} is {value}; it must be at least 1."); } = 16;

    /// <summary>alpha; the update is multiplied by alpha / r. Default 32.</summary>
    public double Alpha { get; init => field = double.IsFinite(value) && value > 0 ? value : throw new ModelException(FormattableString.Invariant($"{nameof(Alpha)} is {value}; it must be a finite number above 0.")); } = 32;

    /// <summary>The layers that are adapted in every block, by their names in the checkpoint. Default all of them.</summary>
    public IReadOnlyList<string> TargetModules
    {
        get;
        init => field = value.Count > 0 && value.All(Known.Contains)
            ? [.. value.Distinct()]
            : throw new ModelException($"{nameof(TargetModules)} is [{string.Join(", ", value)}]; it must name some of {string.Join(", ", Known)}.");
    } = AllModules;

    /// <summary>alpha / r.</summary>
    public double Scale => Alpha / Rank;

    internal string Description => FormattableString.Invariant($"rank={Rank} alpha={Alpha} modules={string.Join(", ", TargetModules)}");
}
