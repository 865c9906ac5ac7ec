// A namespace for each place where a use of a type of DiffuCoder.Runtime can hide. The
// compiler moves the bodies of lambdas and of asynchronous methods into types of its own.

namespace DiffuCoder.Core.Tests.Architecture.Samples.Signature

type Sample =
    abstract Of: DiffuCoder.Runtime.Device -> unit

namespace DiffuCoder.Core.Tests.Architecture.Samples.ReturnedArray

type Sample =
    abstract All: unit -> DiffuCoder.Runtime.Device[] list

namespace DiffuCoder.Core.Tests.Architecture.Samples.Field

type Sample() =
    [<DefaultValue>]
    val mutable Source: DiffuCoder.Runtime.RandomSource | null

namespace DiffuCoder.Core.Tests.Architecture.Samples.AttributeArgument

[<Sealed>]
type MarkerAttribute(kind: System.Type) =
    inherit System.Attribute()
    member _.Kind = kind

[<Marker(typeof<DiffuCoder.Runtime.Device>)>]
type Sample() = class end

namespace DiffuCoder.Core.Tests.Architecture.Samples.BaseType

type Sample() =
    inherit System.Collections.Generic.List<DiffuCoder.Runtime.Device>()

namespace DiffuCoder.Core.Tests.Architecture.Samples.Constraint

type Sample<'T when 'T :> System.IEquatable<DiffuCoder.Runtime.Device>>() = class end

namespace DiffuCoder.Core.Tests.Architecture.Samples.Body

type Sample() =
    member _.Count() =
        int DiffuCoder.Runtime.LiveTensors.InProcess

namespace DiffuCoder.Core.Tests.Architecture.Samples.Catch

type Sample() =
    member _.Guarded(action: unit -> unit) =
        try
            action ()
        with :? DiffuCoder.Runtime.DeviceException ->
            ()

namespace DiffuCoder.Core.Tests.Architecture.Samples.StateMachine

module Sample =
    let later () =
        task {
            do! System.Threading.Tasks.Task.Yield()
            return DiffuCoder.Runtime.LiveTensors.InProcess
        }

namespace DiffuCoder.Core.Tests.Architecture.Samples.Lambda

module Sample =
    let all (numbers: int list) =
        numbers |> List.map (fun _ -> DiffuCoder.Runtime.LiveTensors.InProcess)

namespace DiffuCoder.Core.Tests.Architecture.Samples.Nothing

type Sample() =
    member _.Text = "no use of it"
