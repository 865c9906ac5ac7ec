/// Progress in lines, for outputs that are kept: a log of hours should not be silent, nor longer than what it is about.
module DiffuCoder.Scores.Tenths

/// Says how far some work has come at each new tenth of it, given the part that is done, in [0, 1]. Several threads may tell.
let told (say: string -> unit) (title: string) : float -> unit =
    let gate = obj ()
    let last = ref 0

    fun share ->
        lock gate (fun () ->
            let tenth = int (10.0 * share + 1e-9)

            if tenth > last.Value && tenth < 10 then
                last.Value <- tenth
                say $"{title}: {10 * tenth} %%")
