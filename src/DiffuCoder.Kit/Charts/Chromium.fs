namespace DiffuCoder

open System
open System.Diagnostics
open System.IO
open System.Threading

/// Pages rendered by a headless Chromium.
[<RequireQualifiedAccess>]
module internal Chromium =

    let private names =
        [
            "chromium"
            "chromium-browser"
            "google-chrome"
            "google-chrome-stable"
            "chrome"
            "msedge"
        ]

    /// The browser in the folders of a path.
    let findIn (path: string) =
        let ending = if OperatingSystem.IsWindows() then ".exe" else ""

        List.allPairs names (List.ofArray (path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)))
        |> List.map (fun (name, folder) -> Path.Combine(folder, name + ending))
        |> List.tryFind File.Exists

    let private arguments folder (page: string) =
        let profile = Path.Combine(folder, "profile")

        [
            "--headless"
            "--disable-gpu"
            "--hide-scrollbars"
            $"--user-data-dir={profile}"
            // of the page's own clock; it ends earlier when nothing is left to do
            "--virtual-time-budget=30000"
            "--dump-dom"
            // Chromium refuses its own sandbox to root, and the page is ours
            if Environment.IsPrivilegedProcess && not (OperatingSystem.IsWindows()) then
                "--no-sandbox"
            Uri(page).AbsoluteUri
        ]

    let private run (browser: string) (arguments: string list) =
        let info =
            ProcessStartInfo(browser, arguments, RedirectStandardOutput = true, RedirectStandardError = true)

        use running =
            match Process.Start info with
            | null -> ChartCheck.fail $"{browser} does not start."
            | started -> started

        let errors = running.StandardError.ReadToEndAsync()
        let document = running.StandardOutput.ReadToEndAsync()

        if not (running.WaitForExit(TimeSpan.FromMinutes 5.0)) then
            running.Kill true
            ChartCheck.fail $"{browser} did not end within five minutes; close other programs, or draw fewer pictures at once."

        if running.ExitCode <> 0 then
            ChartCheck.fail $"{browser} ended with {running.ExitCode}: {errors.Result}"

        document.Result

    /// The browser's children may still be writing into its profile for a moment when it has ended.
    let rec private delete tries folder =
        try
            Directory.Delete(folder, recursive = true)
        with :? IOException when tries > 0 ->
            Thread.Sleep 100
            delete (tries - 1) folder

    /// The document that a page has become when its scripts have run in a browser.
    let documentBy (browser: string option) (html: string) : string =
        match browser with
        | None ->
            ChartCheck.fail
                "No Chromium is on the path, and pictures are drawn by it: install it (Debian and Ubuntu: apt-get install chromium), or write the chart with Chart.save."
        | Some browser ->
            let folder = Directory.CreateTempSubdirectory("diffucoder-page-").FullName

            try
                let page = Path.Combine(folder, "page.html")
                File.WriteAllText(page, html)
                run browser (arguments folder page)
            finally
                delete 50 folder

    /// As `documentBy`, in the browser on the path.
    let document (html: string) =
        match Environment.GetEnvironmentVariable "PATH" with
        | null -> None
        | path -> findIn path
        |> fun browser -> documentBy browser html
