namespace DiffuCoder.Tiny.Trainer

open System
open System.Security.Cryptography
open TorchSharp
open DiffuCoder.Runtime
open DiffuCoder.Training
open DiffuCoder.Tiny.Trainer.Rows

/// Rows grouped by length, so that little of a batch is padding, in an order drawn anew for every pass over them.
module private Plan =

    /// Rows sorted by length within a window: batches of equal length, drawn from all over the corpus.
    [<Literal>]
    let Window = 1024

    let private cut (budget: int) (rows: Row[]) =
        // rows x longest row stays within the budget
        let folder (batches: Row list list) (row: Row) =
            match batches with
            | current :: rest when (current.Length + 1) * row.Tokens.Length <= budget -> (row :: current) :: rest
            | _ -> [ row ] :: batches

        rows
        |> Array.sortBy _.Tokens.Length
        |> Array.fold folder []
        |> List.map Array.ofList

    let ofPass (rows: Row[]) (budget: int) (source: RandomSource) =
        let dice = source.Stream()
        let shuffled = dice.Permutation rows.Length |> Array.map (fun i -> rows[i])

        let batches =
            shuffled |> Array.chunkBySize Window |> Seq.collect (cut budget) |> Array.ofSeq

        dice.Permutation batches.Length |> Array.map (fun i -> batches[i])

/// Training data that is a pure function of the step.
type RowBatches(rows: Row[], tokensPerBatch: int, padId: int, seed: int64) =
    let fingerprint =
        let bytes =
            rows
            |> Array.collect (fun row -> Array.append row.Tokens [| row.LearnedFrom |])
            |> Array.collect BitConverter.GetBytes

        Convert.ToHexString(SHA256.HashData bytes)[..15]

    let passes = Collections.Generic.List<Row[][]>()

    let rec batchAt pass step =
        if pass = passes.Count then
            passes.Add(Plan.ofPass rows tokensPerBatch (RandomSource(seed).Derive(int64 pass)))

        if step < passes[pass].Length then
            passes[pass][step]
        else
            batchAt (pass + 1) (step - passes[pass].Length)

    interface ITrainingData with
        member _.Description =
            $"{rows.Length} rows ({fingerprint}), {tokensPerBatch} tokens a batch, order of seed {seed}"

        member _.Next number =
            let batch = batchAt 0 (int number)
            let width = batch |> Array.map _.Tokens.Length |> Array.max
            let shape = [| int64 batch.Length; int64 width |]

            let grid value =
                [|
                    for row in batch do
                        for column in 0 .. width - 1 -> value row column
                |]

            let inside (row: Row) column = column < row.Tokens.Length

            let tokens =
                grid (fun row column ->
                    if inside row column then
                        int64 row.Tokens[column]
                    else
                        int64 padId)

            let learned =
                grid (fun row column -> inside row column && column >= row.LearnedFrom)

            let real = grid inside

            TrainingRows(
                torch.tensor(tokens).view shape,
                torch.tensor(learned).view shape,
                AttentionMask =
                    (if Array.forall id real then
                         null
                     else
                         torch.tensor(real).view shape)
            )
