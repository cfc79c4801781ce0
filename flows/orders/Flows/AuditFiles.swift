import FlowDSL

/// Shows the domain's own tasks and reusable parts: checks every file that was landed, and goes back for more until all are done.
struct AuditFiles: Flow {
    static let name = "audit-files"
    static let summary = "Checks landed order files with the domain's own task, a page of files at a time."

    struct Input: FlowInput {
        let pattern = Parameter("raw/**/*.csv", "Which files of the lake to check.")
        let pageSize = Parameter(2, "How many files are checked at once.")
    }

    func states(_ input: References<Input>) {
        let found = task("FindFiles", ListFiles("lake", input.pattern))
        let next = variable("next", 0)
        let badLines = variable("badLines", 0)

        choice("MoreFiles") {
            when(next.value >= found.count) {
                publish("AuditReport", "\(found.count) files, \(badLines.value) bad lines\n", as: "audit.txt")
                succeed("Audited", output: ["files": found.count, "badLines": badLines.value])
            }
        }
        let page = map("CheckPage", over: found.files.slice(from: next.value, count: input.pageSize)) { file in
            task("CheckOne", CheckOrders(file: file.location)).badLines
        }
        assign("NextPage", [next.set(next.value + input.pageSize), badLines.set(badLines.value + page.result.sum)])
        jump(to: "MoreFiles")
    }
}
