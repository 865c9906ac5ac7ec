/// Work under another number of threads of the process, for tests that run alone.
[<Xunit.Collection "alone">]
module DiffuCoder.Core.Tests.Threads

open TorchSharp

let under (threads: int) (work: unit -> 'a) : 'a =
    let before = torch.get_num_threads ()
    torch.set_num_threads threads

    try
        work ()
    finally
        torch.set_num_threads before
