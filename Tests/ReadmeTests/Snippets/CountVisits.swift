import FlowDSL

struct CountVisits: Flow {
    static let name = "count-visits"
    static let summary = "Counts a day's visits, and says so."

    struct Input: FlowInput {
        let day = Parameter<String>("The day, as YYYY-MM-DD.")
        let minimum = Parameter(1, "Fewer visits than this are an error.")
    }

    func states(_ input: References<Input>) {
        let found = task("FindFiles", ListFiles("visits", "\(input.day)/*.csv"))

        let counts = map("CountFiles", over: found.files, maxConcurrency: 4) { file in
            task("CountLines", CountLines(file: file.location)).lines
        }

        choice("Enough") {
            when(counts.result.sum < input.minimum) {
                fail("TooFew", error: "Visits.TooFew", cause: "\(counts.result.sum) visits on \(input.day).")
            }
        }

        task("Note", WriteFile("\(counts.result.sum) visits\n", to: .at("visits", "\(input.day)/count.txt")))
            .timeout(.seconds(60))
            .retry(on: ["Files.ConnectionLost"], interval: .seconds(2), maxAttempts: 5, backoffRate: 2)

        succeed("Counted", output: ["day": input.day, "visits": counts.result.sum])
    }
}
