import FlowDiagnostics

/// The tests of one flow, run.
package struct TestRun: Sendable {
    /// The flow.
    package let flow: String
    /// Its tests, in the order of their files.
    package let results: [FlowTestResult]
    /// What the tests take of it.
    package let coverage: Coverage
    /// Where parts of the flow stand for a reader, such as `orders.asl.json:12`, by pointer and state.
    package let place: @Sendable (Coverage.Part) -> String?

    /// A run of the given parts.
    package init(
        flow: String,
        results: [FlowTestResult],
        coverage: Coverage,
        place: @escaping @Sendable (Coverage.Part) -> String?
    ) {
        self.flow = flow
        self.results = results
        self.coverage = coverage
        self.place = place
    }

    /// How many tests did not pass.
    package var failedCount: Int { results.count { !$0.isPassed } }
}

extension [TestRun] {
    /// A line a test, and what differs below those that failed.
    ///
    /// - Parameter paint: gives a text a colour: 32 for green, 31 for red, 2 for dim.
    package func text(withCoverage: Bool, paint: (String, Int) -> String) -> String {
        var lines: [String] = []
        for run in self {
            for result in run.results { lines += Self.lines(of: result, run.flow, paint) }
        }
        if withCoverage {
            for run in self { lines += Self.coverageLines(of: run, paint) }
        }
        let count = reduce(0) { $0 + $1.results.count }
        let failed = reduce(0) { $0 + $1.failedCount }
        let summary = "\(count) \(count == 1 ? "test" : "tests"), \(failed) failed"
        lines.append(paint(summary, failed == 0 ? 32 : 31))
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(
        of result: FlowTestResult,
        _ flow: String,
        _ paint: (String, Int) -> String
    ) -> [String] {
        let mark = result.isPassed ? paint("✔", 32) : paint("✘", 31)
        var ended = result.status ?? "did not end"
        if result.durationInMilliseconds > 0 {
            ended += " after \(SpanText.text(ofMilliseconds: result.durationInMilliseconds))"
        }
        var lines = ["\(mark) \(flow): \(result.test.name) " + paint("(\(ended))", 2)]
        if !result.isPassed, let file = result.test.place.file {
            lines.append(paint("    \(file)\(result.test.place.line.map { ":\($0)" } ?? "")", 2))
        }
        for mismatch in result.mismatches {
            lines.append("    \(mismatch.what)")
            lines += mismatch.lines.map { "        \($0)" }
        }
        return lines
    }

    private static func coverageLines(of run: TestRun, _ paint: (String, Int) -> String) -> [String] {
        let kinds = Coverage.Kind.allCases.compactMap { kind -> String? in
            let (covered, all) = run.coverage.counts(of: kind)
            return all == 0 ? nil : "\(kind.rawValue) \(covered)/\(all)"
        }
        let share = Int(run.coverage.percentage)
        var lines = ["\(run.flow): \(share) % covered: \(kinds.joined(separator: ", "))"]
        for part in run.coverage.uncovered {
            let place = run.place(part).map { paint(" \($0)", 2) } ?? ""
            lines.append("    \(part.text) is not covered" + place)
        }
        return lines
    }
}

extension Coverage.Part {
    /// The part in words, such as `retrier 0 of Load (States.ALL)`.
    package var text: String {
        switch kind {
        case .state: "state \(state)"
        case .transition: "transition of \(state) \(detail)"
        case .rule: "rule \(number) of \(state) \(detail)"
        case .byDefault: "default of \(state) \(detail)"
        case .retrier: "retrier \(number) of \(state) (\(detail))"
        case .catcher: "catcher \(number) of \(state) (\(detail))"
        }
    }
}
