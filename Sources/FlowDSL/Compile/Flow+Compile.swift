import FlowDiagnostics
import FlowJSON
import FlowTasks
import StatesLanguage

extension Flow {
    /// The flow as ASL and manifest.
    ///
    /// Throws everything that is wrong with it, each with the Swift file and line.
    package func compile(domain: String) throws(DiagnosticList) -> CompiledFlow {
        let draft = Recorder.record { states(References()) }
        let chaining = Chaining(draft)
        try failing(chaining.diagnostics() + emptyBodies(of: draft))
        try failing(Assignedness(draft, chaining).diagnostics() + unnamedMembers(of: chaining))
        let schema = InputSchema(of: Input.self)
        let defaults = schema.fields.reduce(into: JSONObject()) { $0[$1.name] = $1.defaultValue }
        let writer = StateWriter(draft, chaining, inputDefaults: defaults)
        let definition = writer.machine(comment: Self.summary, timeout: Self.timeout)
        try failing(languageDiagnostics(of: definition, draft))
        return CompiledFlow(
            name: Self.name,
            domain: domain,
            summary: Self.summary,
            definition: definition,
            input: schema,
            connections: connections(in: definition).sorted(),
            tasks: Set(draft.states.compactMap { $0.fields["Resource"]?.stringValue.flatMap(TaskResource.taskName) })
                .sorted(),
            places: Dictionary(draft.states.map { ($0.name, $0.place.location) }) { first, _ in first }
        )
    }

    private func failing(_ diagnostics: [Diagnostic]) throws(DiagnosticList) {
        guard !diagnostics.isEmpty else { return }
        throw DiagnosticList(
            diagnostics: diagnostics.sorted {
                ($0.location.file ?? "", $0.location.line ?? 0) < ($1.location.file ?? "", $1.location.line ?? 0)
            }
        )
    }

    private func emptyBodies(of draft: FlowDraft) -> [Diagnostic] {
        draft.scopes.filter { draft.sequences[$0.sequence].states.isEmpty }
            .map { scope in
                guard let owner = scope.owner else {
                    return Diagnostic(code: "A03", message: "The flow \"\(Self.name)\" has no states.")
                }
                return Diagnostic(
                    code: "A17",
                    message: "The body of \"\(draft.states[owner].name)\" has no states.",
                    location: draft.states[owner].place.location
                )
            }
    }

    private func unnamedMembers(of chaining: Chaining) -> [Diagnostic] {
        chaining.draft.states.indices.filter { index in
            chaining.templates(of: index).contains { $0.text.contains(unnamedMember) }
        }
        .map { index in
            let state = chaining.draft.states[index]
            return Diagnostic(
                code: "D04",
                message: "\"\(state.name)\" refers to a computed property, which is not in the data.",
                location: state.place.location,
                hint: "Refer to a stored property of the result."
            )
        }
    }

    /// What the language's own rules say of the definition, told of the lines where the states stand.
    private func languageDiagnostics(of definition: JSON, _ draft: FlowDraft) -> [Diagnostic] {
        StateMachineDefinition.decode(definition).diagnostics
            .filter { $0.severity == .error }
            .map { diagnostic in
                var placed = diagnostic
                let names = (diagnostic.location.pointer ?? "").split(separator: "/")
                let state = draft.states.last { state in names.contains { $0 == state.name } }
                if let state { placed.location = state.place.location }
                return placed
            }
    }

    private func connections(in template: JSON) -> Set<String> {
        switch template {
        case .array(let elements): return elements.reduce(into: []) { $0.formUnion(connections(in: $1)) }
        case .object(let object):
            return object.reduce(into: []) { names, member in
                if member.key == "connection", let name = member.value.stringValue, !name.hasPrefix("{%") {
                    names.insert(name)
                } else {
                    names.formUnion(connections(in: member.value))
                }
            }
        default: return []
        }
    }
}
