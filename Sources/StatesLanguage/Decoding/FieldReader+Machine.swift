import FlowDiagnostics
import FlowJSON

extension FieldReader {
    /// How deep state machines may be nested in Parallel and Map states.
    static let nestingLimit = 100

    func machine() -> StateMachineDefinition? {
        check(.machine, of: "A state machine")
        let timeout = integer("TimeoutSeconds")
        reading.machineTimeoutSeconds = timeout
        guard let (startAt, states) = scope(parent: nil, depth: 0) else { return nil }
        return StateMachineDefinition(
            comment: string("Comment"),
            queryLanguage: fields["QueryLanguage"] == nil ? nil : reading.machineLanguage,
            version: string("Version"),
            timeoutSeconds: timeout,
            startAt: startAt,
            states: states
        )
    }

    func branch(depth: Int, configuration: ItemProcessor.Configuration? = nil) -> Branch? {
        let scope = scope(parent: state, depth: depth, configuration: configuration)
        return scope.map { Branch(comment: string("Comment"), startAt: $0.startAt, states: $0.states) }
    }

    /// The states here, or `nil` where one of them could not be read.
    private func scope(
        parent: Int?,
        depth: Int,
        configuration: ItemProcessor.Configuration? = nil
    ) -> (startAt: String, states: [State])? {
        let owner = parent == nil ? "The state machine" : "The branch"
        let startAt = string("StartAt")
        if fields["StartAt"] == nil { missing("StartAt", of: owner, code: .missingStartOrStates) }
        guard let object = object("States") else {
            if fields["States"] == nil { missing("States", of: owner, code: .missingStartOrStates) }
            return nil
        }
        guard depth <= Self.nestingLimit else {
            reading.report(.nestedTooDeeply, "State machines are nested over \(Self.nestingLimit) deep.", at: pointer)
            return nil
        }
        let index = reading.scopes.count
        reading.scopes.append(
            ScopeOutline(
                pointer: pointer,
                parent: parent.map { (reading.states[$0].scope, $0) },
                isDistributed: configuration?.mode == .distributed,
                isExpress: configuration?.executionType == .express,
                startAt: startAt
            )
        )
        if object.fields.isEmpty {
            reading.report(.missingStartOrStates, "\"States\" has no state.", at: object.pointer)
        }
        let states = object.fields.map { name, value in
            object.state(name, value, scope: index, depth: depth)
        }
        let complete = states.compactMap { $0 }
        guard let startAt, complete.count == states.count else { return nil }
        return (startAt, complete)
    }

    private func state(_ name: String, _ value: JSON, scope: Int, depth: Int) -> State? {
        let place = pointer(to: name)
        guard let fields = value.objectValue else {
            reading.report(
                .wrongType,
                "The state \"\(name)\" should be an object but is \(value.kindInWords).",
                at: place
            )
            return nil
        }
        let own = fields["QueryLanguage"]?.stringValue.flatMap { QueryLanguage(rawValue: $0) }
        let index = reading.states.count
        let type = fields["Type"]?.stringValue.flatMap { StateType(rawValue: $0) }
        let outline = StateOutline(
            name: name,
            pointer: place,
            fields: fields,
            type: type,
            language: own ?? reading.machineLanguage,
            scope: scope
        )
        reading.states.append(outline)
        reading.scopes[scope].states.append(index)
        let reader = FieldReader(
            fields: fields,
            pointer: place,
            language: outline.language,
            state: index,
            reading: reading
        )
        return reader.state(name: name, type: type, own: own, depth: depth)
    }
}
