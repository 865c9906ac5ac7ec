/// Rows of every type that the Parquet tests write.
module DiffuCoder.Core.Tests.Datasets.ParquetSamples

open System
open System.Collections.Generic

[<CLIMutable>]
type Inference =
    {
        completion: string
        pass_rate: Nullable<float>
    }

[<CLIMutable>]
type Meta =
    {
        language: string
        stars: Nullable<int>
    }

[<CLIMutable>]
type Wide =
    {
        id: string
        number: Nullable<float>
        whole: int64
        small: float32
        truth: bool
        bytes: byte array
        price: decimal
        time: DateTime
        tests: List<string>
        inferences: List<Inference>
        meta: Meta
        table: List<List<int>>
        map: Dictionary<string, string>
    }

let full =
    {
        id = "a \"quoted\" ä 𝒳\n"
        number = Nullable 0.5
        whole = Int64.MaxValue
        small = 1.5f
        truth = true
        bytes = [| 1uy; 2uy |]
        price = 1.25m
        time = DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc)
        tests = List [ "x"; null; "z" ]
        inferences =
            List
                [
                    {
                        completion = "c"
                        pass_rate = Nullable 0.25
                    }
                    Unchecked.defaultof<Inference>
                    {
                        completion = null
                        pass_rate = Nullable()
                    }
                ]
        meta = { language = "py"; stars = Nullable() }
        table = List [ List [ 1; 2 ]; List []; List [ 3 ] ]
        map = Dictionary(dict [ "k", "v"; "n", null ])
    }

/// As empty as its types allow.
let empty =
    { full with
        id = ""
        number = Nullable nan
        bytes = [||]
        tests = List []
        inferences = List []
        meta = Unchecked.defaultof<Meta>
        table = List []
        map = Dictionary()
    }

/// With nulls wherever there can be one.
let absent =
    { full with
        id = null
        number = Nullable infinity
        bytes = null
        tests = null
        inferences = null
        table = null
        map = null
    }
