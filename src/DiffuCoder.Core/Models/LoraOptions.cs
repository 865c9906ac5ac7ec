namespace DiffuCoder.Models;

/// <summary>
/// Low-rank adaptation (Hu et al., arXiv 2106.09685): W x + s B A x, with A [r, in] and B [out, r] trained and W left as it is. The scale s is alpha
/// / r, or alpha / sqrt(r) where it is rank-stabilised.
/// </summary>
public sealed record LoraOptions
{
    /// <summary>All linear layers of a block of Qwen2, Dream and DiffuCoder.</summary>
    public static IReadOnlyList<string> AllModules { get; } = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"];

    /// <summary>The linear layers of a block of every family.</summary>
    private static IReadOnlyList<string> Known { get; } = [
        .. ModelFamily.All.SelectMany(family => family.Names.Linears).Select(name => name.Split('.')[^1]).Distinct()];

    /// <summary>Rank of the update, r, 1 or more. Default 16.</summary>
    public int Rank { get; init => field = RankOf(value, nameof(Rank)); } = 16;

    /// <summary>alpha, above 0. Default 32.</summary>
    public double Alpha { get; init => field = AlphaOf(value, nameof(Alpha)); } = 32;

    /// <summary>Whether the update is multiplied by alpha / sqrt(r) instead of alpha / r (rsLoRA; Kalajdzievski, arXiv 2312.03732).</summary>
    public bool RankStabilized { get; init; }

    /// <summary>
    /// The layers that are adapted, by how their names in the checkpoint end, at a dot: <c>q_proj</c> in every block,
    /// <c>layers.1.self_attn.q_proj</c> in one. Default all linear layers of Qwen2, Dream and DiffuCoder.
    /// </summary>
    public IReadOnlyList<string> TargetModules
    {
        get;
        init => field = value.Count > 0 && value.All(ending => Known.Contains(ending.Split('.')[^1]))
            ? [.. value.Distinct()]
            : throw new ModelException(
                $"{nameof(TargetModules)} is [{string.Join(", ", value)}]; each must end with one of {string.Join(", ", Known)}.");
    } = AllModules;

    /// <summary>
    /// Other ranks of some layers: regular expressions of how a layer's name ends, at a dot, and the rank. The first that fits counts (PEFT's
    /// <c>rank_pattern</c>). Default none.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, int>> RankPattern
    {
        get;
        init => field = [.. value.Select(entry => KeyValuePair.Create(LayerPattern.Checked(entry.Key), RankOf(entry.Value, nameof(RankPattern))))];
    } = [];

    /// <summary>Other alphas of some layers, as <see cref="RankPattern"/>. Default none.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> AlphaPattern
    {
        get;
        init => field = [.. value.Select(entry => KeyValuePair.Create(LayerPattern.Checked(entry.Key), AlphaOf(entry.Value, nameof(AlphaPattern))))];
    } = [];

    /// <summary>Whether a layer is adapted.</summary>
    /// <param name="layer">Its name in the checkpoint, without <c>.weight</c>.</param>
    public bool Adapts(string layer) => TargetModules.Any(ending => layer == ending || layer.EndsWith("." + ending, StringComparison.Ordinal));

    /// <summary>The rank of a layer's update.</summary>
    /// <param name="layer">Its name in the checkpoint, without <c>.weight</c>.</param>
    public int RankOf(string layer) => LayerPattern.First(RankPattern, layer) ?? Rank;

    /// <summary>What a layer's update is multiplied by.</summary>
    /// <param name="layer">Its name in the checkpoint, without <c>.weight</c>.</param>
    public double ScaleOf(string layer)
    {
        double rank = RankOf(layer), alpha = LayerPattern.First(AlphaPattern, layer) ?? Alpha;
        return alpha / (RankStabilized ? Math.Sqrt(rank) : rank);
    }

    internal string Description => FormattableString.Invariant($"rank={Rank} alpha={Alpha} modules={string.Join(", ", TargetModules)}")
        + (RankStabilized ? " rank-stabilised" : "")
        + Words("ranks", RankPattern) + Words("alphas", AlphaPattern);

    private static string Words<T>(string name, IReadOnlyList<KeyValuePair<string, T>> patterns) where T : IFormattable =>
        patterns.Count == 0
            ? ""
            : $" {name}={string.Join(", ", patterns.Select(entry => FormattableString.Invariant($"{entry.Key}: {entry.Value}")))}";

    private static int RankOf(int value, string option) =>
        value >= 1 ? value : throw new ModelException($"{option} is {value}; it must be at least 1.");

    private static double AlphaOf(double value, string option) =>
        double.IsFinite(value) && value > 0
            ? value
            : throw new ModelException(FormattableString.Invariant($"{option} is {value}; it must be a finite number above 0."));
}
