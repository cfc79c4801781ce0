package import FlowDiagnostics
package import FlowJSON

/// A flow as ASL, with what ASL has no word for beside it.
package struct CompiledFlow: Sendable {
    /// The flow's name.
    package var name: String
    /// The domain's name.
    package var domain: String
    /// What it does.
    package var summary: String
    /// The state machine's definition in ASL; the same Swift gives the same bytes.
    package var definition: JSON
    /// The fields of the flow's input.
    package var input: InputSchema
    /// The names of the connections that its tasks name, sorted.
    package var connections: [String]
    /// The names of its tasks' handlers, sorted.
    package var tasks: [String]
    /// Where each state stands in the author's Swift file, by its name.
    package var places: [String: TextLocation]

    /// What ASL has no word for: parameters with types and defaults, connections, tasks.
    package var manifest: JSON {
        .object([
            "flow": .string(name),
            "domain": .string(domain),
            "summary": .string(summary),
            "input": input.jsonSchema,
            "connections": .array(connections.map { .string($0) }),
            "tasks": .array(tasks.map { .string($0) }),
        ])
    }
}

/// Everything that is wrong with a flow.
package struct DiagnosticList: Error, CustomStringConvertible {
    /// In the order of the author's text.
    package var diagnostics: [Diagnostic]
    package var description: String { diagnostics.map { $0.rendered(in: nil, color: false) }.joined(separator: "\n") }
}
