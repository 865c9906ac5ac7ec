using DiffuCoder.Models;
using DiffuCoder.Repairs;
using DiffuCoder.Samples;
using DiffuCoder.Sampling;
using DiffuCoder.Sandbox;

// dotnet run --project samples/CSharp -- streaming DIRECTORY "Write a function that ..."
var options = SamplerOptions.Paper with { MaxNewTokens = 96, Steps = 96 };
var output = Console.Out;

Dictionary<string, Func<MaskedLanguageModel, string, Task>> samples = new()
{
    ["streaming"] = (model, request) => Streaming.RunAsync(model, request, options, output),
    ["chatting"] = (model, request) => Done(() => Chatting.Run(model, [request, "Now with a docstring."], options, output)),
    ["infilling"] = (model, text) => Done(() => Infilling.Run(model, text, 8, "\n", options, output)),
    ["constrained"] = (model, request) => Done(() => Constrained.Run(model, request, options, output)),
    ["repairing"] = async (model, request) =>
    {
        await using var sandbox = PythonSandbox.Start();
        Repairing.Run(model, request, PythonCheckers.Parser(sandbox), options, output);
    },
    ["blocks"] = (model, request) => Done(() => Blocks.Run(model, request, 96, [8, 32, 96], output)),
    ["decoding-orders"] = (model, request) => Done(() => DecodingOrders.Run(model, [request], options, output)),
};

switch (args)
{
    case ["first-generation", var directory, var request]:
        FirstGeneration.Run(directory, request, options, output);
        return 0;
    case ["running-code", var program]:
        await using (var sandbox = PythonSandbox.Start()) await RunningCode.RunAsync(sandbox, program, output);
        return 0;
    case [var name, var directory, var request] when samples.TryGetValue(name, out var sample):
        using (var model = MaskedLanguageModel.Load(directory)) await sample(model, request);
        return 0;
    default:
        Console.Error.WriteLine("Give a sample, the directory of a checkpoint and, in quotes, what to write; or running-code and a program.");
        Console.Error.WriteLine($"Samples: first-generation, {string.Join(", ", samples.Keys)}, running-code.");
        return 2;
}

static Task Done(Action sample)
{
    sample();
    return Task.CompletedTask;
}
