using DiffuCoder.Models;
using static TorchSharp.torch;

namespace DiffuCoder.Training;

/// <summary>What a backward pass needs of a forward pass, in bytes, operation by operation as the blocks are written.</summary>
internal sealed class ActivationCount
{
    // the chunks of TokenLogProbability, and tensors of their size at work
    private const long ChunkLogits = 1 << 24, ChunkTensors = 3;

    private readonly TrainedModel model;
    private readonly ModelConfig config;
    private readonly long computed, hidden, inner, queries;

    public ActivationCount(TrainedModel model)
    {
        (this.model, config) = (model, model.Config);
        (computed, hidden, inner) = (Bytes(model.Computes), config.HiddenSize, config.IntermediateSize);
        queries = (long)config.Heads * config.HeadSize;
    }

    /// <summary>Bytes of a number.</summary>
    public static int Bytes(ScalarType type) => type is ScalarType.BFloat16 or ScalarType.Float16 ? 2 : 4;

    /// <summary>Kept by the passes of a micro-batch together.</summary>
    /// <param name="tokens">Positions of all rows.</param>
    /// <param name="passes">Forward passes before a backward pass.</param>
    public long Activations(long tokens, int passes)
    {
        // the residual stream that the final norm reads, its float32 copy where that is another, and what is projected
        var end = 4 * hidden + 2 * computed * hidden;
        return tokens * passes * (end + (model.CheckpointBlocks ? config.Layers * hidden * computed : Blocks.Sum()));
    }

    /// <summary>At work in a block, with what it keeps where that is computed again, or in the output layer, whichever is more.</summary>
    /// <param name="tokens">Positions of all rows.</param>
    /// <param name="predicted">Positions whose tokens are asked for.</param>
    public long Work(long tokens, long predicted) =>
        Math.Max(tokens * (OfBlock() + (model.CheckpointBlocks ? Blocks.Max() : 0)), Output(predicted));

    /// <summary>Matrices in the type that is computed in, where they are stored in another.</summary>
    /// <param name="trained">Numbers that are trained.</param>
    public long Recast(long trained)
    {
        // autograd keeps what a gradient goes through, until the backward pass of a block or of all
        var matrices = computed * Linears(0).Sum(linear => linear.Numbers) * (model.CheckpointBlocks ? 1 : config.Layers);
        if (model.Lora is null) return computed == 4 ? 0 : matrices;
        var isRecast = config.WeightFormat == WeightFormat.Int8 || Bytes(model.Stored) != computed;
        return (isRecast ? matrices : 0) + (computed == 4 ? 0 : computed * trained);
    }

    private IEnumerable<long> Blocks => Enumerable.Range(0, config.Layers).Select(Block);

    // the output layer's part
    private long Output(long predicted)
    {
        var table = (long)config.VocabularySize * hidden;
        var logits = ChunkTensors * 4 * Math.Min(predicted * config.VocabularySize, ChunkLogits);
        return logits + (Bytes(model.Stored) == computed ? 0 : computed * table) + (model.Lora is null ? 4 * table : 0);
    }

    // of one token: what a block makes and gives back at its end, or the gradients within it, whichever is more
    private long OfBlock()
    {
        // an adapted layer has its own output, the update's, that scaled, and their sum
        var outputs = Linears(0).Sum(linear => linear.Outputs * (linear.Rank > 0 ? 4 : 1));
        var keys = (long)config.KeyValueHeads * config.HeadSize;
        // turning makes five tensors of queries and keys, a norm two in float32
        var made = computed * (outputs + 5 * (queries + keys) + 2 * hidden) + 2 * 2 * 4 * hidden;
        return Math.Max(made, computed * (3 * inner + 2 * hidden));
    }

    // of one token
    private long Block(int block)
    {
        var linears = Linears(block).ToDictionary(linear => linear.Part, linear => linear.Rank);
        var names = config.Family.Names;
        bool Reads(params string[] parts) => parts.Any(part => linears[part] != 0);
        // a norm keeps what it reads in float32 and, where its weight is trained, what that is multiplied with; a linear layer keeps what it reads
        // where it is trained or adapted
        var norms = 2 * (4 * hidden + (model.Lora is null ? computed * hidden : 0));
        var read = (Reads(names.Query, names.Key, names.Value) ? computed * hidden : 0) + (Reads(names.Gate, names.Up) ? computed * hidden : 0)
            + (Reads(names.Down) ? computed * inner : 0);
        // attention keeps queries, keys and values of all heads and its result, and a float32 number for each head
        var attention = 4 * computed * queries + 4 * config.Heads;
        // silu keeps the gate; the product both its factors
        var feed = 3 * computed * inner;
        return norms + read + attention + feed + linears.Values.Sum(rank => Math.Max(0, rank)) * computed;
    }

    // rank 0: frozen, -1: trained as a whole
    private IEnumerable<(string Part, long Numbers, long Outputs, int Rank)> Linears(int block)
    {
        var shapes = WeightShapes.Of(config);
        return config.Family.Names.Linears.Select(part =>
        {
            var layer = config.Family.Names.Of(block, part);
            var rank = model.Lora is not { } lora ? -1 : lora.Adapts(layer) ? lora.RankOf(layer) : 0;
            var shape = shapes[layer + ".weight"];
            return (part, shape[0] * shape[1], shape[0], rank);
        });
    }
}
