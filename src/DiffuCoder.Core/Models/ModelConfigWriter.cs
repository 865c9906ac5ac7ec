using System.Text.Json.Nodes;

namespace DiffuCoder.Models;

/// <summary>Writes a <c>config.json</c> in the keys of the model's family.</summary>
internal static class ModelConfigWriter
{
    public static JsonObject Write(ModelConfig config, string torchDtype)
    {
        var json = config.Family == ModelFamily.Llada ? LladaConfig.Write(config) : QwenConfig.Write(config);
        json["vocab_size"] = config.VocabularySize;
        json["rope_theta"] = config.RopeTheta;
        json["rms_norm_eps"] = config.NormEpsilon;
        json["attention_dropout"] = 0.0;
        json["mask_token_id"] = config.MaskTokenId;
        json["eos_token_id"] = config.EndOfTextId;
        json["pad_token_id"] = config.PadTokenId;
        json["bos_token_id"] = config.BeginOfTextId;
        json["torch_dtype"] = torchDtype;
        if (config.WeightFormat == WeightFormat.Int8) json[Int8Config.Key] = Int8Config.Write(config.Family.Names.OutputLayer);
        return json;
    }
}
