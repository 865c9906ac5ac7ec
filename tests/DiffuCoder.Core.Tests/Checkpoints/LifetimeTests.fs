module DiffuCoder.Core.Tests.Checkpoints.LifetimeTests

open System
open System.IO
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Checkpoints
open DiffuCoder.Core.Tests.Checkpoints.Files

let write (path: string) (value: float32) (count: int64) =
    use tensor = torch.full ([| count |], value.ToScalar(), dtype = torch.float32)
    SafetensorsWriter.Write(path, named [ "a", tensor ])

let sum (tensor: torch.Tensor) =
    use total = tensor.sum ()
    total.item<float32>()

[<Fact>]
let ``a tensor outlives its file: closed, replaced by a rename, deleted`` () =
    use directory = new TemporaryDirectory()
    let path = directory.File "x.safetensors"
    write path 1f 100_000L
    let file = SafetensorsFile.Open path
    use early = file.Read "a"
    write path 3f 100_000L // a rename in place of the open file
    use late = file.Read "a"
    file.Dispose()
    File.Delete path
    GC.Collect()
    GC.WaitForPendingFinalizers()
    sum early |> should equal 100_000f
    sum late |> should equal 100_000f

[<Fact>]
let ``a tensor changed in place leaves the file and later readers as they are`` () =
    use directory = new TemporaryDirectory()
    let path = directory.File "x.safetensors"
    write path 1f 10L
    use file = SafetensorsFile.Open path
    use tensor = file.Read "a"
    tensor.fill_ (5f.ToScalar()) |> ignore
    sum tensor |> should equal 50f
    use again = SafetensorsFile.Open path
    use untouched = again.Read "a"
    sum untouched |> should equal 10f

[<Fact>]
let ``a mapped tensor can be trained`` () =
    use directory = new TemporaryDirectory()
    let path = directory.File "x.safetensors"
    write path 1f 10L
    use _scope = torch.NewDisposeScope()
    use file = SafetensorsFile.Open path
    let parameter = new Modules.Parameter(file.Read "a")
    let optimizer = torch.optim.SGD([ parameter ], 0.5)

    for _ in 1..2 do
        optimizer.zero_grad ()
        (parameter * parameter).sum().backward()
        optimizer.step () |> ignore

    // x <- x - 0.5 * 2 x = 0
    sum (parameter.detach ()) |> should equal 0f

[<Fact>]
let ``reading leaves no tensor behind but the one returned`` () =
    use directory = new TemporaryDirectory()
    let path = directory.File "x.safetensors"

    File.WriteAllBytes(
        path,
        safetensors """{"b":{"dtype":"BOOL","shape":[2],"data_offsets":[0,2]},"f":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""" 6
    )

    liveTensorsLeftBy (fun () ->
        use file = SafetensorsFile.Open path
        use _b = file.Read "b"
        use _f = file.Read "f"
        ())
    |> should equal 0L

    // also inside the caller's scope, which must not end the file's own mapping
    use file = SafetensorsFile.Open path

    for _ in 1..3 do
        use _scope = torch.NewDisposeScope()
        sum (file.Read "f") |> ignore

[<Fact>]
let ``writing and refusing leave no tensor behind`` () =
    use directory = new TemporaryDirectory()
    let path = directory.File "x.safetensors"
    use tensor = torch.ones (3, 4)
    use transposed = tensor.t ()

    liveTensorsLeftBy (fun () -> SafetensorsWriter.Write(path, named [ "a", transposed ]))
    |> should equal 0L

    File.WriteAllBytes(path, safetensors """{"b":{"dtype":"BOOL","shape":[3],"data_offsets":[0,3]}}""" 3)

    liveTensorsLeftBy (fun () -> (fun () -> openAndReadAll path) |> refused [ "0 and 1" ])
    |> should equal 0L

/// Resident and private kB of the mappings of a file in this process.
let mapped (path: string) =
    let lines = File.ReadAllLines "/proc/self/smaps"

    let isHeader (line: string) =
        line.Length > 0 && not (Char.IsUpper line[0])

    let kilobytes (line: string) =
        line.Split([| ' ' |], StringSplitOptions.RemoveEmptyEntries)[1] |> int64

    ((false, 0L, 0L, 0), lines)
    ||> Array.fold (fun (inside, resident, anonymous, count) line ->
        if isHeader line then
            let inside = line.EndsWith(path, StringComparison.Ordinal)
            inside, resident, anonymous, (if inside then count + 1 else count)
        elif inside && line.StartsWith "Rss:" then
            inside, resident + kilobytes line, anonymous, count
        elif inside && line.StartsWith "Anonymous:" then
            inside, resident, anonymous + kilobytes line, count
        else
            inside, resident, anonymous, count)
    |> fun (_, resident, anonymous, count) -> resident, anonymous, count

[<Fact>]
let ``a large file is resident once when it is touched, not at all before, and is unmapped at the end`` () =
    if OperatingSystem.IsLinux() then
        use directory = new TemporaryDirectory()
        let path = directory.File "large.safetensors"
        let half = 100_000_000L

        do
            use file = File.Create path

            let json =
                $"""{{"a":{{"dtype":"F32","shape":[{half / 4L}],"data_offsets":[0,{half}]}},"b":{{"dtype":"BF16","shape":[{half / 2L}],"data_offsets":[{half},{2L * half}]}}}}"""

            let start = safetensors (json.PadRight 160) 0
            file.Write(start, 0, start.Length)
            file.SetLength(file.Length + 2L * half) // a hole: no time, no space

        // of the reading alone: the table of mappings, which is looked at between, is megabytes of text in a process of many threads
        let managed = ref 0L

        let counted (work: unit -> 'a) =
            let before = GC.GetAllocatedBytesForCurrentThread()
            let result = work ()
            managed.Value <- managed.Value + GC.GetAllocatedBytesForCurrentThread() - before
            result

        let opened () =
            use file = SafetensorsFile.Open path
            [ file.Read "a"; file.Read "b" ]

        let tensors = counted opened
        let resident, _, count = mapped path
        resident |> should be (lessThan 2_000L)
        count |> should equal 2

        for tensor in tensors do
            counted (fun () ->
                use largest = tensor.amax ([| 0L |])
                use widened = largest.to_type torch.float32
                widened.item<float32>())
            |> should equal 0f

        let resident, anonymous, _ = mapped path
        resident * 1024L |> should be (greaterThan (2L * half - 1_000_000L))
        resident * 1024L |> should be (lessThan (2L * half * 11L / 10L))
        anonymous |> should equal 0L

        managed.Value |> should be (lessThan 20_000_000L)

        tensors |> List.iter _.Dispose()
        let _, _, count = mapped path
        count |> should equal 0
