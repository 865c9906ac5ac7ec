/// A picture of the layers, drawn from the rule: boxes in rows, each with a line to the folders right below it.
module DiffuCoder.Core.Tests.Architecture.Picture

open System

let private width, height, gapX, gapY, margin = 150.0, 40.0, 30.0, 52.0, 20.0

/// A box of the picture: a folder, or the bend of a line that passes a row.
type private Node =
    | Folder of string
    | Bend of user: string * used: string * row: int

/// Lines without those that follow from others.
let private edges (folders: string list) (right: string -> string list) =
    let rec below folder =
        right folder |> List.collect (fun lower -> lower :: below lower)

    [
        for folder in folders do
            for lower in right folder do
                if
                    right folder
                    |> List.forall (fun other -> not (List.contains lower (below other)))
                then
                    folder, lower
    ]

/// How high a folder lies: one row above the highest of those it uses.
let rec private rowOf (right: string -> string list) folder =
    match right folder with
    | [] -> 0
    | lower -> 1 + (lower |> List.map (rowOf right) |> List.max)

/// The nodes of every row from the lowest up, and the neighbours of each node in the rows beside it.
let private layered folders right =
    let row = rowOf right

    let links =
        [
            for user, used in edges folders right do
                let bends = [ for at in row used + 1 .. row user - 1 -> Bend(user, used, at) ]

                yield! List.pairwise (Folder used :: bends @ [ Folder user ])
        ]

    let at =
        function
        | Folder folder -> row folder
        | Bend(_, _, row) -> row

    let nodes =
        [ for folder in folders -> Folder folder ]
        @ (links |> List.collect (fun (lower, upper) -> [ lower; upper ]))
        |> List.distinct

    [
        for level in 0 .. nodes |> List.map at |> List.max -> nodes |> List.filter (fun node -> at node = level)
    ],
    links

let private placed (row: Node list) =
    row |> List.mapi (fun i node -> node, (float i + 0.5) / float row.Length)

/// Each row in the order of what its nodes are linked to above it, then below it, over and over: few lines cross.
let private ordered (rows: Node list list) (links: (Node * Node) list) =
    let upward =
        Map [ for node, all in List.groupBy fst links -> node, List.map snd all ]

    let downward =
        Map [ for node, all in List.groupBy snd links -> node, List.map fst all ]

    let sweep (neighbours: Map<Node, Node list>) rows =
        let follow (place: Map<Node, float>) row =
            let wanted node =
                match Map.tryFind node neighbours with
                | Some near -> near |> List.averageBy (fun other -> place[other])
                | None -> place[node]

            let row = row |> List.sortBy wanted
            row, (place, placed row) ||> List.fold (fun place (node, x) -> Map.add node x place)

        (Map(List.collect placed rows), rows) ||> List.mapFold follow |> fst

    let downThenUp rows =
        rows |> List.rev |> sweep upward |> List.rev |> sweep downward

    Seq.init 8 ignore |> Seq.fold (fun rows _ -> downThenUp rows) rows

let private number (value: float) =
    value.ToString("0.#", Globalization.CultureInfo.InvariantCulture)

/// The picture as SVG; `right` gives the folders right below one.
let svg (folders: string list) (right: string -> string list) =
    let rows, links = layered folders right
    let rows = ordered rows links
    let most = rows |> List.map List.length |> List.max |> float
    let fullWidth = 2.0 * margin + most * (width + gapX) - gapX
    let fullHeight = 2.0 * margin + float rows.Length * (height + gapY) - gapY

    let centre =
        Map
            [
                for level, row in List.indexed rows do
                    for i, node in List.indexed row do
                        let x = fullWidth / 2.0 + (float i - float (row.Length - 1) / 2.0) * (width + gapX)
                        node, (x, fullHeight - margin - height / 2.0 - float level * (height + gapY))
            ]

    let line (lower, upper) =
        let edge node sign =
            let x, y = centre[node]

            match node with
            | Folder _ -> x, y + sign * height / 2.0
            | Bend _ -> x, y

        let (x1, y1), (x2, y2) = edge upper 1.0, edge lower -1.0
        let middle = number ((y1 + y2) / 2.0)
        $"  <path d=\"M{number x1} {number y1}C{number x1} {middle} {number x2} {middle} {number x2} {number y2}\"/>"

    let box node =
        match node with
        | Bend _ -> []
        | Folder name ->
            let x, y = centre[node]

            [
                $"  <rect x=\"{number (x - width / 2.0)}\" y=\"{number (y - height / 2.0)}\" width=\"{number width}\" height=\"{number height}\" rx=\"6\"/>"
                $"  <text x=\"{number x}\" y=\"{number (y + 5.0)}\">{name}</text>"
            ]

    [
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {number fullWidth} {number fullHeight}\" width=\"{number fullWidth}\" height=\"{number fullHeight}\">"
        "<title>The layers of the core</title>"
        "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>"
        "<g fill=\"none\" stroke=\"#7a8797\" stroke-width=\"1.5\">"
        yield! List.map line links
        "</g>"
        "<g fill=\"#eef3f8\" stroke=\"#3f5a75\" font-family=\"sans-serif\" font-size=\"15\" text-anchor=\"middle\">"
        yield!
            rows
            |> List.concat
            |> List.collect box
            |> List.map (fun line -> line.Replace("<text", "<text fill=\"#1d2b3a\" stroke=\"none\""))
        "</g>"
        "</svg>"
    ]
