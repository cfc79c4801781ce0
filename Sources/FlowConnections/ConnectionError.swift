import FlowDiagnostics

/// A connection that a task names cannot be used.
package struct ConnectionError: Error, Hashable, CustomStringConvertible {
    /// The ASL error name, such as `Connection.NotFound`; Retry and Catch match it.
    package let errorName: String
    /// What is wrong and what to do, in one or two sentences.
    package let message: String

    package var description: String { "\(errorName): \(message)" }

    /// No connection has that name.
    static func notFound(_ name: String, known: [String]) -> ConnectionError {
        let there = known.isEmpty ? "there are none" : "there are \(known.joined(separator: ", "))"
        let nearest = nearestName(to: name, in: known).map { " Did you mean \"\($0)\"?" } ?? ""
        let variable = EnvironmentOverrides.prefix + EnvironmentOverrides.variableName(of: name)
        return ConnectionError(
            errorName: "Connection.NotFound",
            message: "There is no connection \"\(name)\"; \(there).\(nearest) "
                + "Write \"\(name): <url>\" below \"connections:\" in connections.yaml, or set \(variable) to its URL."
        )
    }

    /// The connection is configured, but something that it needs is not there.
    static func notUsable(_ name: String, because diagnostic: Diagnostic) -> ConnectionError {
        let place = diagnostic.location.file.map { file in
            " (\(file)\(diagnostic.location.line.map { ":\($0)" } ?? ""))"
        }
        let hint = diagnostic.hint.map { " \($0)" } ?? ""
        return ConnectionError(
            errorName: "Connection.NotUsable",
            message: "The connection \"\(name)\" cannot be used: \(diagnostic.message)\(place ?? "")\(hint)"
        )
    }
}
