package import FlowDiagnostics
package import FlowJSON

/// A JSONPath, compiled once to be evaluated many times.
///
/// Step Functions' engine is an old Jayway JsonPath; where a path means something else in a newer one, this is 2.0.0's
/// meaning. Source: the recorded answers in `suites/jsonpath-open.ndjson`.
package struct Path: Sendable {
    /// The path as written.
    package let text: String
    /// What the path begins at; `evaluate` is given that value.
    package let root: Root
    /// Whether the path selects one node at most; else it selects a list.
    package let isDefinite: Bool
    let steps: [Step]

    /// Compiles a path.
    ///
    /// - Throws: a diagnostic that quotes the path and says what is wrong with it.
    package init(_ text: String) throws(Diagnostic) {
        self.text = text
        let rest: String
        (root, rest) = try Root.split(text)
        do throws(PathSyntaxError) {
            var compiler = PathCompiler()
            steps = try compiler.compile(rest)
        } catch {
            throw .invalidPath(text, error.reason)
        }
        isDefinite = steps.allSatisfy(\.isDefinite)
    }

    init(steps: [Step], text: String) {
        self.text = text
        self.steps = steps
        root = .input
        isDefinite = steps.allSatisfy(\.isDefinite)
    }

    /// The node that a definite path leads to, or the list, perhaps empty, of those that another one selects.
    package func evaluate(on value: JSON) throws(PathError) -> JSON { try evaluate(on: value, document: value) }

    /// The same, where a filter's `$` means another value than the one the path begins at.
    func evaluate(on value: JSON, document: JSON) throws(PathError) -> JSON {
        if isDefinite, let found = follow(from: value) { return found }
        // With a definite path this finds out why nothing was found, or what several names select.
        var evaluation = Evaluation(steps: steps, document: document)
        try evaluation.evaluate(0, value)
        guard isDefinite else { return .array(evaluation.results) }
        guard let found = evaluation.results.first else {
            throw .notFound("No results for path: \(evaluation.pathText)")
        }
        return found
    }

    /// The node at the end of plain steps; `nil` where there is none, or where a step is not plain.
    private func follow(from value: JSON) -> JSON? {
        var value = value
        for step in steps {
            switch (step, value) {
            case (.properties(let keys), .object(let object)):
                guard keys.count == 1, let inner = object.value(for: keys[0]) else { return nil }
                value = inner
            case (.index(let position), .array(let elements)):
                guard position >= 0, position < elements.count else { return nil }
                value = elements[position]
            default: return nil
            }
        }
        return value
    }
}
