/// The letters of options, in one place for all programs: a letter stands for one word everywhere, and a word
/// that has a letter has it everywhere. `-h` is help.
module internal DiffuCoder.Letter

[<Literal>]
let Benchmark = "-b"

[<Literal>]
let Device = "-d"

[<Literal>]
let Score = "-f"

[<Literal>]
let Ks = "-k"

[<Literal>]
let Libraries = "-l"

[<Literal>]
let Model = "-m"

[<Literal>]
let Tokens = "-n"

[<Literal>]
let Output = "-o"

[<Literal>]
let Precision = "-p"

[<Literal>]
let Steps = "-s"

[<Literal>]
let Temperature = "-t"
