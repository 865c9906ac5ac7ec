using DiffuCoder.Models;
using DiffuCoder.Repairs;
using DiffuCoder.Sampling;

namespace DiffuCoder.Samples;

/// <summary>An answer that a checker has something against is masked where it points, and filled in again.</summary>
public static class Repairing
{
    /// <summary>Answers a request, repairs the answer, and writes down every round and what is kept.</summary>
    /// <param name="model">An instruction-tuned model.</param>
    /// <param name="request">What to ask.</param>
    /// <param name="checker">What says whether the answer is good: <c>PythonCheckers.Parser(sandbox)</c>.</param>
    /// <param name="options">How to sample.</param>
    /// <param name="output">Where to write.</param>
    public static void Run(MaskedLanguageModel model, string request, Checker checker, SamplerOptions options, TextWriter output)
    {
        var tokenizer = Asking.TokenizerOf(model);
        var answer = new DiffusionSampler(model, options, tokenizer).Generate(Asking.ForCode(model, request, options), seed: 0);
        var repairer = new Repairer(model, new() { Rounds = 4 }, tokenizer);
        var repair = repairer.Run([new(answer, checker)], seed: 0)[0];
        foreach (var round in repair.Rounds) output.WriteLine($"{round.Policy}: {string.Join(", ", round.Masked)}; {round.Finding}");
        output.WriteLine(repair);
        output.WriteLine(repair.Answer.Text);
    }
}
