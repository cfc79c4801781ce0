import FlowDiagnostics
import FlowJSON

extension Rule {
    /// F01 to F28 and C14: what an execution does.
    static let flow: [Rule] =
        [eachState(missingDefault), eachState(repeatedHeaders)]
        + cycles + shadowedRules + variableUse + dataUse + retryConduct + taskConduct + sizes

    private static func missingDefault(_ state: StateFields) {
        guard state.type == .choice, state["Choices"] != nil, state["Default"] == nil else { return }
        state.report(
            .noDefault,
            "The Choice state \"\(state.state.name)\" has no \"Default\", so an input that no rule matches fails.",
            at: "",
            severity: .warning,
            hint: "Give \"Default\", if only to a Fail state that says what was wrong."
        )
    }
}
