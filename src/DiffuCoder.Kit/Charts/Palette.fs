namespace DiffuCoder

open System
open System.Globalization
open System.Text.RegularExpressions
open Plotly.NET

/// One colour for one name, in every chart.
[<RequireQualifiedAccess>]
module internal Palette =

    /// Red, green and blue, 0 to 255.
    type Rgb = { Red: int; Green: int; Blue: int }

    let rgb (hex: int) =
        {
            Red = hex >>> 16
            Green = hex >>> 8 &&& 255
            Blue = hex &&& 255
        }

    let mix (share: float) (a: Rgb) (b: Rgb) =
        let channel from until =
            int (round (float from + (float until - float from) * share))

        {
            Red = channel a.Red b.Red
            Green = channel a.Green b.Green
            Blue = channel a.Blue b.Blue
        }

    let hex (colour: Rgb) =
        $"#{colour.Red:x2}{colour.Green:x2}{colour.Blue:x2}"

    let solid (colour: Rgb) = Color.fromHex (hex colour)

    let clear (opacity: float) (colour: Rgb) =
        Color.fromARGB (int (round (255.0 * opacity))) colour.Red colour.Green colour.Blue

    let ink = rgb 0x2b2f36
    let soft = rgb 0x7a828e
    let grid = rgb 0xe6e8ec
    let paper = rgb 0xffffff

    // the first entry that has a word of the name wins: "LLaDA Instruct" is a LLaDA, "DiffuCoder-7B-Base" a base model
    let private known =
        [
            [ "llada" ], rgb 0xd6528f
            [ "dream" ], rgb 0xd98c1f
            [ "qwen"; "qwen2" ], rgb 0x6b7280
            [ "opencoder" ], rgb 0x9a7b4f
            [ "decoupled" ], rgb 0xd95f3b
            [ "full" ], rgb 0xd9a21f
            [ "random" ], rgb 0x2f9e8f
            [ "cpgrpo"; "grpo"; "coupled" ], rgb 0x7b4fc9
            [ "instruct"; "sft" ], rgb 0x2f73d8
            [ "base"; "adapted" ], rgb 0x2a9d5c
            [ "ar"; "causal" ], rgb 0x8a5a44
        ]

    let private others =
        [|
            0x0f9bb5
            0xb5475f
            0x7a9a1f
            0x5461c4
            0xb8672a
            0x3f7f6f
            0xa64fb0
            0x566b85
        |]
        |> Array.map rgb

    let private wordsOf (name: string) =
        name.ToLowerInvariant()
        |> Seq.map (fun c -> if Char.IsLetterOrDigit c then c else ' ')
        |> String.Concat
        |> _.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        |> Set.ofArray

    /// FNV-1a: the runtime's own hash of a string differs from process to process.
    let private hash (name: string) =
        (2166136261u, name) ||> Seq.fold (fun sum c -> (sum ^^^ uint32 c) * 16777619u)

    /// A colour between others that stand at equal distances, at a share in [0, 1].
    let along (colours: Rgb list) (share: float) =
        let place = share * float (colours.Length - 1)
        let index = min (int place) (colours.Length - 2)
        mix (place - float index) colours[index] colours[index + 1]

    let private coldToHot = [ 0x3b6fd4; 0x2a9d8f; 0xe0a526; 0xd1495b ] |> List.map rgb

    let private hottest = 1.5 // of the paper's temperatures

    /// The temperature that a name tells: "T = 0.2", "temperature 1.0".
    let private temperatureOf (name: string) =
        let found = Regex.Match(name, @"\b(?:T|temperature)\s*=?\s*(\d+(?:\.\d+)?)")

        if found.Success then
            Some(Double.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture))
        else
            None

    /// The colour of a name: of the model or variant it names, else of its temperature, else one of its own.
    let ofName (name: string) =
        let words = wordsOf name

        match known |> List.tryFind (fun (keys, _) -> keys |> List.exists words.Contains), temperatureOf name with
        | Some(_, colour), _ -> colour
        | None, Some temperature -> along coldToHot (min 1.0 (temperature / hottest))
        | None, None -> others[int (hash name % uint32 others.Length)]

    /// Shades of one colour from dark to light, the colour itself first or in the middle.
    let private shade (count: int) (index: int) (colour: Rgb) =
        let darkest, lightest =
            (if count > 2 then -0.5 else 0.0), (if count > 1 then 0.6 else 0.0)

        let place = darkest + (lightest - darkest) * float index / float (max 1 (count - 1))

        if place < 0.0 then
            mix -place colour ink
        else
            mix place colour paper

    /// The colours of the names of one chart: those that would have the same one get shades of it, in their order.
    let ofNames (names: string list) =
        let colours = List.map ofName names
        let count (colour: Rgb) : Rgb list -> int = List.filter ((=) colour) >> List.length

        colours
        |> List.mapi (fun index colour -> shade (count colour colours) (count colour (List.take index colours)) colour)

    /// The colours of figure 1a of the paper, light enough for dark text: red for the first step, purple for the last.
    let order =
        [ 0xf28b82; 0xfbbc6a; 0xf7e08a; 0xa8dba8; 0x86d0d3; 0x8fb2f0; 0xb79af0 ]
        |> List.map rgb

    /// From unsure to sure, as light.
    let sureness = [ 0xf28b82; 0xf7e08a; 0x8fb2f0 ] |> List.map rgb

    /// Colour scale of Plotly through some colours at equal distances.
    let scale (colours: Rgb list) =
        let last = float (colours.Length - 1)

        colours
        |> Seq.mapi (fun index colour -> float index / last, solid colour)
        |> StyleParam.Colorscale.Custom
