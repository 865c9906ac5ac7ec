using DiffuCoder.Samples;
using DiffuCoder.Sampling;

// dotnet run --project samples/CSharp -- DIRECTORY "Write a function that ..."
if (args is not [var directory, var request])
{
    Console.Error.WriteLine("Give the directory of a checkpoint and, in quotes, what to write.");
    return 2;
}
FirstGeneration.Run(directory, request, SamplerOptions.Paper with { MaxNewTokens = 96, Steps = 96 }, Console.Out);
return 0;
