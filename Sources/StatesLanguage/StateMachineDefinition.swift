package import FlowJSON

/// A whole state machine, as Amazon States Language writes it.
package struct StateMachineDefinition: Hashable, Sendable {
    /// For people.
    package var comment: String?
    /// The query language of the states that don't name one; JSONPath where absent.
    package var queryLanguage: QueryLanguage?
    /// The version of the language; `1.0` where absent.
    package var version: String?
    /// Seconds after which an execution ends as timed out; none where absent.
    package var timeoutSeconds: Int64?
    /// The name of the first state.
    package var startAt: String
    /// The states in the order in which they were written.
    package var states: [State]
    /// How it is read where sources disagree; no part of its text.
    package var reading = SpecificationReading()

    /// A state machine of the given parts.
    package init(
        comment: String? = nil,
        queryLanguage: QueryLanguage? = nil,
        version: String? = nil,
        timeoutSeconds: Int64? = nil,
        startAt: String,
        states: [State]
    ) {
        self.comment = comment
        self.queryLanguage = queryLanguage
        self.version = version
        self.timeoutSeconds = timeoutSeconds
        self.startAt = startAt
        self.states = states
    }

    /// The query language of the states that don't name one.
    package var defaultQueryLanguage: QueryLanguage { queryLanguage ?? .jsonPath }

    /// The query language of a state of this machine, however deep it is nested.
    package func queryLanguage(of state: State) -> QueryLanguage { state.queryLanguage ?? defaultQueryLanguage }

    /// The definition as JSON, its fields in a fixed order.
    package var json: JSON {
        var object = JSONObject()
        object["Comment"] = comment.map(JSON.string)
        object["QueryLanguage"] = queryLanguage.map { .string($0.rawValue) }
        object["Version"] = version.map(JSON.string)
        object["TimeoutSeconds"] = timeoutSeconds.map(JSON.integer)
        object["StartAt"] = .string(startAt)
        object["States"] = states.json
        return .object(object)
    }
}

extension [State] {
    /// The value of a `States` field.
    var json: JSON {
        var object = JSONObject()
        for state in self { object[state.name] = state.json }
        return .object(object)
    }
}
