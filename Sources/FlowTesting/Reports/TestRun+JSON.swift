import FlowDiagnostics
package import FlowJSON

extension [TestRun] {
    /// The results as one document.
    package func json(withCoverage: Bool) -> JSON {
        var flows: [JSON] = []
        for run in self {
            var flow: JSONObject = ["flow": .string(run.flow), "tests": .array(run.results.map(Self.json))]
            if withCoverage { flow["coverage"] = Self.json(of: run) }
            flows.append(.object(flow))
        }
        return [
            "tests": .integer(Int64(reduce(0) { $0 + $1.results.count })),
            "failed": .integer(Int64(reduce(0) { $0 + $1.failedCount })),
            "flows": .array(flows),
        ]
    }

    private static func json(of result: FlowTestResult) -> JSON {
        var object: JSONObject = ["name": .string(result.test.name), "passed": .bool(result.isPassed)]
        object["file"] = result.test.place.file.map(JSON.string)
        object["line"] = result.test.place.line.map { .integer(Int64($0)) }
        object["status"] = result.status.map(JSON.string)
        object["output"] = result.output
        object["error"] = result.error.map(JSON.string)
        object["cause"] = result.cause.map(JSON.string)
        object["path"] = .array(result.path.map(JSON.string))
        object["durationSeconds"] = .double(Double(result.durationInMilliseconds) / 1000)
        let mismatches = result.mismatches.map { mismatch -> JSON in
            ["what": .string(mismatch.what), "lines": .array(mismatch.lines.map(JSON.string))]
        }
        if !mismatches.isEmpty { object["mismatches"] = .array(mismatches) }
        return .object(object)
    }

    private static func json(of run: TestRun) -> JSON {
        var coverage: JSONObject = ["percentage": .double(run.coverage.percentage)]
        for kind in Coverage.Kind.allCases {
            let (covered, all) = run.coverage.counts(of: kind)
            coverage[kind.rawValue] = ["covered": .integer(Int64(covered)), "all": .integer(Int64(all))]
        }
        let uncovered = run.coverage.uncovered.map { part -> JSON in
            var object: JSONObject = ["part": .string(part.text), "pointer": .string(part.pointer)]
            object["place"] = run.place(part).map(JSON.string)
            return .object(object)
        }
        coverage["uncovered"] = .array(uncovered)
        return .object(coverage)
    }
}
