import FlowDiagnostics

extension [TestRun] {
    /// The results as JUnit XML, which most build servers read; a flow is a suite.
    ///
    /// Times are virtual.
    package var junit: String {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        let count = reduce(0) { $0 + $1.results.count }
        let failed = reduce(0) { $0 + $1.failedCount }
        text += "<testsuites tests=\"\(count)\" failures=\"\(failed)\">\n"
        for run in self {
            let name = Self.escaped(run.flow)
            text += "  <testsuite name=\"\(name)\" tests=\"\(run.results.count)\" failures=\"\(run.failedCount)\">\n"
            for result in run.results { text += Self.testCase(result, suite: name) }
            text += "  </testsuite>\n"
        }
        return text + "</testsuites>\n"
    }

    private static func testCase(_ result: FlowTestResult, suite: String) -> String {
        let seconds = Double(result.durationInMilliseconds) / 1000
        var head = "    <testcase classname=\"\(suite)\" name=\"\(escaped(result.test.name))\" time=\"\(seconds)\""
        if let file = result.test.place.file { head += " file=\"\(escaped(file))\"" }
        if let line = result.test.place.line { head += " line=\"\(line)\"" }
        guard !result.isPassed else { return head + "/>\n" }
        let message = result.mismatches.map(\.what).joined(separator: ", ")
        let details = result.mismatches.map { "\($0.what)\n" + $0.lines.map { "    \($0)\n" }.joined() }.joined()
        return head
            + ">\n      <failure message=\"\(escaped(message))\">\(escaped(details))</failure>\n    </testcase>\n"
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\n": result += "&#10;"
            // XML 1.0 has no way to write the others.
            case _ where scalar.value < 0x20 && scalar != "\t": result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
