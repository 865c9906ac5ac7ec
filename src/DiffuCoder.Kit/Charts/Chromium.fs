namespace DiffuCoder

open System
open System.Diagnostics
open System.IO

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

    /// The browser on the path.
    let find () =
        let folders =
            match Environment.GetEnvironmentVariable "PATH" with
            | null -> [||]
            | path -> path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)

        let suffix = if OperatingSystem.IsWindows() then ".exe" else ""

        List.allPairs names (List.ofArray folders)
        |> List.map (fun (name, folder) -> Path.Combine(folder, name + suffix))
        |> List.tryFind File.Exists

    let private missing =
        "No Chromium is on the path, and pictures are made by it: install it (Debian and Ubuntu: apt-get install chromium), or write the chart with Chart.save and print it from a browser."

    /// The document that a page has become when its scripts have run.
    let documentOf (html: string) : string =
        match find () with
        | None -> ChartCheck.fail missing
        | Some browser ->
            let folder = Directory.CreateTempSubdirectory("diffucoder-picture-").FullName

            try
                let page = Path.Combine(folder, "page.html")
                File.WriteAllText(page, html)

                let arguments =
                    [
                        "--headless"
                        "--disable-gpu"
                        "--hide-scrollbars"
                        $"--user-data-dir={folder}"
                        "--virtual-time-budget=20000"
                        "--dump-dom"
                        // Chromium refuses its own sandbox to root; the page is ours
                        if Environment.IsPrivilegedProcess && not (OperatingSystem.IsWindows()) then
                            "--no-sandbox"
                        Uri(page).AbsoluteUri
                    ]

                use running =
                    match
                        Process.Start(ProcessStartInfo(browser, arguments, RedirectStandardOutput = true, RedirectStandardError = true))
                    with
                    | null -> ChartCheck.fail $"{browser} does not start."
                    | started -> started

                let errors = running.StandardError.ReadToEndAsync()
                let document = running.StandardOutput.ReadToEndAsync()

                if not (running.WaitForExit(TimeSpan.FromMinutes 2.0)) then
                    running.Kill true
                    ChartCheck.fail $"{browser} did not end within two minutes."

                if running.ExitCode <> 0 then
                    ChartCheck.fail $"{browser} ended with {running.ExitCode}: {errors.Result}"

                document.Result
            finally
                Directory.Delete(folder, recursive = true)
