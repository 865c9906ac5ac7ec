namespace DiffuCoder.Training;

/// <summary>Settings of <see cref="AdamW"/>.</summary>
public sealed record AdamWOptions
{
    /// <summary>Decay of the first moment. Default 0.9 (the paper's release, and everybody).</summary>
    public double Beta1 { get; init => field = Require.Within(value, 0, 0.9999999); } = 0.9;

    /// <summary>Decay of the second moment. Default 0.99 (the paper's release; torch has 0.999).</summary>
    public double Beta2 { get; init => field = Require.Within(value, 0, 0.9999999); } = 0.99;

    /// <summary>Added to the root of the second moment. Default 1e-8 (torch).</summary>
    public double Epsilon { get; init => field = Require.Above(value, 0); } = 1e-8;

    /// <summary>Decoupled weight decay. Default 0.1 (the paper's release).</summary>
    public double WeightDecay { get; init => field = Require.Within(value, 0, 1000); } = 0.1;

    /// <summary>Decay biases and norm weights (every tensor of fewer than two dimensions) as well. Default false.</summary>
    public bool DecayVectors { get; init; }

    internal string Description =>
        FormattableString.Invariant($"beta1={Beta1} beta2={Beta2} epsilon={Epsilon} weightDecay={WeightDecay} decayVectors={DecayVectors}");
}
