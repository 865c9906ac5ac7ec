using DiffuCoder.Runtime;
using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>One block: x + attention(norm(x)), then x + SwiGLU(norm(x)).</summary>
internal sealed class TransformerBlock(ModelConfig config, IReadOnlyDictionary<string, Tensor> weights, int layer, LoraAdapter? adapter = null)
{
    private readonly Tensor attentionNorm = weights[config.Family.Names.Of(layer, config.Family.Names.AttentionNorm)];
    private readonly Linear query = new(weights, config.Family.Names.Of(layer, config.Family.Names.Query), adapter);
    private readonly Linear key = new(weights, config.Family.Names.Of(layer, config.Family.Names.Key), adapter);
    private readonly Linear value = new(weights, config.Family.Names.Of(layer, config.Family.Names.Value), adapter);
    private readonly Tensor? queryNorm = NormOf(config, weights, layer, config.Family.Names.QueryNorm);
    private readonly Tensor? keyNorm = NormOf(config, weights, layer, config.Family.Names.KeyNorm);
    private readonly Linear output = new(weights, config.Family.Names.Of(layer, config.Family.Names.AttentionOutput), adapter);
    private readonly Tensor feedForwardNorm = weights[config.Family.Names.Of(layer, config.Family.Names.FeedForwardNorm)];
    private readonly Linear gate = new(weights, config.Family.Names.Of(layer, config.Family.Names.Gate), adapter);
    private readonly Linear up = new(weights, config.Family.Names.Of(layer, config.Family.Names.Up), adapter);
    private readonly Linear down = new(weights, config.Family.Names.Of(layer, config.Family.Names.Down), adapter);

    private Linear[] Linears => [query, key, value, output, gate, up, down];

    /// <summary>All it reads.</summary>
    public IEnumerable<Tensor> Weights =>
    [
        attentionNorm, feedForwardNorm, .. new[] { queryNorm, keyNorm }.OfType<Tensor>(),
        .. Linears.SelectMany(linear => linear.Weights),
    ];

    /// <param name="x">Residual stream, [B, L, hidden].</param>
    /// <param name="rotary">Rotary tables of this batch.</param>
    /// <param name="attention">Who attends to whom.</param>
    /// <param name="probe">Sees named intermediate results; for parity tests.</param>
    public Tensor Forward(Tensor x, RotaryPositions rotary, Attention attention, Action<string, Tensor>? probe = null)
    {
        using var scope = NewDisposeScope();
        if (probe is null && Linears.All(linear => linear.IsBare) && RecordedPass.Fits(x, Weights))
            return Recorded(x, rotary, attention).MoveToOuterDisposeScope();
        var fused = !is_grad_enabled() && !x.requires_grad;
        var attended = x.Plus(Attend(RmsNorm.Apply(x, attentionNorm, config.NormEpsilon, fused), rotary, attention, probe, fused));
        var normed = RmsNorm.Apply(attended, feedForwardNorm, config.NormEpsilon, fused);
        var fed = Feed(normed, fused);
        probe?.Invoke("mlp_out", fed);
        return attended.Plus(fed).MoveToOuterDisposeScope();
    }

    // products of the same x in one, and managed passes between them
    private Tensor Recorded(Tensor x, RotaryPositions rotary, Attention attention)
    {
        var (shape, positions) = (x.shape, x.shape[0] * x.shape[1]);
        var joined = Linear.Recorded(RecordedNorm.Of(x, attentionNorm, config.NormEpsilon).view(positions, -1), query, key, value)
            .view(shape[0], shape[1], -1);
        var (queries, keys, values) = queryNorm is null && keyNorm is null
            ? RecordedHeads.Of(joined, rotary, config.Heads, config.KeyValueHeads)
            : Parted(joined, rotary);
        var mixed = attention.MixBeside(layer, queries, keys, values);
        var attended = Linear.Recorded(mixed, output).view(shape);
        var (sum, normed) = RecordedSumNorm.Of(x, attended, feedForwardNorm, config.NormEpsilon);
        var gated = RecordedGate.Of(Linear.Recorded(normed.view(positions, -1), gate, up));
        return sum.Plus(Linear.Recorded(gated, down).view(shape));
    }

    // heads with norms of their own
    private (Tensor Queries, Tensor Keys, Tensor Values) Parted(Tensor joined, RotaryPositions rotary)
    {
        var (heads, keyHeads) = (config.Heads * config.HeadSize, config.KeyValueHeads * config.HeadSize);
        var values = joined.narrow(2, heads + keyHeads, keyHeads);
        return (
            rotary.Turn(Normed(joined.narrow(2, 0, heads).contiguous(), queryNorm, fused: false), config.HeadSize, fused: false).contiguous(),
            rotary.Turn(Normed(joined.narrow(2, heads, keyHeads).contiguous(), keyNorm, fused: false), config.HeadSize, fused: false).contiguous(),
            values.view(values.shape[0], values.shape[1], config.KeyValueHeads, config.HeadSize).transpose(1, 2).contiguous());
    }

    private Tensor Attend(Tensor normed, RotaryPositions rotary, Attention attention, Action<string, Tensor>? probe, bool fused)
    {
        var (q, k, v) = (Apply(query, normed, fused), Apply(key, normed, fused), Apply(value, normed, fused));
        probe?.Invoke("input_layernorm", normed);
        probe?.Invoke("q_proj", q);
        probe?.Invoke("k_proj", k);
        probe?.Invoke("v_proj", v);
        var queries = rotary.Turn(Normed(q, queryNorm, fused), config.HeadSize, fused);
        var keys = rotary.Turn(Normed(k, keyNorm, fused), config.HeadSize, fused);
        probe?.Invoke("q_rot", queries);
        probe?.Invoke("k_rot", keys);
        var values = v.view(v.shape[0], v.shape[1], config.KeyValueHeads, config.HeadSize).transpose(1, 2);
        var mixed = attention.Mix(layer, queries, keys, values);
        var joined = Apply(output, mixed.transpose(1, 2).reshape(q.shape), fused);
        probe?.Invoke("attn_out", joined);
        return joined;
    }

    /// <summary>Each head's part by itself, where the family does so (Qwen3).</summary>
    private Tensor Normed(Tensor projected, Tensor? norm, bool fused)
    {
        if (norm is null) return projected;
        var shape = projected.shape;
        return RmsNorm.Apply(projected.view(shape[0], shape[1], -1, config.HeadSize), norm, config.NormEpsilon, fused).view(shape);
    }

    private static Tensor? NormOf(ModelConfig config, IReadOnlyDictionary<string, Tensor> weights, int layer, string? part) =>
        part is null ? null : weights[config.Family.Names.Of(layer, part)];

    private Tensor Feed(Tensor normed, bool fused)
    {
        var (rows, length) = (normed.shape[0], normed.shape[1]);
        if (!fused || !new[] { gate, up, down }.All(linear => linear.IsFasterTurned(normed, rows * length)))
            return down.Apply(SwiGlu.Apply(gate.Apply(normed), up.Apply(normed), fused));
        var turned = normed.view(rows * length, -1).t();
        return down.Turned(SwiGlu.Apply(gate.Turned(turned), up.Turned(turned), fused)).t().contiguous().view(normed.shape);
    }

    private static Tensor Apply(Linear linear, Tensor x, bool fused)
    {
        var (rows, length) = (x.shape[0], x.shape[1]);
        if (!fused || !linear.IsFasterTurned(x, rows * length)) return linear.Apply(x);
        return linear.Turned(x.view(rows * length, -1).t()).t().contiguous().view(rows, length, -1);
    }
}
