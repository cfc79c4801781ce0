import FlowJSON

/// A state that picks the next state.
package struct ChoiceState: Hashable, Sendable {
    /// The rules; the first that matches wins.
    package var choices: [ChoiceRule]
    /// The name of the next state where no rule matches.
    package var defaultNext: String?

    /// A Choice state of the given parts.
    package init(choices: [ChoiceRule], defaultNext: String? = nil) {
        self.choices = choices
        self.defaultNext = defaultNext
    }

    func write(into object: inout JSONObject) {
        object["Choices"] = choices.json { $0.json }
        object["Default"] = defaultNext.map(JSON.string)
    }
}
