using System.Text.RegularExpressions;
using DiffuCoder.Checkpoints;
using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>
/// Tensors that a checkpoint may hold beside a model's weights because they follow from them or from the configuration: the output layer of tied
/// embeddings, and buffers of rotary frequencies. They load where they agree.
/// </summary>
internal static partial class RedundantWeights
{
    private const int RowsAtOnce = 4096;

    /// <summary>Their names among a checkpoint's tensors.</summary>
    public static IReadOnlySet<string> Names(ModelConfig config, IEnumerable<string> names) =>
        names.Where(name => IsTiedOutput(config, name) || RotaryBuffer().IsMatch(name)).ToHashSet();

    /// <summary>Refuses those that disagree.</summary>
    /// <exception cref="CheckpointException">One says something else than what it follows from.</exception>
    public static void Check(CheckpointDirectory files, ModelConfig config, IEnumerable<string> names)
    {
        using var quiet = no_grad();
        foreach (var name in names)
        {
            using var scope = NewDisposeScope();
            if (IsTiedOutput(config, name)) CheckOutput(files, config, name);
            else CheckFrequencies(files, config, name);
        }
    }

    private static bool IsTiedOutput(ModelConfig config, string name) => config.TiedEmbeddings && name == config.Family.Names.Output;

    private static void CheckOutput(CheckpointDirectory files, ModelConfig config, string name)
    {
        var (head, embedding) = (files.Read(name), files.Read(config.Family.Names.Embedding));
        for (var begin = 0L; begin < embedding.shape[0]; begin += RowsAtOnce)
        {
            using var block = NewDisposeScope();
            var count = Math.Min(RowsAtOnce, embedding.shape[0] - begin);
            if (!head.shape.SequenceEqual(embedding.shape) || !Rows(head).eq(Rows(embedding)).all().item<bool>())
                throw new CheckpointException(
                    files.Directory, name, "the configuration ties the output layer to the embeddings, and this one differs from them. "
                    + "Set tie_word_embeddings (LLaDA: weight_tying) to false if the model was trained with both, or take the tensor out.");

            Tensor Rows(Tensor table) => table.narrow(0, begin, count).As(ScalarType.Float32);
        }
    }

    // a buffer may have been rounded to the type of the weights
    private static void CheckFrequencies(CheckpointDirectory files, ModelConfig config, string name)
    {
        using var computed = RotaryFrequencies.Of(config, CPU);
        var stored = files.Read(name);
        var rounding = stored.dtype switch { ScalarType.BFloat16 => 1e-2, ScalarType.Float16 => 1e-3, _ => 1e-5 };
        if (!stored.shape.SequenceEqual(computed.Inverse.shape) || !stored.As(ScalarType.Float32).allclose(computed.Inverse, rounding, 1e-6))
            throw new CheckpointException(
                files.Directory, name, "these rotary frequencies are not those of the configuration: rope_theta, rope_scaling or rope_parameters say "
                + "something else than the weights were made with. Mend config.json, or take the tensor out if it is stale.");
    }

    [GeneratedRegex(@"^model\.((layers\.\d+\.self_attn|transformer\.blocks\.\d+)\.)?rotary_emb\.(original_)?inv_freq$")]
    private static partial Regex RotaryBuffer();
}
